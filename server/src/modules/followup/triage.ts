/**
 * The order in which people look at leads, by what a look is worth: level, bits, how unsure the rules are and how many
 * leads they decide, age. It orders a queue; it says nothing about anybody. Pure.
 */
import { createHash } from "node:crypto";

import type { RulePrecision, TriageRow } from "../../../../contract/src/followup-triage.ts";
import type { Label, Verdict } from "../../../../contract/src/followup-values.ts";
import type { Level } from "../../../../contract/src/screening.ts";

export interface Labelled {
  readonly label: Label;
  readonly indicators: readonly string[];
}

export interface OpenLead {
  readonly id: string;
  readonly level: Level;
  readonly bits: number;
  readonly indicators: readonly string[];
  readonly ageDays: number;
}

/** Two standard deviations either way. */
const SPREAD = 2;

/** Mean and spread of Beta(1 + confirmed, 1 + other): before any label half, and as unsure as can be. */
export function precisionOf(confirmed: number, other: number) {
  const [a, b] = [1 + confirmed, 1 + other];
  const mean = a / (a + b);
  const deviation = Math.sqrt((a * b) / ((a + b) ** 2 * (a + b + 1)));
  return { mean, deviation };
}

/** How sure each rule is by its labels, and how many open leads rest on it. */
export function rulePrecisions(
  labels: readonly Labelled[],
  open: readonly Pick<OpenLead, "indicators">[],
): RulePrecision[] {
  const names = new Set([...labels, ...open].flatMap(({ indicators }) => indicators));
  return [...names].toSorted().map((indicator) => {
    const own = labels.filter(({ indicators }) => indicators.includes(indicator));
    const confirmed = own.filter(({ label }) => label === "confirmed").length;
    const other = own.length - confirmed;
    const { mean, deviation } = precisionOf(confirmed, other);
    return {
      indicator,
      confirmed,
      other,
      mean,
      low: Math.max(0, mean - SPREAD * deviation),
      high: Math.min(1, mean + SPREAD * deviation),
      open: open.filter(({ indicators }) => indicators.includes(indicator)).length,
    };
  });
}

const LEVEL_WORTH: Readonly<Record<Level, number>> = {
  determination: 4,
  lead: 2,
  block: 1,
  hint: 0,
};
const BITS_EACH = 0.1;
const BITS_MOST = 40;
const UNSURE_WORTH = 4;
const AGE_EACH = 0.1;
const AGE_MOST = 30;

/** Worth of one look, and what it consists of; the parts add up to the whole. */
export function triage(
  lead: OpenLead,
  precisions: readonly RulePrecision[],
): Pick<TriageRow, "score" | "reasons"> {
  const told = precisions
    .filter(({ indicator }) => lead.indicators.includes(indicator))
    .map(({ indicator, confirmed, other, open }) => ({
      indicator,
      value: UNSURE_WORTH * precisionOf(confirmed, other).deviation * Math.log2(1 + open),
    }))
    .toSorted((left, right) => right.value - left.value)[0];
  const reasons: TriageRow["reasons"] = [
    { code: "level", value: LEVEL_WORTH[lead.level] },
    { code: "bits", value: BITS_EACH * Math.min(lead.bits, BITS_MOST) },
    ...(told === undefined ? [] : [{ code: "uncertainty" as const, ...told }]),
    { code: "age", value: AGE_EACH * Math.min(lead.ageDays, AGE_MOST) },
  ];
  return { score: reasons.reduce((sum, { value }) => sum + value, 0), reasons };
}

/** A number in [0, 1) that follows from seed and id: the same for whoever computes it again. */
export function drawNumber(seed: string, id: string): number {
  const digest = createHash("sha256").update(`${seed}\n${id}`).digest();
  return digest.readUIntBE(0, 6) / 2 ** 48;
}

/** Whether a second person reviews this lead blind. */
export const isDouble = (id: string, share: number): boolean =>
  drawNumber("mingjing/double-review", id) < share;

/** Of the population the share with the smallest numbers, at least one; in the order of the draw. */
export function drawAudit(
  population: readonly string[],
  { seed, share }: { readonly seed: string; readonly share: number },
): readonly string[] {
  const count = Math.min(population.length, Math.max(1, Math.round(population.length * share)));
  return population
    .map((id) => [drawNumber(seed, id), id] as const)
    .toSorted(([left, one], [right, other]) => left - right || (one < other ? -1 : 1))
    .slice(0, count)
    .map(([, id]) => id);
}

export type Pair = readonly [Verdict, Verdict];

/** Cohen's kappa; undefined without pairs or where both always say the same one thing. */
export function kappaOf(pairs: readonly Pair[]): number | undefined {
  if (pairs.length === 0) return undefined;
  const verdicts: readonly Verdict[] = ["worth", "dismiss", "unclear"];
  const observed = pairs.filter(([one, other]) => one === other).length / pairs.length;
  const shareOf = (side: 0 | 1, verdict: Verdict): number =>
    pairs.filter((pair) => pair[side] === verdict).length / pairs.length;
  const chance = verdicts.reduce((sum, one) => sum + shareOf(0, one) * shareOf(1, one), 0);
  return chance >= 1 ? undefined : (observed - chance) / (1 - chance);
}
