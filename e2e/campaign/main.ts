/** `npm run campaign -- [kill-nine|restore-drill|clocks|escalations|deadline|recorded-at|timing|forged|pictures] […]`: exit code 1 when a promise was broken. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { parseArgs } from "node:util";

import { publishedYears } from "../../clocks/src/index.ts";
import { differences } from "../../clocks/test/random-cases.ts";
import { forged } from "./forged.ts";
import { isKept, killNine } from "./kill-nine.ts";
import { attackPictures } from "./pictures.ts";
import { restoreDrill } from "./restore-drill.ts";

const USAGE = `npm run campaign -- kill-nine [--rounds N] [--seed N] [--facts N a round]
npm run campaign -- restore-drill [--projects N] [--seed N]
npm run campaign -- clocks [--seed N]
npm run campaign -- escalations
npm run campaign -- deadline
npm run campaign -- recorded-at
npm run campaign -- timing
npm run campaign -- pictures [--cameras N] [--attacks N] [--dropped N] [--drops N] [--longest seconds] [--normal minutes] [--kills N] [--seed N]
npm run campaign -- forged [--seed N]
npm run campaign    all, in full size`;

function wholeNumber(name: string, text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  process.stderr.write(`--${name} ${text}: give a whole number above 0\n${USAGE}\n`);
  return process.exit(2);
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: "string", default: "20" },
    seed: { type: "string", default: "1" },
    facts: { type: "string", default: "20000" },
    projects: { type: "string", default: "30000" },
    cameras: { type: "string", default: "16" },
    attacks: { type: "string", default: "100" },
    dropped: { type: "string", default: "16" },
    drops: { type: "string", default: "50" },
    longest: { type: "string", default: "3600" },
    normal: { type: "string", default: "60" },
    kills: { type: "string", default: "20" },
  },
});

const stop = new AbortController();
const print = (line: string) => void process.stderr.write(`${line}\n`);
const seed = wholeNumber("seed", values.seed);

const MEMBERS: Readonly<Record<string, () => Promise<boolean>>> = {
  async "kill-nine"() {
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop.abort());
    const rounds = wholeNumber("rounds", values.rounds);
    const factsPerRound = wholeNumber("facts", values.facts);
    const now = new Date();
    const report = await killNine({ rounds, seed, factsPerRound, now, signal: stop.signal, print });
    process.stdout.write(`${JSON.stringify({ "kill-nine": report })}\n`);
    return isKept(report, rounds);
  },
  async "restore-drill"() {
    const projects = wholeNumber("projects", values.projects);
    const report = await restoreDrill({ projects, seed, now: new Date(), print });
    process.stdout.write(`${JSON.stringify({ "restore-drill": report })}\n`);
    return report.violations.length === 0;
  },
  clocks: compareClocks,
  /** T60: five nodes that are killed in turn. */
  escalations: () => fullSize("server/src/modules/deadlines/many-nodes", 10_000),
  /** T03: commitments around deadlines, over three nodes with wrong clocks. */
  deadline: () => fullSize("server/src/modules/opening/deadline", 10_000),
  /** T11: times that senders choose. */
  "recorded-at": () => fullSize("server/src/modules/publication/recorded-at", 10_000),
  /** T06: what the time of an answer says of the number of bids. */
  timing: () => fullSize("server/src/modules/opening/timing", 20_000),
  pictures,
  /** T74, T75: two verifiers, good, bad and forged certificates. */
  async forged() {
    const report = await forged(seed, print);
    process.stdout.write(`${JSON.stringify({ forged: report })}\n`);
    return report.disagreements === 0 && report.accepted === 0;
  },
};

/** T48 to T50, and a camera that is killed twenty times before the eyes of a browser. */
async function pictures(): Promise<boolean> {
  const names = ["cameras", "attacks", "dropped", "drops", "longest", "normal", "kills"] as const;
  const count = (name: (typeof names)[number]) => wholeNumber(name, values[name]);
  const edits = await fullSize("server/src/modules/video/check", 1000);
  const kills = await fullSize("e2e/rtsp-camera", count("kills"), "e2e");
  const report = await attackPictures({
    cameras: count("cameras"),
    attacks: count("attacks"),
    dropped: count("dropped"),
    drops: count("drops"),
    longest: count("longest"),
    normal: count("normal"),
    seed,
    print,
  });
  process.stdout.write(`${JSON.stringify({ pictures: { edits, kills, ...report } })}\n`);
  return edits && kills && report.violations.length === 0;
}

/** A test in full size: it takes its number of cases from the environment. */
async function fullSize(file: string, cases: number, project = "db"): Promise<boolean> {
  const child = spawn("node_modules/.bin/vitest", ["run", "--project", project, file], {
    stdio: "inherit",
    env: { ...process.env, MINGJING_TEST_CASES: String(cases) },
  });
  const [code] = (await once(child, "exit")) as [number | null];
  return code === 0;
}

const CLOCK_CASES = 100_000;

/** T56 in full size: two implementations of the statutory clocks on the same voices. */
async function compareClocks(): Promise<boolean> {
  const found = differences(publishedYears, { cases: CLOCK_CASES, seed });
  const report = { cases: CLOCK_CASES, seed, differences: found.length, first: found.slice(0, 3) };
  process.stdout.write(`${JSON.stringify({ clocks: report })}\n`);
  return found.length === 0;
}

const wanted = positionals.length === 0 ? Object.keys(MEMBERS) : positionals;
for (const name of wanted) {
  const play = MEMBERS[name];
  if (play === undefined) {
    process.stderr.write(`${name}: no such campaign\n${USAGE}\n`);
    process.exit(2);
  }
  if (!stop.signal.aborted && !(await play())) process.exitCode = 1;
}
