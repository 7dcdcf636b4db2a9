/**
 * kill −9 in the middle of an import, round after round: what was receipted is stored once and logged
 * once, and the same import repeated to its end adds exactly what was missing.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { simulateCity } from "../../simulate/src/index.ts";
import { createRandom, type Random } from "../../simulate/src/random.ts";
import { type ImportRun, type KeptReceipt, startImport } from "./import-run.ts";
import { type Audit, createAudit } from "./log-audit.ts";
import { type Platform, startPlatform } from "./platform.ts";

const SOURCE = "campaign";
const VICTIMS = ["server", "postgres", "client"] as const;
type Victim = (typeof VICTIMS)[number];

/** Part of the file that is receipted at most before the kill. */
const LATEST_SHARE = 0.8;
const LONGEST_WAIT_MS = 150;
/** In every second turn of victims the file goes in many small requests. */
const SMALL_REQUEST_LINES = 25;
const SETTLE_MS = 120_000;
const FACTS_PER_PROJECT = 30;

export interface KillNineOptions {
  readonly rounds: number;
  readonly seed: number;
  readonly factsPerRound: number;
  /** The city's last instant. */
  readonly now: Date;
  /** Aborted: the running round is the last one, and everything is cleaned up. */
  readonly signal?: AbortSignal;
  readonly print: (line: string) => void;
}

export interface KillNineReport {
  /** Rounds played. */
  rounds: number;
  readonly killed: Record<Victim, number>;
  /** Kills that hit a running import. */
  readonly duringImport: number;
  /** Receipts that clients held when something was killed. */
  receipted: number;
  lost: number;
  doubled: number;
  repeatedToCompletion: number;
  seconds: number;
  /** What broke a promise, with its round. Empty = all kept. */
  readonly violations: string[];
}

interface Campaign {
  readonly platform: Platform;
  readonly audit: Audit;
  readonly random: Random;
  readonly report: KillNineReport & { duringImport: number };
}

interface Round {
  readonly number: number;
  readonly victim: Victim;
  readonly file: string;
  readonly lines: number;
  readonly linesPerRequest: number;
  /** Distinct facts of this file and all before it. */
  readonly factsSoFar: number;
}

export async function killNine(options: KillNineOptions): Promise<KillNineReport> {
  const begin = performance.now();
  const report = newReport();
  const folder = await mkdtemp(join(tmpdir(), "mingjing-kill-nine-"));
  const platform = await startPlatform();
  try {
    await platform.addSource(SOURCE);
    const audit = createAudit(platform.ownerUrl);
    const random = createRandom(options.seed, "kill-nine");
    const campaign = { platform, audit, random, report };
    let factsSoFar = 0;
    for (const { number, text, lines } of files(options)) {
      const file = join(folder, `round-${number}.ndjson`);
      await writeFile(file, text);
      factsSoFar += lines;
      const victim = VICTIMS[(number - 1) % VICTIMS.length] ?? "server";
      const isSmall = Math.floor((number - 1) / VICTIMS.length) % 2 === 1;
      const linesPerRequest = isSmall ? SMALL_REQUEST_LINES : 0;
      await playRound(campaign, { number, victim, file, lines, linesPerRequest, factsSoFar });
      await rm(file);
      report.rounds = number;
      options.print(roundLine(number, victim, report));
      if (options.signal?.aborted === true) break;
    }
  } finally {
    if (!(await platform.stop())) report.violations.push("the server did not end cleanly");
    await rm(folder, { recursive: true, force: true });
  }
  report.seconds = Math.round((performance.now() - begin) / 100) / 10;
  return report;
}

const newReport = (): Campaign["report"] => ({
  rounds: 0,
  killed: { server: 0, postgres: 0, client: 0 },
  duringImport: 0,
  receipted: 0,
  lost: 0,
  doubled: 0,
  repeatedToCompletion: 0,
  seconds: 0,
  violations: [],
});

const roundLine = (number: number, victim: Victim, report: KillNineReport): string =>
  `round ${number} (${victim}): ${report.receipted} receipted so far, ${report.lost} lost, ${report.doubled} doubled, ${report.violations.length} violations`;

/** One city, cut into a file a round; each fact is another one. */
function* files({ rounds, seed, factsPerRound, now }: KillNineOptions) {
  const projects = Math.ceil((rounds * factsPerRound) / FACTS_PER_PROJECT) + 40;
  const { facts } = simulateCity({ seed, projects, to: now.toISOString() });
  let texts: string[] = [];
  let number = 1;
  for (const fact of facts) {
    if (fact.kind.startsWith("duties.")) continue;
    texts.push(JSON.stringify(fact));
    if (texts.length < factsPerRound) continue;
    yield { number, text: `${texts.join("\n")}\n`, lines: texts.length };
    if (number === rounds) return;
    number += 1;
    texts = [];
  }
  throw new Error(`the city of ${projects} projects is too small for ${rounds} rounds`);
}

async function playRound(campaign: Campaign, round: Round): Promise<void> {
  const { platform, report } = campaign;
  const problems: string[] = [];
  const order = { file: round.file, source: SOURCE, linesPerRequest: round.linesPerRequest };
  const first = startImport(platform, order);
  problems.push(...(await killDuring(campaign, first, round)));
  await first.ended;
  report.receipted += first.receipts.length;
  problems.push(...(await checkStore(campaign, first.receipts, false)));

  const second = startImport(platform, order);
  await second.ended;
  const summary = second.summary();
  const known = (summary?.accepted ?? 0) + (summary?.duplicate ?? 0);
  if (known === round.lines) report.repeatedToCompletion += 1;
  else problems.push(`the repeated import ended with ${JSON.stringify(summary)}`);
  problems.push(...(await checkStore(campaign, second.receipts, true)));
  const facts = await campaign.audit.countFacts(SOURCE);
  if (facts !== round.factsSoFar) problems.push(`${facts} facts instead of ${round.factsSoFar}`);
  report.doubled += countOtherIds(first.receipts, second.receipts);
  report.violations.push(...problems.map((text) => `round ${round.number}: ${text}`));
}

/** Waits for a random moment of the import, then kills; the platform is whole again afterwards. */
async function killDuring(
  { platform, random, report }: Campaign,
  run: ImportRun,
  { victim, lines }: Round,
): Promise<readonly string[]> {
  await run.reached(random.integer(0, Math.floor(lines * LATEST_SHARE)));
  // A client has no work of its own between two receipts: it is killed on one.
  if (victim !== "client") await delay(random.uniform(0, LONGEST_WAIT_MS));
  if (run.summary() === undefined) report.duringImport += 1;
  report.killed[victim] += 1;
  switch (victim) {
    case "server":
      return platform.killServer();
    case "postgres":
      return platform.killPostgres();
    case "client":
      if (!run.kill()) return ["the client had ended before it was killed"];
      return (await platform.isHealthy()) ? [] : ["the server is not healthy without its client"];
  }
}

/** Receipts, doubles, the whole log; at the `end` of a round after all subscribers came to rest. */
async function checkStore(
  { audit, report }: Campaign,
  receipts: readonly KeptReceipt[],
  end: boolean,
): Promise<readonly string[]> {
  if (!(await audit.settle(SETTLE_MS, end))) return ["the log did not come to rest"];
  const [lost, doubled] = [await audit.countLost(SOURCE, receipts), await audit.countDoubled()];
  report.lost += lost;
  report.doubled += doubled;
  return audit.logProblems();
}

/** Facts that have one id in the first receipt and another in the second. */
function countOtherIds(first: readonly KeptReceipt[], second: readonly KeptReceipt[]): number {
  const ids = new Map(second.map(({ sourceId, id }) => [sourceId, id]));
  return first.filter(({ sourceId, id }) => ids.get(sourceId) !== id).length;
}

/** True when every promise was kept in as many rounds as were wanted, and something was put to the test. */
export const isKept = (report: KillNineReport, wanted: number): boolean =>
  report.violations.length === 0 &&
  report.lost === 0 &&
  report.doubled === 0 &&
  report.repeatedToCompletion === wanted &&
  report.receipted > 0;
