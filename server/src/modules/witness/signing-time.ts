/** When the signer trusts its clock: rules over readings, milliseconds throughout. */

/** Wall clock and time since the machine started, read together. */
export interface ClockReading {
  readonly wall: number;
  readonly uptime: number;
}

/** Bounds of the local wall clock minus that of a source outside. */
export interface Offset {
  readonly least: number;
  readonly most: number;
}

/** What the majority of the sources says; `unknown` where too few answer or they differ. */
export type SourcesSay = "right" | "wrong" | "unknown";

/** Why the signer does not trust its clock. */
export type TimeRefusal = "time-not-after-last" | "clock-jumped" | "clock-off-sources";

/** The wall clock may leave the time since the start by so much: services that keep time step it beyond about this. */
export const JUMP_MS = 500;
/** So much a clock may differ from the sources. */
export const OFF_MS = 1000;

/** How far the wall clock moved against the time since the machine started. */
export const driftOf = (from: ClockReading, to: ClockReading): number =>
  to.wall - from.wall - (to.uptime - from.uptime);

export const hasJumped = (from: ClockReading, to: ClockReading): boolean =>
  Math.abs(driftOf(from, to)) > JUMP_MS;

/** Undefined stands for a source that does not answer; it counts in the number of which a majority is needed. */
export function judgeSources(offsets: readonly (Offset | undefined)[]): SourcesSay {
  const known = offsets.filter((one) => one !== undefined);
  const wrong = known.filter(({ least, most }) => least > OFF_MS || most < -OFF_MS).length;
  if (wrong * 2 > offsets.length) return "wrong";
  return (known.length - wrong) * 2 > offsets.length ? "right" : "unknown";
}

export interface TimeGrounds {
  readonly now: ClockReading;
  /** Read when the clock was believed last. */
  readonly trusted: ClockReading;
  readonly sources: SourcesSay;
  /** Wall clock of what was signed last, where it is known. */
  readonly lastAt: number | undefined;
}

/** Undefined if something may be signed now. */
export function timeRefusalOf({
  now,
  trusted,
  sources,
  lastAt,
}: TimeGrounds): TimeRefusal | undefined {
  if (sources === "wrong") return "clock-off-sources";
  if (hasJumped(trusted, now)) return "clock-jumped";
  return lastAt !== undefined && now.wall <= lastAt ? "time-not-after-last" : undefined;
}
