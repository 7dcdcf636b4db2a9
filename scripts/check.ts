/** `npm run check`: everything that needs no database and no browser; ≤ 90 s (contracts.md §7). */
import { CHECKS } from "./stages/index.ts";
import { runStages } from "./stages/stage.ts";

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !CHECKS.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(
    `No stage ${unknown.join(", ")}. There are: ${CHECKS.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}
const stages = CHECKS.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const { passed, failed } = await runStages(stages, 2);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
