/** PRC-11: bids in arithmetic or geometric progression (indicators.md D.4; 条例 40(四) 规律性差异). */
import { regularityOf, regularityTail } from "../../../../../../screens/src/prices/index.ts";
import { readGap } from "../../gap.ts";
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { Lot } from "../../lot.ts";
import { bitsOfTail, round } from "../../statistics/tail.ts";
import { type Price, priceSide } from "../../values/prices.ts";
import { manifest } from "./manifest.ts";

const TAIL = 0.001;
const LEAD_AT = 5;
/** Three bids alone never count: every fiftieth honest lot has gaps within 2 % (D.0.1). */
const COUNTS_AT = 4;

function evidenceOf(prices: readonly Price[]): NonNullable<Finding["evidence"]> {
  return prices.slice(1).flatMap((right, index) => {
    const left = prices[index];
    return left === undefined ? [] : [{ left: priceSide(left), right: priceSide(right) }];
  });
}

function run(lot: Lot): Finding {
  const gap = readGap(lot);
  if ("why" in gap) return notComputable(gap.n, gap.why, gap.params);
  const { prices } = gap;
  const n = prices.length;
  const { arithmetic, geometric } = regularityOf(
    Float64Array.from(prices, ({ minor }) => Number(minor)),
  );
  const kinds = [
    { kind: "arithmetic", deviation: arithmetic ?? 2 },
    { kind: "geometric", deviation: geometric ?? 2 },
  ];
  const [best] = kinds.toSorted((left, right) => left.deviation - right.deviation);
  if (best === undefined) return notComputable(n, "allPricesEqual");
  const tail = Math.min(1, 2 * regularityTail(best.deviation, n));
  const isHit = tail <= TAIL;
  return {
    outcome: isHit ? "hit" : "noHit",
    n,
    level: n >= LEAD_AT ? "lead" : "hint",
    value: `${best.kind}; eps=${best.deviation.toPrecision(3)}`,
    probability: round(tail),
    bits: isHit && n >= COUNTS_AT ? round(bitsOfTail(tail)) : 0,
    falseAlarm: { rate: TAIL, basis: "exactSpacingsNull" },
    evidence: isHit ? evidenceOf(prices) : [],
  };
}

export const prc11: Indicator = { manifest, run };
