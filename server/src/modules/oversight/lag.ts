/** Days by which the log took an act in later than the day that the act names (SUP-05). Pure. */
import type { KnownVoice } from "../complaints/index.ts";
import { dayOf, daysBetween } from "./days.ts";
import { GRACE_DAYS } from "./settings.ts";

export interface LaggingCase {
  readonly facts: KnownVoice;
  readonly loggedAt: ReadonlyMap<string, string>;
  readonly receiptId: string;
}

export interface Lag {
  readonly factId: string;
  readonly kind: string;
  readonly businessOn: string;
  readonly loggedAt: string;
  readonly days: number;
  /** Paper with its scan, or a service with its proof: named so, not held against anybody. */
  readonly isProven: boolean;
}

interface Named {
  readonly factId: string;
  readonly kind: string;
  readonly day: string;
  readonly isProven: boolean;
}

const least = (a: string, b: unknown): string => (typeof b === "string" && b < a ? b : a);

/** The earliest day that each act names. */
function namedDays({ facts, receiptId }: LaggingCase): readonly Named[] {
  const { received, receivedAt, events } = facts;
  const hasScan = received.channel === "paper" && (received.files?.length ?? 0) > 0;
  return [
    {
      factId: receiptId,
      kind: "complaints.voice-received",
      day: dayOf(receivedAt),
      isProven: hasScan,
    },
    ...events
      // What the machine notes has no day but that of its note.
      .filter(({ payload }) => payload["officer"] !== undefined)
      .map(({ factId, kind, at, payload }): Named => {
        const service = payload["service"] as { servedOn: string; proof?: string } | undefined;
        const said = service?.servedOn ?? payload["from"] ?? payload["to"];
        const decidedOn = kind === "complaints.acceptance-decided" ? payload["decidedOn"] : said;
        return {
          factId,
          kind,
          day: least(dayOf(at), decidedOn),
          isProven: service?.proof !== undefined && service.proof.trim() !== "",
        };
      }),
  ];
}

/**
 * True of a case that came whole from elsewhere (an earlier system, a first filling): its receipt was logged late though
 * the server itself stamps such a receipt, or the case had run for days before its receipt and its acts were logged together.
 */
export function isTakenOver(lagging: LaggingCase): boolean {
  const { facts, loggedAt, receiptId } = lagging;
  const logged = loggedAt.get(receiptId);
  if (logged === undefined) return false;
  const receivedOn = dayOf(facts.receivedAt);
  if (daysBetween(receivedOn, dayOf(logged)) <= GRACE_DAYS) return false;
  const { channel } = facts.received;
  if (channel === "web" || channel === "service") return true;
  const together = facts.events.filter(
    ({ factId, at }) => dayOf(loggedAt.get(factId) ?? at) === dayOf(logged),
  );
  return new Set(together.map(({ at }) => dayOf(at))).size > 1;
}

export function lagsOf(lagging: LaggingCase): readonly Lag[] {
  const { loggedAt, receiptId } = lagging;
  const loggedOn = dayOf(loggedAt.get(receiptId) ?? lagging.facts.receivedAt);
  const wasTakenOver = isTakenOver(lagging);
  return namedDays(lagging).flatMap(({ factId, kind, day, isProven }): Lag[] => {
    const logged = loggedAt.get(factId);
    if (logged === undefined) return [];
    if (wasTakenOver && dayOf(logged) === loggedOn) return [];
    const days = daysBetween(day, dayOf(logged));
    return days > GRACE_DAYS
      ? [{ factId, kind, businessOn: day, loggedAt: logged, days, isProven }]
      : [];
  });
}
