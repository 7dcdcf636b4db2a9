/** BEH-08: many fetched the documents and few bid (indicators.md D.5; 条例 39(三); OCP R027). */
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { Lot } from "../../lot.ts";
import { CELL_MIN } from "../../market-figures.ts";
import { cellOf, rankTail } from "../../price-figure.ts";
import { bitsOfTail, round } from "../../statistics/tail.ts";
import { manifest } from "./manifest.ts";

const TAIL = 0.01;

function run(lot: Lot): Finding {
  const n = lot.standing.length;
  const { cell } = lot.input.history;
  const rank = cell?.ranks?.dropped;
  if (cell === undefined || rank === undefined) return notComputable(n, "noPastLots");
  if (cell.dropped === undefined) return notComputable(n, "noDownloads");
  if (rank.lots < CELL_MIN)
    return notComputable(n, "noMarketToCompare", { have: rank.lots, need: CELL_MIN });
  const tail = rankTail(rank, "high");
  const isHit = tail <= TAIL;
  return {
    outcome: isHit ? "hit" : "noHit",
    n,
    value: `dropped=${(100 * cell.dropped).toFixed(0)} %`,
    probability: round(tail),
    bits: isHit ? round(bitsOfTail(tail)) : 0,
    falseAlarm: { rate: TAIL, basis: "rankInCell" },
    cell: { ...cellOf(cell), lots: rank.lots },
    evidence: [],
  };
}

export const beh08: Indicator = { manifest, run };
