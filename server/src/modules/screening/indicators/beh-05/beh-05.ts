/** BEH-05: the same group's winners take turns (indicators.md D.5; 条例 39(二)(三)). */
import { createRandom, type Random } from "../../../../../../screens/src/prices/index.ts";
import { bidderSide } from "../../bidder-side.ts";
import { type Finding, type Indicator, notComputable } from "../../indicator.ts";
import type { Lot } from "../../lot.ts";
import { bitsOfTail, round } from "../../statistics/tail.ts";
import { manifest } from "./manifest.ts";

const TAIL = 0.01;
const WINS_MIN = 8;
const PERMUTATIONS = 1999;

const repeatsOf = (winners: readonly string[]): number =>
  winners.filter((winner, index) => index > 0 && winners[index - 1] === winner).length;

function shuffle(items: string[], random: Random): void {
  for (let last = items.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random() * (last + 1));
    const [one, two] = [items[last], items[other]];
    if (one === undefined || two === undefined) continue;
    items[last] = two;
    items[other] = one;
  }
}

/** Share of orders of the same winners with at most as many repeats, this one counted. */
export function rotationTail(winners: readonly string[]): number {
  const observed = repeatsOf(winners);
  const random = createRandom(winners.length);
  const order = [...winners];
  let atMost = 1;
  for (let turn = 0; turn < PERMUTATIONS; turn += 1) {
    shuffle(order, random);
    if (repeatsOf(order) <= observed) atMost += 1;
  }
  return atMost / (PERMUTATIONS + 1);
}

function run(lot: Lot): Finding {
  const n = lot.standing.length;
  const { winners } = lot.input.history;
  if (winners === undefined) return notComputable(n, "noPastLots");
  const firms = [...new Set(winners)];
  const isLong = winners.length >= WINS_MIN && firms.length >= 2;
  const tail = isLong ? rotationTail(winners) : 1;
  const sides = firms.map((key) => bidderSide(lot, key)).filter((one) => one !== undefined);
  const [first] = sides;
  const isHit = tail <= TAIL && first !== undefined && sides.length >= 2;
  return {
    outcome: isHit ? "hit" : "noHit",
    n,
    value: isLong ? `wins=${winners.length}; repeats=${repeatsOf(winners)}` : "wins<8",
    probability: round(tail),
    bits: isHit ? round(bitsOfTail(tail)) : 0,
    falseAlarm: { rate: TAIL, basis: "permutationOfWinners" },
    evidence: isHit ? sides.slice(1).map((right) => ({ left: first, right })) : [],
  };
}

export const beh05: Indicator = { manifest, run };
