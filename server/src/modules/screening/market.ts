/**
 * The market cell a lot is compared with (indicators.md D.0.4): category × method × size band × number
 * of bidders, at most 36 months back. Pure.
 */
import type { MarketCellKey } from "../../../../contract/src/screening.ts";
import { readGap } from "./gap.ts";
import type { ScreeningInput } from "./input.ts";
import { prepareLot } from "./lot.ts";
import { type Figures, figuresOf } from "./market-figures.ts";

export const CELL_MONTHS = 36;
/** The latest of a large cell suffice: a rank among 2,000 resolves 0.05 %. */
export const CELL_MAX = 2000;

/** A lot as its market sees it. */
export interface MarketLot {
  readonly ocid: string;
  readonly lotId: string;
  readonly openedAt: string;
  readonly category: string;
  readonly method: string;
  /** Lower end of the size band in yuan: 1, 3, 10, 30 … */
  readonly sizeBand: number;
  readonly bidders: number;
  /** Exact tail of RDNOR, in [0, 1]. */
  readonly tail: number;
  readonly figures: Figures;
}

const CURRENCY = "CNY";

/** Lower end of the band of an amount in minor units (fen): bands run 1–3–10–30 yuan and on. */
export function sizeBandOf(minor: bigint): number {
  const yuan = (minor / 100n).toString();
  return (Number(yuan[0]) >= 3 ? 3 : 1) * 10 ** (yuan.length - 1);
}

const endOfBand = (band: number): number =>
  band.toString().startsWith("3") ? (band / 3) * 10 : band * 3;

/**
 * Numbers of bidders that lots of n bids are compared with: n to n + n/4. Under bids that thin out
 * towards their lowest, more bids make a small exact tail more usual (rdnor-laws.ts), so the larger lots
 * can only raise the rank, never lower it.
 */
export const mostBidders = (bidders: number): number => bidders + Math.floor(bidders / 4);

/** Which lots the cell of a lot holds. */
export const cellKeyOf = ({ category, method, sizeBand, bidders }: MarketLot): MarketCellKey => ({
  category,
  method,
  sizeFrom: sizeBand,
  sizeTo: endOfBand(sizeBand),
  biddersFrom: bidders,
  biddersTo: mostBidders(bidders),
});

/** Language-free name of the cell. */
export function cellNameOf(lot: MarketLot): string {
  const { category, method, sizeFrom, sizeTo, biddersFrom, biddersTo } = cellKeyOf(lot);
  const range = biddersTo === biddersFrom ? `${biddersFrom}` : `${biddersFrom}–${biddersTo}`;
  return `${category} · ${method} · ${sizeFrom}–${sizeTo} ${CURRENCY} · n=${range}`;
}

/**
 * Where the lot belongs; undefined without category, method, prices in yuan or a gap. Its size is the
 * ceiling price, else the median of the valid bids.
 */
export function marketLotOf(input: Omit<ScreeningInput, "seen">): MarketLot | undefined {
  const { ocid, lotId, openedAt, method, procurementCategory: category, ceilingPrice } = input;
  if (method === undefined || category === undefined) return undefined;
  const gap = readGap(prepareLot({ ...input, register: [], seen: () => undefined }));
  if ("why" in gap) return undefined;
  const { prices, exact } = gap;
  const middle = prices[(prices.length - 1) >> 1];
  if (middle === undefined || middle.money.currency !== CURRENCY) return undefined;
  const size = ceilingPrice?.currency === CURRENCY ? BigInt(ceilingPrice.amountMinor) : 0n;
  const sizeBand = sizeBandOf(size > 0n ? size : middle.minor);
  const amounts = prices.map(({ minor }) => Number(minor));
  const figures = figuresOf(amounts, size > 0n ? Number(size) : undefined);
  const bidders = prices.length;
  return { ocid, lotId, openedAt, category, method, sizeBand, bidders, tail: exact, figures };
}

/** A lot as it was opened last; without `market` it has no figure. */
export interface OpenedLot {
  readonly ocid: string;
  readonly lotId: string;
  readonly market: MarketLot | undefined;
}

export const openedOf = ({
  input,
}: {
  readonly input: Omit<ScreeningInput, "seen">;
}): OpenedLot => ({ ocid: input.ocid, lotId: input.lotId, market: marketLotOf(input) });
