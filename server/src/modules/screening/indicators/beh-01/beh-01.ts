/** BEH-01: two bidders meet more often than chance explains (indicators.md D.5; 条例 39). */
import { poissonTail } from "../../../../../../screens/src/market/index.ts";
import { pairsOf } from "../../../../../../screens/src/prices/index.ts";
import { bidderSide } from "../../bidder-side.ts";
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { Lot } from "../../lot.ts";
import { bitsOfTail, round } from "../../statistics/tail.ts";
import { manifest } from "./manifest.ts";

const TAIL = 0.01;
const SHOWN = 6;

function run(lot: Lot): Finding {
  const n = lot.standing.length;
  const { meetings } = lot.input.history;
  if (meetings === undefined) return notComputable(n, "noPastLots");
  if (n < 2) return notComputable(n, "fewerThanTwoBidders", { bids: n });
  const judged = meetings
    .map((meeting) => ({
      ...meeting,
      tail: Math.min(1, pairsOf(n) * poissonTail(meeting.expected, meeting.lots)),
    }))
    .toSorted((left, right) => left.tail - right.tail);
  const hits = judged.filter(({ tail, lots, expected }) => tail <= TAIL && lots > expected);
  const [best] = judged;
  const evidence = hits.slice(0, SHOWN).flatMap(({ left, right }) => {
    const sides = [bidderSide(lot, left), bidderSide(lot, right)] as const;
    return sides[0] === undefined || sides[1] === undefined
      ? []
      : [{ left: sides[0], right: sides[1] }];
  });
  const isHit = evidence.length > 0;
  return {
    outcome: isHit ? "hit" : "noHit",
    n,
    value:
      best === undefined
        ? "meetings<4"
        : `meetings=${best.lots}; expected=${best.expected.toPrecision(3)}`,
    probability: round(best?.tail ?? 1),
    bits: isHit ? round(bitsOfTail(best?.tail ?? 1)) : 0,
    falseAlarm: { rate: TAIL, basis: "poissonMeetings" },
    evidence,
  };
}

export const beh01: Indicator = { manifest, run };
