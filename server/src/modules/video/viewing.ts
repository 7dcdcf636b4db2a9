/** When somebody may look at a picture. Pure. */
import type { OpenViewing } from "../../../../contract/src/video.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Booking } from "../venue/index.ts";
import { type Channel, isClosedZone } from "./channel.ts";

const MINUTE_MS = 60_000;
/** People come before an opening begins and leave after it has ended. */
const MARGIN_MS = 15 * MINUTE_MS;
const USUAL_MINUTES = 30;
const LONGEST_SPAN_MS = 12 * 60 * MINUTE_MS;

export interface Request {
  readonly wanted: OpenViewing;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** What of the time belongs to the project: for live, this moment. */
function timeOf({ wanted: { recorded }, now }: Request): { from: number; to: number } {
  if (recorded === undefined) return { from: now, to: now };
  const [from, to] = [Date.parse(recorded.from), Date.parse(recorded.to)];
  if (!(from < to) || to - from > LONGEST_SPAN_MS || to > now)
    throw new RuleViolation("video.span-invalid", {}, { status: 400 });
  return { from, to };
}

/** The booking by which this camera belongs to the project then. @throws RuleViolation video.span-invalid, video.not-bound */
export function bindingOf(
  request: Request,
  channel: Channel,
  bookings: readonly Booking[],
): Booking {
  const { from, to } = timeOf(request);
  const { ocid } = request.wanted;
  const booking = bookings.find(
    (one) =>
      one.cancelledAt === undefined &&
      one.room === channel.room &&
      one.ocid === ocid &&
      Date.parse(one.from) - MARGIN_MS <= from &&
      to <= Date.parse(one.to) + MARGIN_MS,
  );
  if (booking === undefined)
    throw new RuleViolation("video.not-bound", { channel: channel.title }, { status: 403 });
  return booking;
}

export interface Window {
  /** Milliseconds since 1970. */
  readonly until: number;
  readonly needsPurpose: boolean;
}

/**
 * The live opening is public business and needs no purpose; a closed zone and a recording do.
 * @throws RuleViolation video.purpose-needed
 */
export function windowOf({ wanted, now }: Request, { zone }: Booking): Window {
  const needsPurpose = isClosedZone(zone) || wanted.recorded !== undefined;
  if (needsPurpose && (wanted.purpose === undefined || wanted.reason === undefined)) {
    const errors = (["purpose", "reason"] as const)
      .filter((field) => wanted[field] === undefined)
      .map((path) => ({ path, code: "video.purpose-needed", params: {} }));
    throw new RuleViolation("video.purpose-needed", {}, { status: 400, errors });
  }
  return { until: now + (wanted.minutes ?? USUAL_MINUTES) * MINUTE_MS, needsPurpose };
}
