/** PRC-21: the lowest bid is abnormally low: ask for an explanation (indicators.md D.4; 法 33, 12号令 21, 87号令 60). */
import {
  countUpTo,
  createRandom,
  gaussian,
  justBelow,
} from "../../../../../../screens/src/prices/index.ts";
import { readGap } from "../../gap.ts";
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { Lot } from "../../lot.ts";
import { round } from "../../statistics/tail.ts";
import { priceSide } from "../../values/prices.ts";
import { manifest } from "./manifest.ts";

const FEWEST = 5;
const TAIL = 0.01;
const DEVIATIONS = 2;
/** Consistent with the standard deviation of normal bids. */
const MAD_SCALE = 1.4826;
const DRAWS = 20_000;
/** Among more bids the lowest lies far below by their number alone, and no law of prices holds so far out. */
const MOST = 40;

const middleOf = (ascending: readonly number[]): number => {
  const half = ascending.length >> 1;
  const upper = ascending[half] ?? 0;
  return ascending.length % 2 === 1 ? upper : ((ascending[half - 1] ?? 0) + upper) / 2;
};

/** Distance of the lowest below the mean of the others in their robust deviations; undefined when these are all equal. */
export function lowness(ascending: readonly number[]): number | undefined {
  const [lowest = 0, ...others] = ascending;
  const middle = middleOf(others);
  const away = others.map((price) => Math.abs(price - middle)).toSorted((a, b) => a - b);
  const deviation = MAD_SCALE * middleOf(away);
  if (!(deviation > 0)) return undefined;
  return (others.reduce((sum, price) => sum + price, 0) / others.length - lowest) / deviation;
}

const laws = new Map<number, Float64Array>();

/** Ascending distances of simulated lots of n normal bids. */
function lawOf(n: number): Float64Array {
  const known = laws.get(n);
  if (known !== undefined) return known;
  const random = createRandom(2100 + n);
  const law = Float64Array.from({ length: DRAWS }, () => {
    const bids = Array.from({ length: n }, () => gaussian(random));
    return lowness(bids.toSorted((a, b) => a - b)) ?? 0;
  }).toSorted();
  laws.set(n, law);
  return law;
}

/** Share of lots of n normal bids whose lowest is at least so far below. */
export function lownessTail(value: number, n: number): number {
  const law = lawOf(n);
  return (1 + law.length - countUpTo(law, justBelow(value))) / (law.length + 1);
}

function run(lot: Lot): Finding {
  const gap = readGap(lot);
  if ("why" in gap) return notComputable(gap.n, gap.why, gap.params);
  const { prices } = gap;
  const n = prices.length;
  if (n < FEWEST) return notComputable(n, "tooFewPrices", { have: n, need: FEWEST });
  if (n > MOST) return notComputable(n, "noReferenceForSoManyBids", { have: n });
  const value = lowness(prices.map(({ minor }) => Number(minor)));
  if (value === undefined) return notComputable(n, "screenUndefined");
  const tail = lownessTail(value, n);
  const [lowest, second] = prices;
  const isHit = value > DEVIATIONS && tail <= TAIL && lowest !== undefined && second !== undefined;
  return {
    outcome: isHit ? "hit" : "noHit",
    n,
    value: `deviations=${value.toFixed(2)}`,
    probability: round(tail),
    bits: 0,
    falseAlarm: { rate: TAIL, basis: "simulatedNormalNull" },
    evidence: isHit ? [{ left: priceSide(lowest), right: priceSide(second) }] : [],
  };
}

export const prc21: Indicator = { manifest, run };
