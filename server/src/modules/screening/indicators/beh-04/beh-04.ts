/** BEH-04: a bidder that hardly ever wins (indicators.md D.5; 条例 39; OCP R025 without its fence). */
import { bidderSide } from "../../bidder-side.ts";
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { Lot } from "../../lot.ts";
import { bitsOfTail, round, winsTail } from "../../statistics/tail.ts";
import { manifest } from "./manifest.ts";

const TAIL = 0.001;
const LOTS_MIN = 15;

function run(lot: Lot): Finding {
  const n = lot.standing.length;
  const { records } = lot.input.history;
  if (records === undefined) return notComputable(n, "noPastLots");
  const judged = records
    .map((record) => {
      const isLong = record.bidderCounts.length >= LOTS_MIN;
      const tail = isLong ? n * (1 - winsTail(record.bidderCounts, record.wins + 1)) : 1;
      return { record, tail: Math.min(1, Math.max(0, tail)) };
    })
    .toSorted((left, right) => left.tail - right.tail);
  const [best] = judged;
  const hits = judged.filter(({ tail }) => tail <= TAIL);
  const evidence = hits.flatMap(({ record }) => {
    const left = bidderSide(lot, record.bidder);
    const value = `${record.wins}/${record.bidderCounts.length}`;
    return left === undefined ? [] : [{ left, right: { ...left, field: "record", value } }];
  });
  const isHit = evidence.length > 0;
  return {
    outcome: isHit ? "hit" : "noHit",
    n,
    value:
      best === undefined || best.tail === 1
        ? "lots<15"
        : `lots=${best.record.bidderCounts.length}; wins=${best.record.wins}`,
    probability: round(best?.tail ?? 1),
    bits: isHit ? round(bitsOfTail(Math.max(best?.tail ?? 1, 1e-9))) : 0,
    falseAlarm: { rate: TAIL, basis: "poissonBinomial" },
    evidence,
  };
}

export const beh04: Indicator = { manifest, run };
