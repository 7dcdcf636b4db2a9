/** BEH-10: single or few bidders (indicators.md D.5; 法 28, 条例 44, 12号令 27, 87号令 41). */
import type { Evidence, Level } from "../../../../../../contract/src/screening.ts";
import { sideOfBidder } from "../../bidder-side.ts";
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { PairHistory } from "../../input.ts";
import type { Bidder, Lot } from "../../lot.ts";
import { bitsOfTail, round, winsTail } from "../../statistics/tail.ts";
import { manifest } from "./manifest.ts";

const BIDDERS_MIN = 3;
/** Lots in common before a loser is called faithful (BEH-03). */
const LOTS_MIN = 6;
const TAIL = 0.01;

/** Bidders with at least one bid in a given state. */
const countValid = (lot: Lot): number =>
  lot.standing.filter(({ bids }) => bids.some(({ status }) => status === "valid")).length;

function few(lot: Lot, level: Level): Finding {
  const { method } = lot.input;
  const n = lot.standing.length;
  const isTender = method === "open" || method === "invited";
  return {
    outcome: "hit",
    n,
    level: isTender ? level : "hint",
    value: `bidders=${n}; valid=${countValid(lot)}`,
    trigger: "n<3",
    bits: 0,
    evidence: [],
  };
}

/** Chance that the leader won as often in these lots; undefined: not a faithful loser. */
function faithfulTail(pair: PairHistory | undefined): number | undefined {
  if (pair === undefined || pair.bidderCounts.length < LOTS_MIN || pair.followerWins > 0)
    return undefined;
  return winsTail(pair.bidderCounts, pair.leaderWins);
}

interface Pattern {
  readonly tail: number;
  readonly leader: Bidder;
  readonly followers: readonly Bidder[];
}

/** Best of the three possible leaders: the weaker of its two pairs, corrected for three tries. */
function findPattern(lot: Lot, pairs: readonly PairHistory[]): Pattern | undefined {
  const pairOf = (leader: Bidder, follower: Bidder): PairHistory | undefined =>
    pairs.find((pair) => pair.leader === leader.key && pair.follower === follower.key);
  const patterns = lot.standing.flatMap((leader): Pattern[] => {
    const followers = lot.standing.filter((other) => other !== leader);
    const tails = followers.map((follower) => faithfulTail(pairOf(leader, follower)));
    const known = tails.filter((tail) => tail !== undefined);
    if (known.length < followers.length) return [];
    return [{ leader, followers, tail: Math.min(1, BIDDERS_MIN * Math.max(...known)) }];
  });
  return patterns.toSorted((left, right) => left.tail - right.tail)[0];
}

function hitOf(n: number, { tail, leader, followers }: Pattern): Finding {
  const evidence: Evidence[] = followers.map((follower) => ({
    left: sideOfBidder(leader),
    right: sideOfBidder(follower),
  }));
  return {
    outcome: "hit",
    n,
    level: "hint",
    value: `bidders=${n}; faithfulLosers=${followers.length}`,
    trigger: "n=3 & p<=0.01",
    probability: round(tail),
    bits: round(bitsOfTail(tail)),
    falseAlarm: { rate: TAIL, basis: "poissonBinomial" },
    evidence,
  };
}

function run(lot: Lot, level: Level): Finding {
  const n = lot.standing.length;
  if (n === 0) return notComputable(0, "noBids");
  if (lot.input.method === "singleSource") return notComputable(n, "methodHasOneBidder");
  if (n < BIDDERS_MIN) return few(lot, level);
  const valid = countValid(lot);
  if (valid < BIDDERS_MIN) return { ...few(lot, "hint"), trigger: "valid<3" };
  if (n > BIDDERS_MIN) return { outcome: "noHit", n, value: `bidders=${n}; valid=${valid}` };
  const { pairs } = lot.input.history;
  if (pairs === undefined) return notComputable(n, "noPairHistory");
  const pattern = findPattern(lot, pairs);
  if (pattern !== undefined && pattern.tail <= TAIL) return hitOf(n, pattern);
  return {
    outcome: "noHit",
    n,
    value: `bidders=${n}; valid=${valid}`,
    probability: pattern === undefined ? 1 : round(pattern.tail),
    falseAlarm: { rate: TAIL, basis: "poissonBinomial" },
  };
}

export const beh10: Indicator = { manifest, run };
