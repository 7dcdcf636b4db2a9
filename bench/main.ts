/**
 * `npm run bench`: speed and size, measured on this machine, each against a reference of the same run.
 * One JSON document on stdout, progress on stderr.
 */
import { parseArgs } from "node:util";

import type { Bench } from "./bench.ts";
import { certificates } from "./certificates.ts";
import { clocks } from "./clocks.ts";
import { deadlineSweep } from "./deadline-sweep.ts";
import { exportLists } from "./export.ts";
import { firstStart } from "./first-start.ts";
import { fsck } from "./fsck.ts";
import { hallViewers } from "./hall-viewers.ts";
import { importMemory } from "./import-memory.ts";
import { intakeBatches } from "./intake-batches.ts";
import { intakeSingle } from "./intake-single.ts";
import { describeMachine } from "./machine.ts";
import { map } from "./map.ts";
import { pictures } from "./pictures.ts";
import { openPostgres } from "./postgres.ts";
import { proofs } from "./proofs.ts";
import type { BenchResult } from "./result.ts";
import { scopedLists } from "./scoped-lists.ts";
import { screenMarket } from "./screen-market.ts";
import { screenOcds } from "./screen-ocds.ts";
import { sequencerBench } from "./sequencer.ts";
import { stillPictures } from "./still-pictures.ts";
import { voiceIntake } from "./voice-intake.ts";
import { warningChecks } from "./warning-checks.ts";

const BENCHES: readonly Bench[] = [
  intakeBatches,
  intakeSingle,
  importMemory,
  firstStart,
  scopedLists,
  exportLists,
  clocks,
  deadlineSweep,
  voiceIntake,
  warningChecks,
  screenOcds,
  screenMarket,
  hallViewers,
  pictures,
  stillPictures,
  map,
  certificates,
  sequencerBench,
  proofs,
  fsck,
];

const FULL_IMPORT = "1G";
const QUICK_IMPORT = "50M";

const say = (text: string) => void process.stderr.write(`${text}\n`);

const UNITS: Readonly<Record<string, number>> = { K: 1e3, M: 1e6, G: 1e9 };

/** `1G`, `250M`, `64K`: decimal units. @throws Error for anything else */
function bytesOf(text: string): number {
  const [, digits, unit] = /^(\d{1,6})([KMG])$/.exec(text) ?? [];
  const factor = UNITS[unit ?? ""];
  if (digits === undefined || factor === undefined || Number(digits) === 0)
    throw new Error(`--size ${text}: give a number with K, M or G, e.g. 250M`);
  return Number(digits) * factor;
}

/** @throws Error unless 1 to 20 */
function nodesOf(text: string): number {
  const nodes = Number(text);
  if (!Number.isInteger(nodes) || nodes < 1 || nodes > 20)
    throw new Error(`--nodes ${text}: give a number from 1 to 20`);
  return nodes;
}

/** @throws Error unless 1 to 1440 */
function minutesOf(text: string): number {
  const minutes = Number(text);
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > 1440)
    throw new Error(`--minutes ${text}: give a number from 1 to 1440`);
  return minutes;
}

async function main(): Promise<boolean> {
  const { values, positionals } = parseArgs({
    options: {
      quick: { type: "boolean", default: false },
      size: { type: "string" },
      nodes: { type: "string", default: "1" },
      minutes: { type: "string", default: "5" },
    },
    allowPositionals: true,
  });
  const isQuick = values.quick;
  const importBytes = bytesOf(values.size ?? (isQuick ? QUICK_IMPORT : FULL_IMPORT));
  const nodes = nodesOf(values.nodes);
  const minutes = minutesOf(values.minutes);
  const unknown = positionals.find((name) => !BENCHES.some((bench) => bench.name === name));
  if (unknown !== undefined)
    throw new Error(`no bench ${unknown}: there are ${BENCHES.map(({ name }) => name).join(", ")}`);
  const wanted = BENCHES.filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  );
  const postgres = await openPostgres();
  const results: BenchResult[] = [];
  try {
    for (const bench of wanted) {
      say(`${bench.name} …`);
      results.push(...(await bench.run({ postgres, isQuick, importBytes, nodes, minutes, say })));
    }
  } finally {
    await postgres.stop();
  }
  const { version, settings } = postgres;
  const machine = { ...describeMachine(), postgres: version };
  const document = { date: new Date().toISOString(), isQuick, machine, settings, results };
  process.stdout.write(`${JSON.stringify(document, null, 2)}\n`);
  return results.every(({ met }) => met);
}

try {
  const isMet = await main();
  process.exitCode = isMet ? 0 : 1;
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 3;
}
