/**
 * By hand: `node cameras/test/twenty-kills.ts [kills] [seed]`. Kills a camera again and again and asks after each kill: does
 * it play again by itself, is the gap on record, is the coverage right, does the record verify? Ends with 1 if not.
 */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { coverageOf, segmentFile, verifyRecording } from "../src/index.ts";
import { freePort, startCamera } from "./camera.ts";
import { recordCamera, type RecordedCamera } from "./recorded.ts";
import { randomFrom } from "./synthetic-pictures.ts";

const [kills = "20", seed = "1"] = process.argv.slice(2);
const GAP_SECONDS = 2;
/** The camera stays away for up to so long. */
const LONGEST_AWAY_SECONDS = 6;

const random = randomFrom(Number(seed));
const problems: string[] = [];
const demand = (isTrue: boolean, what: string) => {
  if (!isTrue) problems.push(what);
};

/** Coverage of all that was recorded: nothing is missing but the time between runs. */
function checkCoverage(recorded: RecordedCamera): string {
  const all = recorded.segments();
  const [first, last] = [all[0], all.at(-1)];
  if (first === undefined || last === undefined) return "nothing was recorded";
  const coverage = coverageOf({ from: first.startAt, to: last.endAt }, all, recorded.gaps());
  const between = all.reduce((sum, { startAt }, index) => {
    const before = all[index - 1];
    return before === undefined ? 0 : sum + startAt - before.endAt;
  }, 0);
  const missing = coverage.gaps.reduce((sum, { from, to }) => sum + to - from, 0);
  demand(
    Math.abs(missing - between) < 1,
    `${missing} ms are missing, runs are ${between} ms apart`,
  );
  demand(coverage.share < 1, "the coverage says 1 although pictures are missing");
  const long = coverage.gaps.filter(({ from, to }) => to - from >= GAP_SECONDS * 1000);
  const unreported = long.filter(({ why }) => why === "unreported");
  demand(unreported.length === 0, `${unreported.length} long gaps have no event`);
  return `share ${coverage.share}, ${coverage.gaps.length} gaps`;
}

async function checkChangedByte(dir: string, recorded: RecordedCamera): Promise<void> {
  const all = recorded.segments();
  const target = all[Math.floor(random() * all.length)];
  if (target === undefined) return;
  const file = join(dir, segmentFile(target));
  const bytes = await readFile(file);
  const at = Math.floor(random() * bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  await writeFile(file, bytes);
  const found = (await verifyRecording(dir)).map(({ kind, number }) => `${kind} ${number}`);
  const wanted = `changed ${target.number}`;
  demand(found.join() === wanted, `${wanted} was found as ${found.join() || "nothing"}`);
}

const dir = await mkdtemp(join(tmpdir(), "mingjing-kills-"));
const port = await freePort();
let source = await startCamera({ port });
const room = await recordCamera({
  url: source.url,
  dir,
  gapSeconds: GAP_SECONDS,
  segmentSeconds: 1,
});
await room.until(() => room.segments().length >= 2);
for (let kill = 1; kill <= Number(kills); kill += 1) {
  await pause(random() * 2000);
  await source.kill();
  const away = random() * LONGEST_AWAY_SECONDS;
  await pause(away * 1000);
  const { length } = room.segments();
  const since = performance.now();
  source = await startCamera({ port });
  await room.until(() => room.segments().length >= length + 2);
  const seconds = ((performance.now() - since) / 1000).toFixed(1);
  console.log(`kill ${kill}: away ${away.toFixed(1)} s, two new segments ${seconds} s later`);
}
await room.camera.stop();
await source.kill();
const findings = await verifyRecording(dir);
demand(
  findings.length === 0,
  `the record does not verify: ${JSON.stringify(findings.slice(0, 3))}`,
);
const runs = new Set(room.segments().map(({ run }) => run)).size;
demand(runs === Number(kills) + 1, `${runs} runs for ${kills} kills`);
const coverage = checkCoverage(room);
await checkChangedByte(dir, room);
console.log(`${room.segments().length} segments, ${runs} runs, ${coverage}`);
for (const problem of problems) console.error(problem);
await rm(dir, { recursive: true, force: true });
process.exit(problems.length === 0 ? 0 : 1);
