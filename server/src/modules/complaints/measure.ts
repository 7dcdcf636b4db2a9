/** What a voice adds to the figures: how long its steps took, by when it had to be answered, how it was. Pure. */
import { type Calendar, CalendarNotPublished } from "../../../../clocks/src/index.ts";
import type { AcceptanceDecided } from "../../../../contract/src/facts/complaints.acceptance-decided.ts";
import type { ClaimResult, Finding } from "../../../../contract/src/voice-values.ts";
import { dayAfter, plainDateOf } from "../../kernel/plain-date.ts";
import type { KnownLaw } from "./known-law.ts";
import {
  clocksOf,
  isBeforeAcceptance,
  needsAcceptance,
  type Standing,
  type VoiceFacts,
} from "./standing.ts";

export interface Measure {
  /** Working days from receipt to the first signature. */
  readonly takeDays: number | undefined;
  /** Working days from receipt to the decision about acceptance; only of complaints. */
  readonly acceptanceDays: number | undefined;
  /** Working days from acceptance to the first answer, without those of pauses. */
  readonly answerDays: number | undefined;
  readonly answeredOn: string | undefined;
  /** Last day for the answer by law, and by the city's promise; undefined: none runs, or none is known. */
  readonly statuteOn: string | undefined;
  readonly promiseOn: string | undefined;
  /** Claims by result in the last answer. */
  readonly results: Readonly<Partial<Record<ClaimResult, number>>>;
  /** Claims without a finding in the last answer. */
  readonly unanswered: number;
  readonly refusal: string | undefined;
  readonly pauses: number;
  /** Calendar days of pauses that have ended, first and last included. */
  readonly pauseDays: number;
  readonly isTakenDown: boolean;
}

type Days = readonly [from: string, to: string | undefined];

/** Working days after `from` up to and with `to`; undefined: not known, or a year without a notice. */
export function workingDaysBetween(
  [from, to]: Days,
  calendar: Calendar,
  isOut: (day: string) => boolean = () => false,
): number | undefined {
  if (to === undefined) return undefined;
  try {
    let count = 0;
    for (let day = dayAfter(from); day <= to; day = dayAfter(day))
      if (calendar.isWorkingDay(day) && !isOut(day)) count += 1;
    return count;
  } catch (error) {
    if (error instanceof CalendarNotPublished) return undefined;
    throw error;
  }
}

const dayOf = (at: string | undefined): string | undefined =>
  at === undefined ? undefined : plainDateOf(new Date(at));

const firstOf = ({ events }: VoiceFacts, kind: string): string | undefined =>
  events.find((event) => event.kind === `complaints.${kind}`)?.at;

/** Taken up or refused; asking for correction is neither. */
function decisionOf({ events }: VoiceFacts): AcceptanceDecided | undefined {
  const decided = events.find(
    ({ kind, payload }) =>
      kind === "complaints.acceptance-decided" && payload["outcome"] !== "correctionAsked",
  );
  return decided?.payload as unknown as AcceptanceDecided | undefined;
}

function refusalOf({ events }: VoiceFacts, { state }: Standing): string | undefined {
  if (state !== "refused") return undefined;
  const refused = events.findLast(({ payload }) => payload["outcome"] === "refused");
  return refused?.payload["ground"] as string | undefined;
}

export function countResults(findings: readonly Finding[]): Measure["results"] {
  const counts: Partial<Record<ClaimResult, number>> = {};
  for (const { result } of findings) counts[result] = (counts[result] ?? 0) + 1;
  return counts;
}

function lastDays(standing: Standing, known: KnownLaw) {
  const dues = (isCommitment: boolean) =>
    clocksOf(standing, known)
      .clocks.filter((clock) => clock.isCommitment === isCommitment && !isBeforeAcceptance(clock))
      .flatMap(({ due }) => due ?? [])
      .toSorted()[0];
  return { statuteOn: dues(false), promiseOn: dues(true) };
}

function pauseDaysOf({ pauses }: Standing): number {
  const days = pauses.map(({ from, to }) =>
    to === undefined ? 0 : (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1,
  );
  return days.reduce((sum, count) => sum + count, 0);
}

export function measureOf(facts: VoiceFacts, standing: Standing, known: KnownLaw): Measure {
  const { calendar } = known;
  const { pauses, reply, acceptedOn } = standing;
  const receivedOn = plainDateOf(new Date(facts.receivedAt));
  const answeredOn = dayOf(firstOf(facts, "reply-served"));
  const decided = needsAcceptance(facts.received) ? decisionOf(facts)?.decidedOn : undefined;
  const isPaused = (day: string) =>
    pauses.some(({ from, to }) => from <= day && (to === undefined || day <= to));
  return {
    takeDays: workingDaysBetween([receivedOn, dayOf(firstOf(facts, "voice-taken"))], calendar),
    acceptanceDays: workingDaysBetween([receivedOn, decided], calendar),
    answerDays:
      acceptedOn === undefined
        ? undefined
        : workingDaysBetween([acceptedOn, answeredOn], calendar, isPaused),
    answeredOn,
    ...lastDays(standing, known),
    results: countResults(reply?.findings ?? []),
    unanswered: reply?.quality.unanswered.length ?? 0,
    refusal: refusalOf(facts, standing),
    pauses: pauses.length,
    pauseDays: pauseDaysOf(standing),
    isTakenDown: firstOf(facts, "reply-withdrawn") !== undefined,
  };
}
