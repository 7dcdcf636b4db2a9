/** Spans as the fields of a form write them, in the time of the city (UTC+8). Pure. */
import type { Span } from "../../../../contract/src/video-values.ts";
import type { Faults } from "./camera-words.ts";

const CITY_MS = 8 * 3_600_000;
const LONGEST_MS = 4 * 3_600_000;
const SHORTEST_REASON = 4;

/** 2026-03-02T09:30:00 */
export const localOf = (instant: string | undefined): string =>
  instant === undefined ? "" : new Date(Date.parse(instant) + CITY_MS).toISOString().slice(0, 19);

const instantOf = (local: string): string | undefined => {
  const at = Date.parse(`${local}${local.length === 16 ? ":00" : ""}+08:00`);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

interface Written {
  readonly from: string;
  readonly to: string;
}

/** undefined: a field holds no time. */
export function spanOf({ from, to }: Written): Span | undefined {
  const [begin, end] = [instantOf(from), instantOf(to)];
  return begin === undefined || end === undefined ? undefined : { from: begin, to: end };
}

/** @param booked When the room was the project's */
export function faultsOfClip(
  written: Written & { readonly reason: string },
  booked: Span | undefined,
): Faults {
  const faults: Record<string, string> = {};
  if (written.reason.trim().length < SHORTEST_REASON) faults["reason"] = "reasonShort";
  const span = spanOf(written);
  if (span === undefined || booked === undefined) return { ...faults, span: "spanMissing" };
  const [from, to] = [Date.parse(span.from), Date.parse(span.to)];
  // The fields hold seconds, a booking may begin between two.
  const within = from >= Date.parse(booked.from) - 1000 && to <= Date.parse(booked.to) + 1000;
  if (to <= from) faults["span"] = "spanOrder";
  else if (to - from > LONGEST_MS) faults["span"] = "spanLong";
  else if (!within) faults["span"] = "spanOutside";
  return faults;
}
