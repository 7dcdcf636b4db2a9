/**
 * `npm run eval:transfer`: models of one labelled market, tried on the others of `../shared/data`. Prints JSON lines: the area under the curve of ours
 * and of the usual trees over the nine screens, median of five seeds.
 */
import { readFileSync } from "node:fs";

import { type LabelledLot, transfer } from "../screens/src/model/index.ts";

const MARKETS = ["Brazil", "Italy", "Switzerland_Ticino"] as const;
const SEEDS = [1, 2, 3, 4, 5];

/** Lots of a file without quotes; one is positive where one of its bids is. */
function lotsOf(market: string): LabelledLot[] {
  const path = `../../shared/data/collusion-garcia-rodriguez-2022/DB_Collusion_${market}_processed.csv`;
  const text = readFileSync(new URL(path, import.meta.url), "utf8");
  const [head = "", ...rows] = text.trim().split(/\r?\n/);
  const names = head.split(",");
  const cellOf = (row: string, name: string) => row.split(",")[names.indexOf(name)] ?? "";
  const lots = Map.groupBy(rows, (row) => cellOf(row, "Tender"));
  return [...lots].map(([group, bids]) => ({
    group,
    prices: bids.map((row) => Number(cellOf(row, "Bid_value"))).filter((price) => price > 0),
    isPositive: bids.some((row) => Number(cellOf(row, "Collusive_competitor")) === 1),
  }));
}

const middle = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;

const markets = new Map(MARKETS.map((market) => [market, lotsOf(market)]));
for (const [from, taught] of markets)
  for (const [to, judged] of markets) {
    if (from === to) continue;
    const runs = SEEDS.map((seed) => transfer(taught, judged, seed));
    const auc = middle(runs.map((run) => run.auc));
    const baseline = { auc: middle(runs.map((run) => run.baseline.auc)) };
    process.stdout.write(`${JSON.stringify({ from, to, lots: judged.length, auc, baseline })}\n`);
  }
