/** Indicators about one figure of a lot's prices, against the market cell or against the law given n (indicators.md D.4, B.5). */
import type { IndicatorResult } from "../../../../contract/src/screening.ts";
import { MOST_WITHOUT_MARKET } from "../../../../screens/src/prices/index.ts";
import { type Gap, readGap } from "./gap.ts";
import { type Finding, type Indicator, type Manifest, notComputable } from "./indicator.ts";
import type { MarketCell } from "./input.ts";
import { type Lot, oncePerLot } from "./lot.ts";
import {
  CELL_MIN,
  type Figure,
  type FigureRank,
  type Figures,
  figuresOf,
} from "./market-figures.ts";
import { bitsOfTail, round } from "./statistics/tail.ts";
import { ceilingOf, priceSide } from "./values/prices.ts";

const TAIL = 0.01;

export interface FigureRule {
  readonly figure: Figure;
  /** Which end is unusual. */
  readonly side: "low" | "high" | "both";
  readonly fewest: number;
  /** The figure is itself the tail given n under uniform spacings: it stands in for a cell that is too small. */
  readonly isTail?: true;
}

interface Judged {
  readonly tail: number;
  readonly cell: IndicatorResult["cell"];
  readonly basis: string;
}

/** Rank among the cell's lots; both ends: twice the nearer. Conformal, so at most α of exchangeable lots are below α. */
export function rankTail({ lots, atMost, atLeast }: FigureRank, side: FigureRule["side"]): number {
  const low = (1 + atMost) / (lots + 1);
  const high = (1 + atLeast) / (lots + 1);
  if (side === "low") return low;
  return side === "high" ? high : Math.min(1, 2 * Math.min(low, high));
}

export const cellOf = ({ name, of, lots }: MarketCell): IndicatorResult["cell"] => ({
  name,
  lots,
  ...(of === undefined ? {} : { of }),
});

interface Measured {
  readonly value: number;
  readonly n: number;
}

function judge(
  rule: FigureRule,
  { value, n }: Measured,
  cell: MarketCell | undefined,
): Judged | undefined {
  const rank = cell?.ranks?.[rule.figure];
  if (cell !== undefined && rank !== undefined && rank.lots >= CELL_MIN) {
    const compared = { ...cellOf(cell), lots: rank.lots };
    return { tail: rankTail(rank, rule.side), cell: compared, basis: "rankInCell" };
  }
  if (rule.isTail !== true || n > MOST_WITHOUT_MARKET) return undefined;
  const shown =
    cell === undefined
      ? { name: "", lots: 0, fallback: "noCell" }
      : { ...cellOf(cell), lots: rank?.lots ?? 0, fallback: "cellTooSmall" };
  return { tail: value, cell: shown, basis: "exactUniformNull" };
}

export function figureIndicator(manifest: Manifest, rule: FigureRule): Indicator {
  return { manifest, run: (lot) => run(rule, lot) };
}

/** Eight indicators read them; none without comparable prices. */
const figuresIn = oncePerLot((lot): Figures | undefined => {
  const gap = readGap(lot);
  if ("why" in gap) return undefined;
  const amounts = gap.prices.map(({ minor }) => Number(minor));
  return figuresOf(amounts, ceilingOf(lot, gap.prices));
});

function run(rule: FigureRule, lot: Lot): Finding {
  const gap = readGap(lot);
  if ("why" in gap) return notComputable(gap.n, gap.why, gap.params);
  const { prices } = gap;
  const n = prices.length;
  if (n < rule.fewest) return notComputable(n, "tooFewPrices", { have: n, need: rule.fewest });
  const value = figuresIn(lot)?.[rule.figure];
  if (value === undefined)
    return notComputable(n, rule.figure === "level" ? "noCeilingPrice" : "screenUndefined");
  const cell = lot.input.history.cell;
  const judged = judge(rule, { value, n }, cell);
  if (judged === undefined) {
    const have = cell?.ranks?.[rule.figure].lots ?? 0;
    return notComputable(n, "noMarketToCompare", { have, need: CELL_MIN });
  }
  const shown = `${rule.figure.toUpperCase()}=${value.toPrecision(4)}`;
  return found(gap, { rule, judged, shown });
}

interface Said {
  readonly rule: FigureRule;
  readonly judged: Judged;
  readonly shown: string;
}

/** Against the law of n alone a hit is shown and carries no bits: honest bids of other shapes meet it more often (B.5). */
function found({ prices }: Extract<Gap, { prices: unknown }>, said: Said): Finding {
  const { tail, cell, basis } = said.judged;
  const isHit = tail <= TAIL;
  const lowest = prices[0];
  const other =
    said.rule.figure === "diffp" || said.rule.figure === "rd" ? prices[1] : prices.at(-1);
  const sides = isHit && lowest !== undefined && other !== undefined;
  return {
    outcome: isHit ? "hit" : "noHit",
    n: prices.length,
    value: said.shown,
    probability: round(tail),
    bits: isHit && basis === "rankInCell" ? round(bitsOfTail(tail)) : 0,
    falseAlarm: { rate: TAIL, basis },
    cell,
    evidence: sides ? [{ left: priceSide(lowest), right: priceSide(other) }] : [],
  };
}
