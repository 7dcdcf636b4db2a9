/**
 * Pauses that end by themselves: at the end that was expected when they began, or when all pauses of a voice together have
 * lasted as long as they may. What was not ended by hand cannot stop a clock for ever (T61). Pure.
 */
import { type Day, dayOf, numberOf } from "./day.ts";
import type { Pause } from "./explain.ts";
import { type Law, publishedLaw, rulesOn } from "./law.ts";

/** As it is ordered: by which document, and until when at the latest it is expected to last. */
export interface TypedPause extends Pause {
  readonly document: string;
  readonly expectedEnd: Day;
}

export interface CappedPause extends TypedPause {
  /** It ended by itself, and why. */
  readonly resumed?: "expected-end" | "cap";
}

export interface PauseLimits {
  /** Days, rest days included, that all pauses of a voice may last together. */
  readonly capDays: number;
  readonly today: Day;
}

/** What the city lets pauses last on a day; the law gives no number (LOCAL-PAUSE). */
export function pauseCapOn(day: Day, law: Law = publishedLaw): number {
  const rule = rulesOn(day, law).find(({ id }) => id === "pause.cap");
  return rule?.length ?? 0;
}

/**
 * Pauses in the order of their beginning, each ended where it has to. A pause that runs and need not end yet stays open;
 * one that begins when nothing is left of the cap is left out. A ground that stops no clock uses up nothing.
 *
 * @throws RangeError when a pause is expected to end, or ends, before it begins
 */
export function capPauses(
  pauses: readonly TypedPause[],
  { capDays, today }: PauseLimits,
): readonly CappedPause[] {
  const capped: CappedPause[] = [];
  let left = capDays;
  /** Last day that was paused before. */
  let covered = Number.NEGATIVE_INFINITY;
  for (const pause of pauses.toSorted((a, b) => numberOf(a.from) - numberOf(b.from))) {
    const { ground, from, to, expectedEnd } = pause;
    if (expectedEnd < from || (to !== undefined && to < from))
      throw new RangeError(`pause from ${from} to ${to ?? expectedEnd}`);
    if (ground === "other") {
      capped.push(pause);
      continue;
    }
    const start = numberOf(from);
    const firstNew = Math.max(start, covered + 1);
    const last = firstNew + left - 1;
    const limit = Math.min(numberOf(expectedEnd), last);
    if (limit < start) continue;
    const isOver = (to === undefined ? today : to) > dayOf(limit);
    const end = isOver ? limit : numberOf(to ?? today);
    const resumed = limit === last && last < numberOf(expectedEnd) ? "cap" : "expected-end";
    capped.push(isOver ? { ...pause, to: dayOf(limit), resumed } : pause);
    left -= Math.max(0, end - firstNew + 1);
    covered = Math.max(covered, end);
  }
  return capped;
}
