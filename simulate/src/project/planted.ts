/** Planted lots: members of one group bid by agreement, outsiders may come all the same. */
import type { Firm } from "../city/firms.ts";
import type { Group, TraceMode } from "../city/groups.ts";
import { pickWeighted, type Weighted } from "../random.ts";
import { MINUTE } from "../time.ts";
import {
  type Bidder,
  type BidderContext,
  chooseFirms,
  honestBidders,
  type LotFrame,
  momentsOf,
  traceOf,
} from "./bidders.ts";
import { agreePrices, type CoverPattern } from "./collusion.ts";
import { endNaturally } from "./price.ts";
import { receiptMoment } from "./schedule.ts";
import { officeTrace, type TraceSet } from "./trace.ts";

/** How a planted lot was made; part of the truth, never of a fact. */
export interface Plant {
  readonly group: Group;
  readonly mode: TraceMode;
  readonly pattern: CoverPattern;
  readonly winner: Firm;
}

/** How many outsiders come although a group expected none. */
const OUTSIDERS: Record<Group["kind"], Weighted<number>> = {
  ring: [
    [0, 45],
    [1, 25],
    [2, 20],
    [3, 10],
  ],
  licenceLending: [
    [0, 15],
    [1, 35],
    [2, 30],
    [3, 20],
  ],
  cover: [
    [0, 80],
    [1, 20],
  ],
};

const WINNER_EFFORT = 1;
const COVER_EFFORT = -2;

/** Members bid by agreement, outsiders honestly; at least three bids in all. */
export function plantedBidders(
  context: BidderContext,
  frame: LotFrame,
  group: Group,
): { bidders: Bidder[]; plant: Plant } {
  const { random } = context;
  const members = attending(context, group);
  const wanted = pickWeighted(random, OUTSIDERS[group.kind]);
  const count = Math.max(wanted, 3 - members.length);
  const exclude = new Set(group.members);
  const outsiders = chooseFirms(context, frame, { count, exclude });
  const agreed = agreePrices(random, {
    kind: group.kind,
    ceilingFen: frame.ceilingFen,
    bids: members.length,
    contested: outsiders.length > 0,
    end: (fen) => endNaturally(random, frame.trade, fen),
  });
  const mode = pickWeighted(random, group.traces);
  const traces = plantTraces(context, members, { group, mode });
  const relay = mode !== "none" && random.chance(0.4);
  const first = receiptMoment(random, frame.schedule);
  const planted = members.map((firm, index): Bidder => {
    const fen = agreed.amounts[index] ?? frame.ceilingFen;
    const moments = momentsOf(random, frame.schedule);
    const bidAt = relay ? first - index * random.integer(3, 9) * MINUTE : moments.bidAt;
    return {
      firm,
      trace: traces[index] ?? traceOf(context, firm),
      fen,
      ratio: fen / frame.ceilingFen,
      effort: index === 0 ? WINNER_EFFORT : COVER_EFFORT,
      planted: true,
      bidAt,
      downloadAt: Math.min(moments.downloadAt, bidAt - 10 * MINUTE),
    };
  });
  const winner = members[0] ?? group.members[0];
  if (winner === undefined) throw new RangeError(`group ${group.id} has no members`);
  const bidders = [...planted, ...honestBidders(context, frame, outsiders)];
  return {
    bidders: random.sample(bidders, bidders.length),
    plant: { group, mode, pattern: agreed.pattern, winner },
  };
}

/** Members that bid in this lot, the agreed winner first: in turn, for fillers always the same. */
function attending(context: BidderContext, group: Group): Firm[] {
  const { random } = context;
  const { members, kind } = group;
  const turn = kind === "cover" ? 0 : context.nextTurn(group) % members.length;
  const winner = members[turn];
  const others = members.filter((member) => member !== winner);
  const fewest = kind === "licenceLending" ? 1 : 2;
  const most = kind === "licenceLending" ? Math.min(3, others.length) : others.length;
  const covers = random.sample(others, random.integer(fewest, most));
  return winner === undefined ? covers : [winner, ...covers];
}

/** At least two members leave the office's trace; the others may have come from home. */
function plantTraces(
  context: BidderContext,
  members: readonly Firm[],
  { group, mode }: { group: Group; mode: TraceMode },
): TraceSet[] {
  const touched = new Set(
    context.random.sample(members, context.random.integer(2, Math.max(2, members.length))),
  );
  return members.map((firm) => {
    const own = traceOf(context, firm);
    return touched.has(firm) ? officeTrace(own, mode, group.office) : own;
  });
}
