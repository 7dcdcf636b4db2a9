/** PRC-06: the lowest bid stands far below a cluster of the others (indicators.md D.4, B.5; Huber, Imhof, Ishii 2022). */
import type { EvidenceSide, IndicatorResult } from "../../../../../../contract/src/screening.ts";
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { MarketCell } from "../../input.ts";
import { type Lot, shareFirm } from "../../lot.ts";
import { exactTail, honestTail, lawUnder, rdnor, type Reference } from "../../statistics/rdnor.ts";
import { bitsOfTail, rankedTail, round } from "../../statistics/tail.ts";
import { offerPath, type Price, readPrices } from "../../values/prices.ts";
import { manifest } from "./manifest.ts";

export const TAIL = 0.02;
/** Smaller cells are not compared with (D.0.4). */
export const CELL_MIN = 50;
const BIDS_MIN = 3;

/** One price for each firm, its lowest; ascending. Two bids of one firm have no honest spacing. */
function lowestOfEach(prices: readonly Price[]): Price[] {
  const ascending = prices.toSorted((left, right) => (left.minor < right.minor ? -1 : 1));
  const kept: Price[] = [];
  for (const price of ascending) {
    if (!kept.some(({ bidder }) => shareFirm(bidder, price.bidder))) kept.push(price);
  }
  return kept;
}

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
  if (cell !== undefined && tails.length >= CELL_MIN) {
    const shown = { name: cell.name, lots: tails.length };
    return { tail: rankedTail(exact, tails), cell: shown, basis: "rankInCell" };
  }
  const tail = honestTail(exact, reference);
  if (tail === undefined) return undefined;
  const shown =
    cell === undefined
      ? { name: "", lots: 0, fallback: "noCell" }
      : { name: cell.name, lots: tails.length, fallback: "cellTooSmall" };
  const basis = reference.law === "ceiling" ? "exactAndCeilingNull" : "exactAndNormalNull";
  return { tail, cell: shown, basis };
}

/** The ceiling of the lot, if it is in the currency of the bids. */
function ceilingOf(lot: Lot, [first]: readonly Price[]): number | undefined {
  const { ceilingPrice } = lot.input;
  const isComparable = ceilingPrice?.currency === first?.money.currency;
  return ceilingPrice !== undefined && isComparable ? Number(ceilingPrice.amountMinor) : undefined;
}

const sideOf = ({ bidder, bid, money }: Price): EvidenceSide => ({
  party: bidder.party,
  factId: bid.openedFactId,
  field: offerPath(bid),
  value: `${money.amountMinor} ${money.currency}`,
});

function run(lot: Lot): Finding {
  const read = readPrices(lot, ["valid"]);
  if ("why" in read) return notComputable(0, read.why);
  const prices = lowestOfEach(read.prices);
  const n = prices.length;
  if (n < BIDS_MIN) return notComputable(n, "tooFewPrices", { have: n, need: BIDS_MIN });
  if (read.prices.length < read.wanted) {
    return notComputable(n, "partialPrices", { have: read.prices.length, bids: read.wanted });
  }
  const amounts = prices.map(({ minor }) => Number(minor));
  const value = rdnor(amounts);
  if (value === undefined) return notComputable(n, "allPricesEqual");
  const exact = exactTail(value, n);
  const law = lawUnder(amounts, ceilingOf(lot, prices));
  const judged = judge({ exact, reference: { n, law } }, lot.input.history.cell);
  if (judged === undefined) return notComputable(n, "noReferenceForSoManyBids", { have: n });
  const { tail, cell, basis } = judged;
  const [lowest, second] = prices;
  const isHit = tail <= TAIL && lowest !== undefined && second !== undefined;
  return {
    outcome: isHit ? "hit" : "noHit",
    n,
    value: `RDNOR=${value.toFixed(3)}; exact=${exact.toPrecision(3)}`,
    probability: round(tail),
    bits: isHit ? round(bitsOfTail(tail)) : 0,
    falseAlarm: { rate: TAIL, basis },
    cell,
    evidence: isHit ? [{ left: sideOf(lowest), right: sideOf(second) }] : [],
  };
}

export const prc06: Indicator = { manifest, run };
