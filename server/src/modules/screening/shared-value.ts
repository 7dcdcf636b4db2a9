/** From coincidences to a finding: rarity, register, missing traces (the common part of the DEV group). */
import type { Level } from "../../../../contract/src/screening.ts";
import { pairsOf } from "../../../../screens/src/prices/index.ts";
import { type Coincidence, type Comparison, evidenceOf, type Rarity } from "./coincidence.ts";
import { type Finding, notComputable, reason } from "./indicator.ts";
import type { Lot } from "./lot.ts";
import { bitsOfRarity, round } from "./statistics/tail.ts";

export interface SharedValueRule {
  /** Largest share of other firms with which the value still counts; undefined: any (the law asks no rarity). */
  readonly rarityLimit?: (total: number) => number;
  /** Reason code when fewer than two bidders have a usable value. */
  readonly missing: string;
}

interface Judged extends Coincidence {
  readonly level: Level;
  readonly isLowered: boolean;
  readonly bits: number;
}

const ORDER: readonly Level[] = ["hint", "lead", "determination"];
const rank = (level: Level): number => ORDER.indexOf(level);

/** One level down; a hint stays a hint, but carries no bits. */
const lower = (level: Level): Level => ORDER[Math.max(0, rank(level) - 1)] ?? "hint";

/** A population that cannot resolve the limit still lets through what one other firm at most has used. */
export function isRare(rarity: Rarity, limit: (total: number) => number): boolean {
  return rarity.firms / rarity.total <= Math.max(limit(rarity.total), 1 / rarity.total);
}

function judge(lot: Lot, level: Level, coincidence: Coincidence): Judged {
  const share = coincidence.rarity?.share ?? 1 / Math.max(1, lot.bidders.length);
  const bits = bitsOfRarity(share);
  if (coincidence.environment === undefined)
    return { ...coincidence, level, isLowered: false, bits };
  const explainedBits = level === "hint" ? 0 : bits / 2;
  return { ...coincidence, level: lower(level), isLowered: true, bits: explainedBits };
}

const strongestFirst = (left: Judged, right: Judged): number =>
  rank(right.level) - rank(left.level) || right.bits - left.bits;

/** Hit, no hit or not computable, from what two or more bidders share. */
export function findShared(
  lot: Lot,
  { comparison, level }: { comparison: Comparison; level: Level },
  rule: SharedValueRule,
): Finding {
  const n = comparison.compared.size;
  const { standing } = lot;
  if (standing.length < 2 && n < 2)
    return notComputable(n, "fewerThanTwoBidders", { bids: standing.length });
  if (n < 2) return notComputable(n, rule.missing, { have: n, bids: standing.length });
  const open = comparison.coincidences.filter(({ isExcluded }) => !isExcluded);
  const rare = open.filter(
    ({ rarity }) =>
      rule.rarityLimit === undefined || (rarity !== undefined && isRare(rarity, rule.rarityLimit)),
  );
  const judged = rare.map((coincidence) => judge(lot, level, coincidence)).toSorted(strongestFirst);
  const [best] = judged;
  if (best !== undefined) return hit(n, { best, judged, level });
  return noHit(lot, { comparison, open }, rule);
}

interface Judgement {
  readonly best: Judged;
  readonly judged: readonly Judged[];
  readonly level: Level;
}

function hit(n: number, { best, judged, level }: Judgement): Finding {
  const chance = best.rarity === undefined ? undefined : pairsOf(n) * best.rarity.share;
  return {
    outcome: "hit",
    n,
    level: best.level,
    ...(best.isLowered ? { loweredFrom: level } : {}),
    value: `${best.left.field}=${best.left.value}`,
    bits: round(best.bits),
    ...(chance === undefined
      ? {}
      : {
          expectedByChance: round(chance),
          falseAlarm: { rate: round(Math.min(1, chance)), basis: "rarityOfValue" },
        }),
    evidence: judged.map(evidenceOf),
  };
}

interface Rest {
  readonly comparison: Comparison;
  readonly open: readonly Coincidence[];
}

/** Coincidences that do not count stay visible; a bidder without traces forbids "noHit". */
function noHit(lot: Lot, { comparison, open }: Rest, rule: SharedValueRule): Finding {
  const n = comparison.compared.size;
  const evidence = comparison.coincidences.map(evidenceOf);
  const have = lot.standing.filter((bidder) => comparison.compared.has(bidder)).length;
  const unknown = open.filter(({ rarity }) => rarity === undefined);
  if (unknown.length > 0) {
    return { ...notComputable(n, "rarityUnknown", { pairs: unknown.length }), evidence };
  }
  if (have < lot.standing.length) {
    return { ...notComputable(n, "partialTraces", { have, bids: lot.standing.length }), evidence };
  }
  const total = lot.bidders.length;
  const limit = rule.rarityLimit;
  const bound =
    limit === undefined
      ? {}
      : {
          falseAlarm: { rate: round(Math.min(1, pairsOf(n) * limit(total))), basis: "rarityLimit" },
        };
  if (open.length > 0)
    return { outcome: "noHit", n, reason: reason("valueTooCommon"), evidence, ...bound };
  const [excluded] = comparison.coincidences;
  return {
    outcome: "noHit",
    n,
    ...(excluded === undefined
      ? {}
      : { reason: reason(`excluded.${excluded.environment?.kind ?? "other"}`), evidence }),
    ...bound,
  };
}
