/** `screen market` over a million lots, and how it grows; beside it the bare reading of the same lines. */
import { createReadStream } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import type { Bench } from "./bench.ts";
import { type BenchResult, resultOf } from "./result.ts";
import { COLUMNS, writeBids } from "./screens/bids.ts";
import { measureCommand } from "./screens/measure-command.ts";

const FULL = [100_000, 1_000_000] as const;
const QUICK = [2000, 10_000] as const;
/** n^1.1 over ten times the size. */
const GROWTH = 1.1;

/** Seconds that splitting each line alone takes. */
async function readOnly(path: string): Promise<number> {
  const begin = performance.now();
  let cells = 0;
  for await (const line of createInterface({ input: createReadStream(path) }))
    cells += line.split(",").length;
  return cells > 0 ? (performance.now() - begin) / 1000 : 0;
}

interface SizeRun {
  readonly lots: number;
  readonly value: number;
  readonly reference: number;
  readonly megabytes: number;
}

async function measureSize(folder: string, map: string, lots: number): Promise<SizeRun> {
  const file = join(folder, "bids.csv");
  await writeBids(file, lots);
  const command = ["screen", "market", file, "--map", map, "--json"];
  const { seconds, megabytes } = await measureCommand(command);
  const reference = await readOnly(file);
  return { lots, value: seconds, reference, megabytes };
}

function resultsOf(small: SizeRun, large: SizeRun): BenchResult[] {
  const detail = { lots: large.lots, bids: large.lots * 10 };
  const exponent = Math.log(large.value / small.value) / Math.log(large.lots / small.lots);
  return [
    resultOf(
      {
        name: "screen-market-time",
        unit: "s",
        target: { atMost: 120 },
        referenceName: "splitting each line of the same file, s",
        detail,
      },
      [large],
    ),
    resultOf({ name: "screen-market-memory", unit: "MB", target: { atMost: 8000 }, detail }, [
      { value: large.megabytes },
    ]),
    resultOf(
      { name: "screen-market-growth", unit: "exponent", target: { atMost: GROWTH }, detail },
      [{ value: exponent }],
    ),
  ];
}

export const screenMarket: Bench = {
  name: "screen-market",
  async run({ isQuick, say }) {
    const folder = await mkdtemp(join(tmpdir(), "mingjing-market-"));
    try {
      const map = join(folder, "map.json");
      const fields = Object.fromEntries(COLUMNS.map((column) => [column, { column }]));
      await writeFile(map, JSON.stringify({ version: 1, kind: "bid", fields }));
      const sizes = isQuick ? QUICK : FULL;
      const small = await measureSize(folder, map, sizes[0]);
      say(`  ${small.lots} lots: ${small.value.toFixed(1)} s`);
      const large = await measureSize(folder, map, sizes[1]);
      say(`  ${large.lots} lots: ${large.value.toFixed(1)} s, ${large.megabytes.toFixed(0)} MB`);
      return resultsOf(small, large);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};
