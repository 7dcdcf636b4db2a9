/** Answers about what is public, genuine and not: for comparing two verifiers. */
import { answerText, buildAnswer, type TestAnswer } from "./build-answer.ts";
import { damage } from "./damage.ts";
import type { Sample } from "./forgeries.ts";
import type { Chance } from "./random.ts";

const KEYS = [
  "process:ocds-mj0001-TEST-0001",
  "firm:91350100M000100Y43",
  "process:ocds-mj0001-TEST-9999",
  "firm:91350100M000100Y001",
];

type Record_ = TestAnswer["records"][number];

/** Leaves one out, puts another in its place, changes what it says. */
function alter(answer: TestAnswer, chance: Chance): void {
  const { records } = answer;
  const at = chance.below(records.length + 1);
  const one = records[at];
  const noise = "ab".repeat(32);
  chance.pick<() => unknown>([
    () => records.splice(at, 1),
    () => records.splice(at, 1, noise),
    () => records.splice(at, 1, null as unknown as Record_),
    () => Object.assign(answer, { records: records.toReversed() }),
    () => one && records.push(structuredClone(one)),
    () => Object.assign(answer, { size: chance.below(7) }),
    () => Object.assign(answer, { key: chance.pick(KEYS) }),
    () => answer.mapProof.siblings.pop(),
    () => Object.assign(answer.mapProof, { siblings: answer.mapProof.siblings.toReversed() }),
    () => answer.mapProof.siblings.push(noise),
    () => Object.assign(answer.mapProof, { other: { mapKey: noise, size: 1, root: noise } }),
    () => Object.assign(answer.mapProof, { other: null }),
    () => Object.assign(answer, { root: noise }),
    () =>
      typeof one === "object" && one !== null && Object.assign(one, { part: "fields", entry: 0 }),
    () => typeof one === "object" && one !== null && Object.assign(one, { subject: "x" }),
    () => Object.assign(answer.roots, { leafIndex: chance.below(12) }),
  ])();
}

/** An answer as it was given, altered, or with a damaged file. */
export function answerOne(chance: Chance): Sample {
  const { answer, text, vkey } = buildAnswer({ key: chance.pick(KEYS) });
  const keys = chance.below(2) === 0 ? {} : { keys: [vkey] };
  const way = chance.below(3);
  if (way === 0)
    return { ...damage(text, chance), name: "damaged answer", family: "answer", ...keys };
  if (way === 1) alter(answer, chance);
  const bytes = new Uint8Array(Buffer.from(answerText(answer), "utf8"));
  return { name: way === 1 ? "altered answer" : "answer", bytes, family: "answer", ...keys };
}
