/** What a recording holds of an interval, out of facts alone: whoever has the log comes to the same words. Pure. */
import {
  type Coverage,
  coverageOf,
  type Gap,
  type GapCause,
} from "../../../../cameras/src/index.ts";
import type { CoverageStatement, Span } from "../../../../contract/src/video-values.ts";
import { joinStretches, stretchOf } from "./stretches.ts";
import { isoOf } from "./times.ts";

export interface Trouble {
  /** `gap <cause>` or the name of a picture's problem. */
  readonly what: string;
  readonly from: string;
  /** Absent: not over yet. */
  readonly to?: string;
}

/** Told twice, counted once: the one that tells the end holds. */
export function mergeTroubles(told: readonly Trouble[]): Trouble[] {
  const byBeginning = new Map<string, Trouble>();
  for (const one of told) {
    const key = `${one.what}\n${one.from}`;
    const known = byBeginning.get(key);
    if (known?.to === undefined) byBeginning.set(key, one);
  }
  return [...byBeginning.values()].toSorted((a, b) => a.from.localeCompare(b.from));
}

const gapsOf = (troubles: readonly Trouble[]): Gap[] =>
  mergeTroubles(troubles)
    .filter(({ what }) => what.startsWith("gap "))
    .map(({ what, from, to }) => ({
      from: Date.parse(from),
      to: to === undefined ? null : Date.parse(to),
      why: what.slice("gap ".length) as GapCause,
    }));

const wordsOf = (span: Span, { seconds, recorded, share, gaps }: Coverage): CoverageStatement => ({
  ...span,
  seconds,
  recorded,
  share,
  gaps: gaps.map(({ from, to, why }) => ({ from: isoOf(from), to: isoOf(to), why })),
});

/** @throws RangeError for an interval without length */
export function stateCoverage(
  span: Span,
  recorded: readonly Span[],
  troubles: readonly Trouble[],
): CoverageStatement {
  const interval = { from: Date.parse(span.from), to: Date.parse(span.to) };
  return wordsOf(
    span,
    coverageOf(interval, joinStretches(recorded.map(stretchOf)), gapsOf(troubles)),
  );
}

/** PRO-13 「音视频缺口」: what a person should look at. */
const LEAST_SHARE = 0.995;
const LONGEST_GAP_MS = 30_000;

/** True where the law of numbers says that the record is not whole. */
export const isBroken = ({ share, gaps }: CoverageStatement): boolean =>
  share < LEAST_SHARE ||
  gaps.some(({ from, to }) => Date.parse(to) - Date.parse(from) >= LONGEST_GAP_MS);
