/** BEH-07: the usual bidders stay away (indicators.md D.5; 条例 39(三); OCP R027). */
import { countTail } from "../../../../../../screens/src/scores/index.ts";
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { Lot } from "../../lot.ts";
import { bitsOfTail, round } from "../../statistics/tail.ts";
import { manifest } from "./manifest.ts";

const TAIL = 0.01;
const LOTS_MIN = 8;

function run(lot: Lot): Finding {
  const n = lot.standing.length;
  const { usual } = lot.input.history;
  if (usual === undefined) return notComputable(n, "noPastLots");
  const { lots, firms } = usual;
  if (lots < LOTS_MIN) return notComputable(n, "tooFewPastLots", { have: lots, need: LOTS_MIN });
  const absent = firms.filter(({ isAbsent }) => isAbsent).length;
  const shares = firms.map(({ bids }) => 1 - (bids + 0.5) / (lots + 1));
  const tail = absent === 0 ? 1 : countTail(shares, absent);
  const isHit = tail <= TAIL;
  return {
    outcome: isHit ? "hit" : "noHit",
    n,
    value: `absent=${absent}; usual=${firms.length}`,
    probability: round(tail),
    bits: isHit ? round(bitsOfTail(tail)) : 0,
    falseAlarm: { rate: TAIL, basis: "poissonBinomial" },
    evidence: [],
  };
}

export const beh07: Indicator = { manifest, run };
