/** Stretches of a recording, joined where they touch. Pure. */
import type { Span } from "../../../../contract/src/video-values.ts";
import { isoOf, JOINT_MS } from "./times.ts";

/** In milliseconds since 1970. */
export interface Stretch {
  readonly startAt: number;
  readonly endAt: number;
}

/** In order, none touching another. */
export function joinStretches(given: Iterable<Stretch>): Stretch[] {
  const joined: Stretch[] = [];
  for (const one of [...given].toSorted((a, b) => a.startAt - b.startAt)) {
    const last = joined.at(-1);
    if (last === undefined || one.startAt - last.endAt > JOINT_MS) joined.push(one);
    else joined.splice(-1, 1, { ...last, endAt: Math.max(last.endAt, one.endAt) });
  }
  return joined;
}

export const secondsOf = (stretches: readonly Stretch[]): number =>
  stretches.reduce((sum, { startAt, endAt }) => sum + endAt - startAt, 0) / 1000;

export const spansOfStretches = (stretches: readonly Stretch[]): Span[] =>
  stretches.map(({ startAt, endAt }) => ({ from: isoOf(startAt), to: isoOf(endAt) }));

export const stretchOf = ({ from, to }: Span): Stretch => ({
  startAt: Date.parse(from),
  endAt: Date.parse(to),
});

export const joinSpans = (spans: readonly Span[]): Span[] =>
  spansOfStretches(joinStretches(spans.map(stretchOf)));
