/** One lot from its documents to its result, planned before any fact is written. */
import type { Firm } from "../city/firms.ts";
import type { GroupKind } from "../city/groups.ts";
import { type Random, type Weighted, pickWeighted } from "../random.ts";
import { MINUTE, type Seconds } from "../time.ts";
import {
  bidCount,
  type Bidder,
  type BidderContext,
  chooseFirms,
  honestBidders,
  type LotFrame,
  traceOf,
} from "./bidders.ts";
import { type Evaluation, evaluate } from "./evaluation.ts";
import { type Plant, plantedBidders } from "./planted.ts";
import { downloadMoment } from "./schedule.ts";
import type { TraceSet } from "./trace.ts";

/** Somebody who fetched the documents and did not bid, or took its bid back. */
interface Onlooker {
  readonly firm: Firm;
  readonly trace: TraceSet;
  readonly downloadAt: Seconds;
}

type Outcome = "awarded" | "tooFewBids" | "cancelled";

export interface Lot {
  readonly lotId: string;
  readonly title: string;
  readonly ceilingFen: number;
  readonly bidders: readonly Bidder[];
  readonly onlookers: readonly Onlooker[];
  /** Took its bid back before the deadline. */
  readonly withdrawn?: Bidder;
  readonly outcome: Outcome;
  /** Present when the lot is opened. */
  readonly evaluation?: Evaluation;
  /** Decryption ends and the record of the opening is made. */
  readonly openedAt: Seconds;
  readonly plant?: Plant;
}

/** How often each kind is drawn, where a trade has groups of that kind. */
const KIND_WEIGHTS: Weighted<GroupKind> = [
  ["ring", 56],
  ["licenceLending", 28],
  ["cover", 16],
];
const FAILED_SHARE = 0.035;
const CANCELLED_SHARE = 0.008;
/** Of the lots with more than three honest bids. */
const WITHDRAWN_SHARE = 0.045;

interface LotNaming {
  readonly lotId: string;
  readonly title: string;
}

/** Plans the bids and the result of one lot. */
export function createLot(context: BidderContext, frame: LotFrame, naming: LotNaming): Lot {
  const { random } = context;
  const outcome = outcomeOf(random, frame);
  const planted = outcome === "awarded" ? plantFor(context, frame) : undefined;
  const bidders = planted?.bidders ?? bidWithout(context, frame, outcome);
  const base = {
    ...naming,
    ceilingFen: frame.ceilingFen,
    onlookers: createOnlookers(context, frame, bidders),
    outcome,
    openedAt: openingEnd(random, frame, bidders.length),
  };
  if (outcome !== "awarded") return { ...base, bidders };
  const withdraws = planted === undefined && bidders.length > 3 && random.chance(WITHDRAWN_SHARE);
  const staying = withdraws ? bidders.slice(1) : bidders;
  const withdrawn = withdraws ? bidders[0] : undefined;
  const { trade, method } = frame;
  const evaluation = evaluate(random, {
    trade,
    method,
    bidders: staying,
    experts: context.city.experts,
    scoredShare: context.scoredShare,
    flawShare: context.flawShare,
  });
  return {
    ...base,
    bidders: staying,
    evaluation,
    ...(withdrawn === undefined ? {} : { withdrawn }),
    ...(planted === undefined ? {} : { plant: planted.plant }),
  };
}

function outcomeOf(random: Random, { method }: LotFrame): Outcome {
  const draw = random.next();
  if (draw < CANCELLED_SHARE) return "cancelled";
  const mayFail = method === "open" || method === "listing" || method === "consultation";
  return mayFail && draw < CANCELLED_SHARE + FAILED_SHARE ? "tooFewBids" : "awarded";
}

function plantFor(
  context: BidderContext,
  frame: LotFrame,
): { bidders: Bidder[]; plant: Plant } | undefined {
  const { random, city } = context;
  if (frame.method === "singleSource" || frame.trade.offerKind !== "total") return undefined;
  const groups = city.groups.filter(({ trade }) => trade === frame.trade.id);
  if (groups.length === 0 || !random.chance(context.plantedShare)) return undefined;
  const kinds = KIND_WEIGHTS.filter(([kind]) => groups.some((group) => group.kind === kind));
  const kind = pickWeighted(random, kinds);
  const group = random.pick(groups.filter((candidate) => candidate.kind === kind));
  return plantedBidders(context, frame, group);
}

/** A failed tender got nought to two bids (a listing none); a cancelled one got none yet. */
function bidWithout(context: BidderContext, frame: LotFrame, outcome: Outcome): Bidder[] {
  const { random } = context;
  if (outcome === "cancelled") return [];
  const failed = frame.method === "listing" ? 0 : random.integer(0, 2);
  const count = outcome === "tooFewBids" ? failed : bidCount(random, frame.trade, frame.method);
  const firms = chooseFirms(context, frame, { count, exclude: new Set() });
  return honestBidders(context, frame, firms);
}

function createOnlookers(
  context: BidderContext,
  frame: LotFrame,
  bidders: readonly Bidder[],
): Onlooker[] {
  const { random } = context;
  if (frame.method === "singleSource") return [];
  const count = Math.floor(random.exponential() * (1 + bidders.length * 0.22));
  const exclude = new Set(bidders.map(({ firm }) => firm));
  return chooseFirms(context, frame, { count: Math.min(count, 8), exclude }).map((firm) => ({
    firm,
    trace: traceOf(context, firm),
    downloadAt: downloadMoment(random, frame.schedule),
  }));
}

/** Decryption and reading out take about three minutes a bid. */
function openingEnd(random: Random, { schedule }: LotFrame, bids: number): Seconds {
  const pace = schedule.haste?.opening ?? 1;
  return schedule.deadlineAt + Math.round((12 + bids * random.uniform(2, 4)) * MINUTE * pace);
}
