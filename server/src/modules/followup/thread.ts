/** Facts of one thread → how it stands, as its readers see it. Whatever the order of arrival, the same. Pure. */
import { type Calendar, CalendarNotPublished } from "../../../../clocks/src/index.ts";
import type { Officer } from "../../../../contract/src/casework.ts";
import type { FeedbackGiven } from "../../../../contract/src/facts/followup.feedback-given.ts";
import type { LetterAnswered } from "../../../../contract/src/facts/followup.letter-answered.ts";
import type { LetterSent } from "../../../../contract/src/facts/followup.letter-sent.ts";
import type { ReportSent } from "../../../../contract/src/facts/followup.report-sent.ts";
import type { TalkHeld } from "../../../../contract/src/facts/followup.talk-held.ts";
import type { TalkInvited } from "../../../../contract/src/facts/followup.talk-invited.ts";
import type { LetterRow, ReportRow, TalkRow } from "../../../../contract/src/followup.ts";
import type { Role } from "../../../../contract/src/organisation.ts";
import { partyKey, partyName } from "../../kernel/party.ts";
import { type PlainDate, plainDateOf } from "../../kernel/plain-date.ts";
import { present } from "../../kernel/present.ts";
import { numberOf } from "./letter.ts";
import { isOne, RECIPIENT_ROLES, TALKERS } from "./roles.ts";

export interface FollowUpEvent {
  readonly kind: string;
  readonly thread: string;
  readonly leadId: string | null;
  readonly at: string;
  readonly payload: unknown;
}

/** Who looks: what he may do follows from it. */
export interface Eyes {
  readonly account: string;
  readonly unit: string;
  readonly role: Role;
  readonly own: readonly string[];
}

export interface Looking {
  readonly eyes: Eyes;
  readonly today: PlainDate;
  readonly calendar: Calendar;
}

export type Thread = readonly FollowUpEvent[];

/** Threads of one sort (`report`, `letter` …), in the order of their first facts. */
export function threadsOf(events: readonly FollowUpEvent[], sort: string): readonly Thread[] {
  const own = events.filter(({ thread }) => thread.startsWith(`${sort}/`));
  return [...Map.groupBy(own, ({ thread }) => thread).values()];
}

/** The fact of this name in a thread; its payload was checked against the kind when it was recorded. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- names the kind's payload once for all readers
export function find<Payload>(
  thread: Thread,
  name: string,
): { readonly at: string; readonly payload: Payload } | undefined {
  const event = thread.find(({ kind }) => kind === `followup.${name}`);
  return event && { at: event.at, payload: event.payload as Payload };
}

/** Last day of so many working days; undefined for a year without a notice of holidays: nothing is guessed. */
export function dueOn(sentAt: string, days: number, calendar: Calendar): PlainDate | undefined {
  try {
    return calendar.addWorkingDays(plainDateOf(new Date(sentAt)), days);
  } catch (error) {
    if (error instanceof CalendarNotPublished) return undefined;
    throw error;
  }
}

interface Acted {
  readonly officer: Officer;
}

/** Sent, signed for, answered: an answer signs for it as well. */
const stateOf = (received: unknown, answered: unknown): ReportRow["state"] => {
  if (answered !== undefined) return "answered";
  return received === undefined ? "sent" : "received";
};

/** Acts of the unit that it went to, while it is not answered. */
const mayOf = (state: ReportRow["state"], isRecipient: boolean) => ({
  receive: isRecipient && state === "sent",
  answer: isRecipient && state !== "answered",
});

interface Dated {
  readonly at: string;
}

const datesOf = (received: Dated | undefined, answered: Dated | undefined) => ({
  receivedAt: received?.at ?? answered?.at ?? null,
  answeredAt: answered?.at ?? null,
});

const isLateOn = (day: PlainDate | undefined, today: PlainDate): boolean =>
  day !== undefined && day < today;

export function reportOf(thread: Thread, { eyes, today, calendar }: Looking): readonly ReportRow[] {
  const sent = find<ReportSent>(thread, "report-sent");
  if (sent === undefined) return [];
  const received = find<Acted>(thread, "report-received");
  const feedback = find<FeedbackGiven>(thread, "feedback-given");
  const { report, lead, leadNumber, recipient, unit, text, textHash, officer } = sent.payload;
  const isRecipient = unit.id === eyes.unit && isOne(RECIPIENT_ROLES, eyes.role);
  const due = dueOn(sent.at, sent.payload.feedbackDays, calendar);
  const state = stateOf(received, feedback);
  const { receivedAt, answeredAt } = datesOf(received, feedback);
  const { receive, answer } = mayOf(state, isRecipient);
  return [
    {
      report,
      lead,
      leadNumber,
      recipient,
      unit,
      state,
      sentAt: sent.at,
      sentBy: officer.department.name,
      text,
      textHash,
      ...present({
        receivedAt,
        feedback: feedback?.payload.feedback ?? null,
        feedbackText: feedback?.payload.text ?? null,
        feedbackAt: answeredAt,
        dueOn: due ?? null,
      }),
      isLate: state !== "answered" && isLateOn(due, today),
      may: { receive, feedback: answer },
    },
  ];
}

export function letterOf(thread: Thread, { eyes, today, calendar }: Looking): readonly LetterRow[] {
  const sent = find<LetterSent>(thread, "letter-sent");
  if (sent === undefined) return [];
  const received = find<Acted>(thread, "letter-received");
  const answered = find<LetterAnswered>(thread, "letter-answered");
  const { letter, unit, matter, title, text, lead, officer } = sent.payload;
  const isRecipient = unit.id === eyes.unit;
  const due = dueOn(sent.at, sent.payload.replyDays, calendar);
  const state = stateOf(received, answered);
  return [
    {
      letter,
      number: numberOf(letter),
      unit,
      matter,
      title,
      text,
      state,
      sentAt: sent.at,
      sentBy: officer.department.name,
      ...present({
        lead: lead ?? null,
        ...datesOf(received, answered),
        answer: answered?.payload.text ?? null,
        dueOn: due ?? null,
      }),
      isLate: state !== "answered" && isLateOn(due, today),
      may: mayOf(state, isRecipient),
    },
  ];
}

export function talkOf(thread: Thread, { eyes }: Pick<Looking, "eyes">): readonly TalkRow[] {
  const invited = find<TalkInvited>(thread, "talk-invited");
  if (invited === undefined) return [];
  const held = find<TalkHeld>(thread, "talk-held");
  const { talk, kind, target, matter, place, meetAt, lead, officer } = invited.payload;
  const isHost = isOne(TALKERS, eyes.role);
  return [
    {
      talk,
      number: numberOf(talk),
      kind,
      targetKind: target.kind,
      target: partyName(target.party),
      targetKey: partyKey(target.party),
      matter,
      place,
      meetAt,
      invitedAt: invited.at,
      invitedBy: officer.department.name,
      state: held === undefined ? "invited" : "held",
      ...present({
        // The firm is told of the talk, not of a lead.
        lead: (isHost ? lead : undefined) ?? null,
        record: held?.payload.record ?? null,
        heldAt: held?.at ?? null,
      }),
      ...(held === undefined ? {} : { present: held.payload.present }),
      may: { hold: held === undefined && isHost && officer.department.id === eyes.unit },
    },
  ];
}
