/**
 * Honest prices. A bid is a ratio to the ceiling price (or to the reserve price of a sale); cost has a
 * shock common to the lot, a lasting advantage of the firm and a private error; the mark-up falls with
 * the number of bidders.
 */
import type { Method, Offer } from "../../../contract/src/values.ts";
import type { Firm } from "../city/firms.ts";
import { isSale, type OfferKind, type Trade } from "../city/trades.ts";
import { pickWeighted, type Random, type Weighted } from "../random.ts";

/** Spread of honest bids of a regime: private error of cost, and the usual distance to the ceiling. */
interface Market {
  readonly costMean: number;
  readonly commonDeviation: number;
  readonly privateDeviation: number;
}
const WORKS: Market = { costMean: -0.125, commonDeviation: 0.025, privateDeviation: 0.02 };
const PROCUREMENT: Market = { costMean: -0.16, commonDeviation: 0.04, privateDeviation: 0.045 };

/** The lot's own position: drawn once, shared by all its honest bids. */
interface LotMarket extends Market {
  readonly common: number;
  readonly bidders: number;
  readonly sale: boolean;
}

export function createLotMarket(random: Random, trade: Trade, bidders: number): LotMarket {
  const market = trade.regime === "works" ? WORKS : PROCUREMENT;
  return {
    ...market,
    common: market.commonDeviation * random.normal(),
    bidders,
    sale: isSale(trade),
  };
}

/** Ratio of an honest bid to the ceiling: at most 1; of a sale: at least 1. */
export function honestRatio(random: Random, firm: Firm, market: LotMarket): number {
  const { costMean, common, privateDeviation, bidders, sale } = market;
  if (sale) return 1 + 0.015 * bidders * random.exponential() + 0.002 * random.next();
  const cost = costMean + common + firm.efficiency + privateDeviation * random.normal();
  const markUp = 0.025 + 0.12 / bidders + 0.01 * random.normal();
  const ratio = Math.exp(cost) * (1 + markUp);
  return ratio < 1 ? ratio : 1 - random.uniform(0.001, 0.015);
}

const ENDINGS: Record<"works" | "other", Weighted<number>> = {
  works: [
    [1, 70],
    [100, 20],
    [10_000, 10],
  ],
  other: [
    [1, 15],
    [100, 33],
    [10_000, 42],
    [100_000, 10],
  ],
};

/** An amount in fen cut to how people end amounts: fen, yuan, hundreds or thousands of yuan. */
export function endNaturally(random: Random, trade: Trade, fen: number): number {
  const step = pickWeighted(random, ENDINGS[trade.regime === "works" ? "works" : "other"]);
  return Math.max(Math.floor(fen / step), 1) * step;
}

/** Ceiling price in fen, log-normal around the trade's median, ending in whole hundreds of yuan or wan. */
export function ceilingFen(random: Random, trade: Trade): number {
  const yuan = trade.medianYuan * Math.exp(trade.sizeDeviation * random.normal());
  const step = yuan > 5_000_000 ? 10_000 : 1_000;
  return Math.max(Math.round(yuan / step), 20) * step * 100;
}

/** Ceiling of a fee rate, in percent; a discount has none. */
const CEILING_RATE = 2.8;

/** The offer a bidder makes for a lot: `fen` holds only for totals. */
export function offerOf(kind: OfferKind, ratio: number, fen: number): Offer {
  if (kind === "rate") return { kind: "rate", percent: (ratio * CEILING_RATE).toFixed(2) };
  if (kind === "discount") {
    return { kind: "discount", percent: ((1 - ratio) * 100).toFixed(1) };
  }
  return { kind: "total", amount: { amountMinor: String(fen), currency: "CNY" } };
}

/** Methods whose winner is the lowest offer that meets the requirements. */
export const isLowestPrice = (method: Method): boolean =>
  method === "negotiation" || method === "enquiry" || method === "singleSource";
