/** Every clock of a voice that runs now: the law's, the city's, the unit's own, and those of steps inside the platform. Pure. */
import { type Calendar, CalendarNotPublished } from "../../../../clocks/src/index.ts";
import type { Department } from "../../../../contract/src/casework.ts";
import { dayAfter, plainDateOf, startOfDay } from "../../kernel/plain-date.ts";
import type { Ladder, RunningClock } from "../deadlines/index.ts";
import type { KnownLaw } from "./known-law.ts";
import {
  ANSWERED,
  clocksOf,
  DONE,
  isAfter,
  settledClocks,
  type Standing,
  type VoiceFacts,
} from "./standing.ts";

/** A unit's own limits in force on the day of receipt. */
export interface Profile {
  readonly takeHours: number;
  readonly complaintDays?: number | undefined;
  readonly challengeDays?: number | undefined;
}

export const CITY_PROFILE: Profile = { takeHours: 24 };

/** Working days a returned voice may lie with the coordinating office (SUP-02). */
const ROUTE_DAYS = 2;
/** Working days for a new reply after one that did not answer; a setting of the city. */
const REWORK_DAYS = 5;
/** Working days from the service of a reply to its publication; a setting of the city. */
const PUBLISH_DAYS = 5;

interface Asked {
  readonly facts: VoiceFacts;
  readonly standing: Standing;
  readonly known: KnownLaw;
  readonly profile: Profile;
}

/** Every clock that runs now: the law's, the city's, the unit's own, and those of steps inside the platform. */
export function runningClocks(asked: Asked): readonly RunningClock[] {
  const { standing, facts } = asked;
  const { unit, state } = standing;
  if (unit === undefined || DONE.has(state)) return [];
  const base = { unit, number: facts.received.number, startsAt: facts.receivedAt };
  const hops = hopClocks(asked, base);
  if (ANSWERED.has(state)) return hops;
  const statutory = clocksOf(standing, asked.known).clocks.flatMap((clock): RunningClock[] => {
    if (settledClocks(standing).has(clock.id)) return [];
    const { id, due, isCommitment, binds } = clock;
    return [{ ...base, clock: id, ...dueOf(due), isStatutory: !isCommitment, binds }];
  });
  return [...statutory, ...ownClock(asked, base), ...hops];
}

const dueOf = (day: string | null | undefined): Pick<RunningClock, "dueOn" | "dueAt"> =>
  day === null || day === undefined ? {} : { dueOn: day, dueAt: startOfDay(dayAfter(day)) };

type Base = Pick<RunningClock, "unit" | "number" | "startsAt">;

/** The unit's own promise, never longer than the city's. */
function ownClock(
  { standing, profile, known: { calendar } }: Asked,
  base: Base,
): readonly RunningClock[] {
  const { voice } = standing;
  const days = voice.kind === "complaint" ? profile.complaintDays : profile.challengeDays;
  if (days === undefined || voice.acceptedOn === undefined || voice.kind === "enquiry") return [];
  if (standing.pauses.length > 0) return [];
  return [
    {
      ...base,
      clock: "own.reply",
      ...dueOf(workingDaysAfter(voice.acceptedOn, days, calendar)),
      isStatutory: false,
      binds: false,
    },
  ];
}

function workingDaysAfter(day: string, count: number, calendar: Calendar): string | undefined {
  try {
    return calendar.addWorkingDays(day, count);
  } catch (error) {
    if (error instanceof CalendarNotPublished) return undefined;
    throw error;
  }
}

const HOP = { isStatutory: false, binds: false } as const;
const TAKE: Ladder = { T0: ["handler", "head"], "T+1": ["head", "coordinator"] };
const ROUTE: Ladder = { T0: ["coordinator"], "T+1": ["coordinator", "discipline"] };
const PUBLISH: Ladder = {
  "T-2": ["handler"],
  T0: ["handler", "head", "stationed"],
  "T+1": ["head", "stationed", "coordinator"],
};
const AT_ONCE: Ladder = { now: ["head", "stationed", "coordinator"] };

/** Steps between two desks: each has its own clock, so that nothing lies anywhere unseen. */
function hopClocks(
  { standing, profile, known: { calendar }, facts }: Asked,
  base: Base,
): RunningClock[] {
  const { state, stateSince, reply, isQuestioned } = standing;
  const since = plainDateOf(new Date(stateSince));
  const clocks: RunningClock[] = [];
  if (state === "routed") {
    const dueAt = new Date(Date.parse(stateSince) + profile.takeHours * 3_600_000).toISOString();
    clocks.push({ ...base, ...HOP, clock: "hop.take", dueAt, ladder: TAKE });
  }
  if (state === "returned") {
    const unit = COORDINATOR;
    const due = dueOf(workingDaysAfter(since, ROUTE_DAYS, calendar));
    clocks.push({ ...base, unit, ...HOP, clock: "hop.route", ...due, ladder: ROUTE });
  }
  if (isQuestioned) {
    const due = dueOf(workingDaysAfter(since, REWORK_DAYS, calendar));
    clocks.push({ ...base, ...HOP, binds: true, clock: "reply.rework", ...due });
    clocks.push({ ...base, ...HOP, clock: "reply.sent-back", dueAt: stateSince, ladder: AT_ONCE });
  }
  if (state === "replied" && isToBePublished(facts, standing)) {
    const due = dueOf(workingDaysAfter(since, PUBLISH_DAYS, calendar));
    clocks.push({ ...base, ...HOP, clock: "reply.publish", ...due, ladder: PUBLISH });
  }
  if (ANSWERED.has(state) && reply !== undefined && reply.quality.unanswered.length > 0) {
    const dueAt = standing.repliedAt;
    clocks.push({ ...base, ...HOP, clock: "reply.unanswered", dueAt, ladder: AT_ONCE });
  }
  return clocks;
}

/** Enquiries, and what a tenderer or buyer answers itself, are answered, not published; what was taken down stays down. */
const isToBePublished = ({ received, events }: VoiceFacts, { matched }: Standing): boolean =>
  received.kind !== "enquiry" &&
  matched !== "entity" &&
  !isAfter(events, "reply-withdrawn", "reply-served");

const COORDINATOR: Department = {
  id: "coordinator",
  name: "公共资源交易监督管理办公室",
};
