/** The gap below the second lowest bid of a lot: the figure of PRC-06 and of its market cell. */
import { oncePerLot, shareFirm } from "./lot.ts";
import { exactTail, rdnor } from "./statistics/rdnor.ts";
import { type Price, readPrices } from "./values/prices.ts";

export const BIDS_MIN = 3;

export type Gap =
  | {
      /** One price for each firm, ascending. */
      readonly prices: readonly Price[];
      readonly rdnor: number;
      /** P(RDNOR at least as large | uniform spacings, n). */
      readonly exact: number;
    }
  | {
      readonly why: string;
      readonly params?: Readonly<Record<string, number>>;
      readonly n: number;
    };

/** One price for each firm, its lowest; ascending. Two bids of one firm have no honest spacing. */
function lowestOfEach(prices: readonly Price[]): Price[] {
  const ascending = prices.toSorted((left, right) => (left.minor < right.minor ? -1 : 1));
  const kept: Price[] = [];
  for (const price of ascending) {
    if (!kept.some(({ bidder }) => shareFirm(bidder, price.bidder))) kept.push(price);
  }
  return kept;
}

/** From the valid totals of at least three firms, or why there is no such figure. */
export const readGap = oncePerLot((lot): Gap => {
  const read = readPrices(lot, ["valid"]);
  if ("why" in read) return { why: read.why, n: 0 };
  const prices = lowestOfEach(read.prices);
  const n = prices.length;
  if (n < BIDS_MIN) return { why: "tooFewPrices", params: { have: n, need: BIDS_MIN }, n };
  const have = read.prices.length;
  if (have < read.wanted) return { why: "partialPrices", params: { have, bids: read.wanted }, n };
  const value = rdnor(prices.map(({ minor }) => Number(minor)));
  if (value === undefined) return { why: "allPricesEqual", n };
  return { prices, rdnor: value, exact: exactTail(value, n) };
});
