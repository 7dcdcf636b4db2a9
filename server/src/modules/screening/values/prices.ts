/** Comparable prices of a lot: totals in one currency, or the reason why there are none. */
import type { EvidenceSide } from "../../../../../contract/src/screening.ts";
import type { Method, Money } from "../../../../../contract/src/values.ts";
import type { BidStatus, ScreeningBid } from "../input.ts";
import type { Bidder, Lot } from "../lot.ts";

export interface Price {
  readonly bidder: Bidder;
  readonly bid: ScreeningBid;
  readonly money: Money;
  readonly minor: bigint;
}

export type Prices =
  | {
      readonly prices: readonly Price[];
      /** Bids of the wanted states; those without a price are missing. */
      readonly wanted: number;
    }
  | { readonly why: string };

/** First quotes that are bargained down, or bids that others see: sealed-bid statistics do not apply. */
const UNSEALED: ReadonlySet<Method> = new Set<Method>([
  "negotiation",
  "consultation",
  "enquiry",
  "singleSource",
  "auction",
  "listing",
]);

/** Prices of the bids in these states. 0.00, and a rejected bid without amount, are "absent" (contracts.md §3). */
export function readPrices(lot: Lot, statuses: readonly BidStatus[]): Prices {
  const { method } = lot.input;
  if (method !== undefined && UNSEALED.has(method)) return { why: "methodWithoutSealedPrices" };
  const wanted = lot.bidders.flatMap((bidder) =>
    bidder.bids.filter(({ status }) => statuses.includes(status)).map((bid) => ({ bidder, bid })),
  );
  const kinds = new Set(
    wanted.map(({ bid }) => bid.offer?.kind).filter((kind) => kind !== undefined),
  );
  if (kinds.size > 1) return { why: "mixedOfferKinds" };
  if (kinds.has("rate") || kinds.has("discount")) return { why: "ratesAreNotPrices" };
  if (kinds.has("unit")) return { why: "unitPricesOnly" };
  const prices = wanted.flatMap(priceOf);
  if (new Set(prices.map(({ money }) => money.currency)).size > 1)
    return { why: "mixedCurrencies" };
  const priced = new Set(prices.map(({ bid }) => bid));
  const absent = wanted.filter(({ bid }) => bid.status !== "valid" && !priced.has(bid));
  return { prices, wanted: wanted.length - absent.length };
}

function priceOf({ bidder, bid }: Pick<Price, "bidder" | "bid">): Price[] {
  if (bid.offer?.kind !== "total") return [];
  const money = bid.offer.amount;
  const minor = BigInt(money.amountMinor);
  return minor > 0n ? [{ bidder, bid, money, minor }] : [];
}

/** The price as evidence shows it. */
export const priceSide = ({ bidder, bid, money }: Price): EvidenceSide => ({
  party: bidder.party,
  factId: bid.openedFactId,
  field: offerPath(bid),
  value: `${money.amountMinor} ${money.currency}`,
});

/** The ceiling of the lot in minor units, if it is in the currency of the bids. */
export function ceilingOf(lot: Lot, [first]: readonly Price[]): number | undefined {
  const { ceilingPrice } = lot.input;
  const isComparable = ceilingPrice?.currency === first?.money.currency;
  return ceilingPrice !== undefined && isComparable ? Number(ceilingPrice.amountMinor) : undefined;
}

/** Where the offer of a bid stands. */
export const offerPath = (bid: ScreeningBid): string =>
  bid.path === undefined ? "offer" : `${bid.path}.offer`;
