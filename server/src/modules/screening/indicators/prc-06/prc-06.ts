/** PRC-06: the lowest bid stands far below a cluster of the others (indicators.md D.4, B.5; Huber, Imhof, Ishii 2022). */
import type { IndicatorResult } from "../../../../../../contract/src/screening.ts";
import { readGap } from "../../gap.ts";
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { MarketCell } from "../../input.ts";
import type { Lot } from "../../lot.ts";
import { CELL_MIN } from "../../market-figures.ts";
import { honestTail, lawUnder, type Reference } from "../../statistics/rdnor.ts";
import { bitsOfTail, rankedTail, round } from "../../statistics/tail.ts";
import { ceilingOf, priceSide } from "../../values/prices.ts";
import { manifest } from "./manifest.ts";

export const TAIL = 0.02;
interface Judged {
  readonly tail: number;
  readonly cell: IndicatorResult["cell"];
  readonly basis: string;
}

interface Compared {
  readonly exact: number;
  readonly reference: Reference;
}

/** Against the market cell if it is large enough, else against the nulls, saying so. */
function judge({ exact, reference }: Compared, cell: MarketCell | undefined): Judged | undefined {
  const tails = cell?.rdnorTails ?? [];
  const known = cell && { ...shownOf(cell), lots: tails.length };
  if (known !== undefined && tails.length >= CELL_MIN)
    return { tail: rankedTail(exact, tails), cell: known, basis: "rankInCell" };
  const tail = honestTail(exact, reference);
  if (tail === undefined) return undefined;
  const shown =
    known === undefined
      ? { name: "", lots: 0, fallback: "noCell" }
      : { ...known, fallback: "cellTooSmall" };
  const basis = reference.law === "ceiling" ? "exactAndCeilingNull" : "exactAndNormalNull";
  return { tail, cell: shown, basis };
}

const shownOf = ({ name, of }: MarketCell) => (of === undefined ? { name } : { name, of });

function run(lot: Lot): Finding {
  const gap = readGap(lot);
  if ("why" in gap) return notComputable(gap.n, gap.why, gap.params);
  const { prices, exact } = gap;
  const n = prices.length;
  const amounts = prices.map(({ minor }) => Number(minor));
  const law = lawUnder(amounts, ceilingOf(lot, prices));
  const judged = judge({ exact, reference: { n, law } }, lot.input.history.cell);
  if (judged === undefined) return notComputable(n, "noReferenceForSoManyBids", { have: n });
  const { tail, cell, basis } = judged;
  const [lowest, second] = prices;
  const isHit = tail <= TAIL && lowest !== undefined && second !== undefined;
  return {
    outcome: isHit ? "hit" : "noHit",
    n,
    value: `RDNOR=${gap.rdnor.toFixed(3)}; exact=${exact.toPrecision(3)}`,
    probability: round(tail),
    bits: isHit ? round(bitsOfTail(tail)) : 0,
    falseAlarm: { rate: TAIL, basis },
    cell,
    evidence: isHit ? [{ left: priceSide(lowest), right: priceSide(second) }] : [],
  };
}

export const prc06: Indicator = { manifest, run };
