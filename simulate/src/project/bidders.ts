/** Who bids honestly for a lot, at what price, when and from which machine. */
import type { Method } from "../../../contract/src/values.ts";
import type { Firm } from "../city/firms.ts";
import type { Group } from "../city/groups.ts";
import type { City } from "../city/register.ts";
import type { Trade } from "../city/trades.ts";
import { pickWeighted, type Random, type Weighted } from "../random.ts";
import { MINUTE, type Seconds } from "../time.ts";
import { createLotMarket, endNaturally, honestRatio } from "./price.ts";
import { downloadMoment, receiptMoment, type Schedule } from "./schedule.ts";
import { ownTrace, type TraceSet } from "./trace.ts";

export interface Bidder {
  readonly firm: Firm;
  readonly trace: TraceSet;
  readonly fen: number;
  /** Offer relative to the ceiling or reserve price. */
  readonly ratio: number;
  readonly downloadAt: Seconds;
  readonly bidAt: Seconds;
  /** Care taken with the bid, standard score: a cover is written to lose. */
  readonly effort: number;
  /** Belongs to the group that planned this lot. */
  readonly planted: boolean;
}

export interface LotFrame {
  readonly trade: Trade;
  readonly method: Method;
  readonly ceilingFen: number;
  readonly schedule: Schedule;
  readonly districtCode: string;
}

/** State that lots share: the city, the running number of guarantees, whose turn it is in a ring. */
export interface BidderContext {
  readonly city: City;
  readonly random: Random;
  /** Share of planted lots in trades that have groups. */
  readonly plantedShare: number;
  /** Share of point-scored lots whose single scores are reported. */
  readonly scoredShare: number;
  /** Share of those into whose scores something is planted. */
  readonly flawShare: number;
  nextGuaranteeNo(): string;
  nextTurn(group: Group): number;
}

const WORKS_COUNTS: Weighted<number> = [
  [3, 17],
  [4, 17],
  [5, 17],
  [6, 14],
  [7, 12],
  [8, 9],
  [9, 6],
  [10, 4],
  [11, 2],
  [12, 2],
];
const OPEN_COUNTS: Weighted<number> = [
  [3, 34],
  [4, 24],
  [5, 17],
  [6, 11],
  [7, 7],
  [8, 4],
  [9, 3],
];
const SMALL_COUNTS: Weighted<number> = [
  [3, 62],
  [4, 25],
  [5, 9],
  [6, 4],
];
const SALE_COUNTS: Weighted<number> = [
  [1, 34],
  [2, 22],
  [3, 18],
  [4, 14],
  [6, 12],
];

/** Number of bids of an honest lot. */
export function bidCount(random: Random, trade: Trade, method: Method): number {
  if (method === "singleSource") return 1;
  if (method === "auction" || method === "listing") return pickWeighted(random, SALE_COUNTS);
  if (trade.regime === "works") return pickWeighted(random, WORKS_COUNTS);
  return pickWeighted(random, method === "open" ? OPEN_COUNTS : SMALL_COUNTS);
}

/** `count` firms of the trade by appetite, size and nearness; at most one of each planted group. */
export function chooseFirms(
  context: BidderContext,
  frame: LotFrame,
  { count, exclude }: { count: number; exclude: ReadonlySet<Firm> },
): Firm[] {
  const { city, random } = context;
  const size = Math.log(frame.ceilingFen / 100 / frame.trade.medianYuan);
  const groups = new Set<Group>();
  const left = (city.firmsOf.get(frame.trade.id) ?? []).filter((firm) => !exclude.has(firm));
  const weights = left.map((firm) => {
    const misfit = (size - firm.capacity) / 1.3;
    const near = firm.district.code === frame.districtCode ? 1.6 : 1;
    return firm.appetite * near * Math.exp(-0.5 * misfit * misfit);
  });
  const chosen: Firm[] = [];
  while (chosen.length < count) {
    const index = pickIndex(random, weights);
    const firm = left[index];
    if (firm === undefined) break;
    weights[index] = 0;
    const group = city.groupOf.get(firm);
    if (group !== undefined && groups.has(group)) continue;
    if (group !== undefined) groups.add(group);
    chosen.push(firm);
  }
  return chosen;
}

/** Index by weight, −1 when every weight is zero. */
function pickIndex(random: Random, weights: readonly number[]): number {
  let total = 0;
  for (const weight of weights) total += weight;
  let left = random.next() * total;
  return weights.findIndex((weight) => {
    left -= weight;
    return weight > 0 && left < 0;
  });
}

/** A trace of the firm's own making. */
export function traceOf(context: BidderContext, firm: Firm): TraceSet {
  const terminals = context.city.environments.filter(({ kind }) => kind === "centerTerminal");
  return ownTrace(context.random, { firm, terminals, guaranteeNo: context.nextGuaranteeNo() });
}

export function honestBidders(
  context: BidderContext,
  frame: LotFrame,
  firms: readonly Firm[],
): Bidder[] {
  const { random } = context;
  const market = createLotMarket(random, frame.trade, firms.length);
  return firms.map((firm) => {
    const raw = honestRatio(random, firm, market);
    const fen = endNaturally(random, frame.trade, frame.ceilingFen * raw);
    const ratio = frame.trade.offerKind === "total" ? fen / frame.ceilingFen : raw;
    const trace = traceOf(context, firm);
    return {
      firm,
      trace,
      fen,
      ratio,
      effort: 0,
      planted: false,
      ...momentsOf(random, frame.schedule),
    };
  });
}

/** When a bidder fetches the documents and hands in its bid. */
export function momentsOf(
  random: Random,
  schedule: Schedule,
): Pick<Bidder, "downloadAt" | "bidAt"> {
  const bidAt = receiptMoment(random, schedule);
  const latest = Math.max(bidAt - 30 * MINUTE, schedule.noticeAt + MINUTE);
  return { bidAt, downloadAt: Math.min(downloadMoment(random, schedule), latest) };
}
