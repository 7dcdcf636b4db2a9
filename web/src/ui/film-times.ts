/** Where an instant stands in a film of recorded stretches, and which one is shown. Pure. */

/** A segment of the film: `start` and `duration` in seconds of the film, `programDateTime` in milliseconds since 1970. */
export interface FilmPart {
  readonly start: number;
  readonly duration: number;
  readonly programDateTime: number | null;
}

/** Players round the place to which they went: so little before a part is in it. */
const ROUNDED = 0.02;

/** Milliseconds since 1970 of what the film shows; undefined: nothing is known of that place. */
export function instantAt(parts: readonly FilmPart[], seconds: number): number | undefined {
  const part = parts.findLast(({ start }) => start <= seconds + ROUNDED) ?? parts[0];
  if (part?.programDateTime == null) return undefined;
  return part.programDateTime + Math.min(Math.max(seconds - part.start, 0), part.duration) * 1000;
}

/**
 * Seconds of the film at which an instant stands; one that was not recorded: where the record goes on. After a pause of the camera
 * film and clock part: the segment that holds the instant counts.
 */
export function secondsAt(parts: readonly FilmPart[], at: number): number | undefined {
  const next = parts.find((one) => (one.programDateTime ?? 0) + one.duration * 1000 > at);
  if (next?.programDateTime == null) return undefined;
  return next.start + Math.max(0, at - next.programDateTime) / 1000;
}
