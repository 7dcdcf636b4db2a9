/** One voice as those who watch read it: its facts, when the log took each in, what runs and what was told. Pure. */
import type { Department } from "../../../../contract/src/casework.ts";
import type { HandledRow } from "../../../../contract/src/oversight.ts";
import {
  clocksOf,
  type KnownLaw,
  type KnownVoice,
  type Standing,
  standingOf,
  type VoiceEvent,
} from "../complaints/index.ts";
import { dayOf, daysBetween } from "./days.ts";
import { lagsOf } from "./lag.ts";

export interface RunningMark {
  readonly clock: string;
  readonly dueOn: string | null;
  /** ISO instant. */
  readonly dueAt: string | null;
  readonly isStatutory: boolean;
  readonly binds: boolean;
}

export interface Rung {
  readonly clock: string;
  readonly step: string;
  readonly at: string;
}

export interface CaseRecord {
  readonly facts: KnownVoice;
  readonly standing: Standing;
  readonly unit: Department;
  /** Title of the public project. */
  readonly project: string | undefined;
  /** When the log took it in, by fact; the receipt under its own id. */
  readonly loggedAt: ReadonlyMap<string, string>;
  readonly receiptId: string;
  readonly marks: readonly RunningMark[];
  readonly rungs: readonly Rung[];
}

const isKind = (kind: string) => (event: VoiceEvent) => event.kind === `complaints.${kind}`;

export const eventsOf = ({ facts }: CaseRecord, kind: string): readonly VoiceEvent[] =>
  facts.events.filter(isKind(kind));

/** Case up to, not including, an event. */
const before = (facts: KnownVoice, index: number): KnownVoice => ({
  ...facts,
  events: facts.events.slice(0, index),
});

interface Done {
  readonly on: string;
  /** Place of the event among the others. */
  readonly index: number;
  readonly isRefusal: boolean;
}

/** The first answer, or the refusal to take it up. */
function doneOf(record: CaseRecord): Done | undefined {
  const { events } = record.facts;
  const index = events.findIndex(
    (event) =>
      isKind("reply-served")(event) ||
      (isKind("acceptance-decided")(event) && event.payload["outcome"] === "refused"),
  );
  const event = events[index];
  if (event === undefined) return undefined;
  const isRefusal = !isKind("reply-served")(event);
  const service = event.payload["service"] as { servedOn: string } | undefined;
  const said = isRefusal ? String(event.payload["decidedOn"]) : (service?.servedOn ?? "");
  // A day that was written down too late, and that nothing proves, is no day to be in time by.
  const isDoubtful = lagsOf(record).some(
    ({ factId, isProven }) => factId === event.factId && !isProven,
  );
  return {
    on: isDoubtful ? dayOf(record.loggedAt.get(event.factId) ?? event.at) : said,
    index,
    isRefusal,
  };
}

interface Kept {
  readonly due: string | null;
  readonly isIn: boolean | null;
}

/** Whether every known date of these clocks was kept; null where none is known. */
function keptOf(dues: readonly (readonly [due: string | null, on: string])[]): Kept {
  const known = dues.flatMap(([due, on]) => (due === null ? [] : [{ due, on }]));
  const due =
    known
      .map((one) => one.due)
      .toSorted()
      .at(-1) ?? null;
  return { due, isIn: known.length === 0 ? null : known.every((one) => one.on <= one.due) };
}

/** A case that was answered or refused; undefined while it runs. */
export function handledOf(
  record: CaseRecord,
  known: KnownLaw,
  today: string,
): HandledRow | undefined {
  const done = doneOf(record);
  if (done === undefined) return undefined;
  const { facts, standing, unit, project } = record;
  const receivedOn = dayOf(facts.receivedAt);
  const { clocks } = clocksOf(standingOf(before(facts, done.index)), known);
  const decided = eventsOf(record, "acceptance-decided").at(0);
  const acceptedOn = (decided?.payload["decidedOn"] as string | undefined) ?? done.on;
  const dueOf = (isCommitment: boolean) =>
    clocks
      .filter((clock) => clock.isCommitment === isCommitment && clock.binds)
      .filter(({ id }) => !done.isRefusal || id === "complaint.accept")
      .map(({ id, due }) => [due, id === "complaint.accept" ? acceptedOn : done.on] as const);
  const statutory = keptOf(dueOf(false));
  const commitment = keptOf(dueOf(true));
  const { reply } = standing;
  return {
    subject: `voice:${facts.id}`,
    number: facts.received.number,
    kind: facts.received.kind,
    ...(project === undefined ? {} : { project }),
    unit,
    receivedOn,
    doneOn: done.on,
    days: daysBetween(receivedOn, done.on),
    statutoryDue: statutory.due,
    inStatutory: statutory.isIn,
    inCommitment: commitment.isIn,
    returns: standing.returns,
    isSubstantive: reply === undefined ? null : reply.quality.unanswered.length === 0,
    isReversed: isReversed(record),
    isDismissed: done.isRefusal || isDismissed(reply),
    publication: publicationOf(record, today),
  };
}

/** True of a reply that upholds nothing. */
const isDismissed = (reply: Standing["reply"]): boolean =>
  reply !== undefined && reply.findings.every(({ result }) => result === "notUpheld");

export const isReversed = (record: CaseRecord): boolean =>
  eventsOf(record, "reply-withdrawn").some(({ payload }) => payload["reason"] === "reversed");

/** published, not yet due, late, or nothing to publish. */
function publicationOf(record: CaseRecord, today: string): HandledRow["publication"] {
  const { standing, facts, marks } = record;
  if (facts.received.kind === "enquiry" || standing.reply === undefined) return "none";
  if (standing.publicationId !== undefined || eventsOf(record, "reply-released").length > 0)
    return "published";
  const due = marks.find(({ clock }) => clock === "reply.publish")?.dueOn;
  return due !== undefined && due !== null && due < today ? "late" : "waits";
}
