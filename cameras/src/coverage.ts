/** How much of an interval was recorded, and what is missing. Pure. Instants are milliseconds since 1970. */
import type { Gap, GapCause } from "./gap-watch.ts";

/** Half-open: `from` belongs to it, `to` does not. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** `unreported`: no segment and no gap event tell of this time, such as a stall too short for an event. */
export type MissingCause = GapCause | "unreported";

export interface MissingTime extends Interval {
  readonly why: MissingCause;
}

export interface Coverage {
  /** Length of the interval. */
  readonly seconds: number;
  readonly recorded: number;
  /** 0 to 1 in steps of 0.0001, rounded down: 1 only where nothing is missing. */
  readonly share: number;
  readonly gaps: readonly MissingTime[];
}

export interface RecordedSpan {
  readonly startAt: number;
  readonly endAt: number;
}

const SHARE_STEPS = 10_000;

/** The common part; undefined where there is none. */
function overlap(a: Interval, b: Interval): Interval | undefined {
  const [from, to] = [Math.max(a.from, b.from), Math.min(a.to, b.to)];
  return from < to ? { from, to } : undefined;
}

/** Joined where they touch, in order. */
function union(intervals: readonly Interval[]): Interval[] {
  const joined: { from: number; to: number }[] = [];
  for (const { from, to } of intervals.toSorted((a, b) => a.from - b.from)) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last.to) last.to = Math.max(last.to, to);
    else joined.push({ from, to });
  }
  return joined;
}

/** What is in the first and in none of the second; both are in order and do not touch. */
function difference(first: readonly Interval[], second: readonly Interval[]): Interval[] {
  const left: Interval[] = [];
  let next = 0;
  for (const { from, to } of first) {
    let at = from;
    while ((second[next]?.to ?? Infinity) <= from) next += 1;
    for (let index = next; index < second.length; index += 1) {
      const taken = second[index];
      if (taken === undefined || taken.from >= to) break;
      if (taken.from > at) left.push({ from: at, to: taken.from });
      at = Math.max(at, taken.to);
    }
    if (at < to) left.push({ from: at, to });
  }
  return left;
}

const within = (interval: Interval, given: readonly Interval[]): Interval[] =>
  given.flatMap((one) => overlap(one, interval) ?? []);

/** Missing time cut where its cause changes; of two gaps that tell of one time the earlier names it. */
function withCauses(missing: Interval, gaps: readonly MissingTime[]): MissingTime[] {
  const parts: MissingTime[] = [];
  let rest: Interval[] = [missing];
  for (const { why, ...gap } of gaps) {
    parts.push(...within(gap, rest).map((part) => ({ ...part, why })));
    rest = difference(rest, [gap]);
  }
  parts.push(...rest.map((part) => ({ ...part, why: "unreported" as const })));
  return parts.toSorted((a, b) => a.from - b.from);
}

const length = (intervals: readonly Interval[]): number =>
  intervals.reduce((sum, { from, to }) => sum + to - from, 0);

/**
 * Overlapping runs count once; where a gap event and a segment contradict each other the time counts as missing.
 * @throws RangeError for an interval without length
 */
export function coverageOf(
  interval: Interval,
  segments: readonly RecordedSpan[],
  gaps: readonly Gap[],
): Coverage {
  const { from, to } = interval;
  if (!(from < to)) throw new RangeError(`nothing lies between ${from} and ${to}`);
  const spans = segments.map(({ startAt, endAt }) => ({ from: startAt, to: endAt }));
  const told = gaps
    .flatMap(({ why, ...gap }) => {
      const common = overlap({ from: gap.from, to: gap.to ?? to }, interval);
      return common === undefined ? [] : [{ ...common, why }];
    })
    .toSorted((a, b) => a.from - b.from);
  const recorded = difference(union(within(interval, spans)), union(told));
  const missing = difference([interval], recorded).flatMap((one) => {
    const near = told.filter((gap) => overlap(gap, one) !== undefined);
    return withCauses(one, near);
  });
  const total = to - from;
  const kept = length(recorded);
  return {
    seconds: total / 1000,
    recorded: kept / 1000,
    share: Math.floor((kept * SHARE_STEPS) / total) / SHARE_STEPS,
    gaps: missing,
  };
}
