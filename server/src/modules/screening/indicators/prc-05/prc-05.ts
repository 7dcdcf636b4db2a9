import { readGap } from "../../gap.ts";
/** PRC-05: RDALT, another scale of the gap of PRC-06 (indicators.md D.4, B.5; Huber, Imhof and Ishii 2022). */
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { Lot } from "../../lot.ts";
import { prc06 } from "../prc-06/prc-06.ts";
import { manifest } from "./manifest.ts";

const FEWEST = 4;
const TAIL = 0.01;

function run(lot: Lot): Finding {
  const gap = readGap(lot);
  if ("why" in gap) return notComputable(gap.n, gap.why, gap.params);
  const n = gap.prices.length;
  if (n < FEWEST) return notComputable(n, "tooFewPrices", { have: n, need: FEWEST });
  const same = prc06.run(lot, manifest.level);
  if (same.probability === undefined) return same;
  const isHit = same.probability <= TAIL;
  const share = gap.rdnor / (n - 1);
  const rdalt = share < 1 ? (share * (n - 2)) / (1 - share) : Number.POSITIVE_INFINITY;
  const { cell, falseAlarm } = same;
  return {
    outcome: isHit ? "hit" : "noHit",
    n,
    value: `RDALT=${rdalt.toFixed(3)}`,
    probability: same.probability,
    bits: 0,
    ...(cell === undefined ? {} : { cell }),
    ...(falseAlarm === undefined ? {} : { falseAlarm: { rate: TAIL, basis: "exactUniformNull" } }),
    evidence: isHit ? (same.evidence ?? []) : [],
  };
}

export const prc05: Indicator = { manifest, run };
