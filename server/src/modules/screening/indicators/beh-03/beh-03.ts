import { pairsOf } from "../../../../../../screens/src/prices/index.ts";
/** BEH-03: one wins whenever the other is there and never wins (indicators.md D.5; 条例 39). */
import { bidderSide } from "../../bidder-side.ts";
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { PairHistory } from "../../input.ts";
import type { Lot } from "../../lot.ts";
import { bitsOfTail, round, winsTail } from "../../statistics/tail.ts";
import { manifest } from "./manifest.ts";

const TAIL = 0.01;
const LOTS_MIN = 6;
const SHOWN = 6;

function tailOf(pair: PairHistory, orders: number): number {
  if (pair.bidderCounts.length < LOTS_MIN || pair.followerWins > 0) return 1;
  return Math.min(1, orders * winsTail(pair.bidderCounts, pair.leaderWins));
}

function run(lot: Lot): Finding {
  const n = lot.standing.length;
  const { pairs } = lot.input.history;
  if (pairs === undefined) return notComputable(n, "noPastLots");
  if (n < 2) return notComputable(n, "fewerThanTwoBidders", { bids: n });
  const judged = pairs
    .map((pair) => ({ pair, tail: tailOf(pair, 2 * pairsOf(n)) }))
    .toSorted((left, right) => left.tail - right.tail);
  const hits = judged.filter(({ tail }) => tail <= TAIL);
  const [best] = judged;
  const evidence = hits.slice(0, SHOWN).flatMap(({ pair }) => {
    const [left, right] = [bidderSide(lot, pair.leader), bidderSide(lot, pair.follower)];
    return left === undefined || right === undefined ? [] : [{ left, right }];
  });
  const isHit = evidence.length > 0;
  return {
    outcome: isHit ? "hit" : "noHit",
    n,
    value:
      best === undefined || best.tail === 1
        ? "lots<6"
        : `lots=${best.pair.bidderCounts.length}; wins=${best.pair.leaderWins}`,
    probability: round(best?.tail ?? 1),
    bits: isHit ? round(bitsOfTail(best?.tail ?? 1)) : 0,
    falseAlarm: { rate: TAIL, basis: "poissonBinomial" },
    evidence,
  };
}

export const beh03: Indicator = { manifest, run };
