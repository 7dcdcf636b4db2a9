/** Score cards: quarters, who may do what when. Pure. */
import { type Calendar, CalendarNotPublished } from "../../../../clocks/src/index.ts";
import type { Department } from "../../../../contract/src/casework.ts";
import { dayAfter, plainDateOf, startOfDay } from "../../kernel/plain-date.ts";
import type { Ladder, RunningClock } from "../deadlines/index.ts";
import type { Period } from "./days.ts";
import { COMMENT_DAYS } from "./settings.ts";

/** The quarter of a day. */
export const quarterOf = (day: string): string =>
  `${day.slice(0, 4)}-Q${Math.ceil(Number(day.slice(5, 7)) / 3)}`;

/** First and last day of a quarter. */
export function daysOfQuarter(quarter: string): Period {
  const [year = "", q = "1"] = quarter.split("-Q");
  const first = `${year}-${String(3 * Number(q) - 2).padStart(2, "0")}-01`;
  const next =
    q === "4"
      ? `${Number(year) + 1}-01-01`
      : `${year}-${String(3 * Number(q) + 1).padStart(2, "0")}-01`;
  return { from: first, to: dayAfter(next, -1) };
}

/** The quarter that ended last, seen from a day. */
export const lastQuarter = (day: string): string => {
  const { from } = daysOfQuarter(quarterOf(day));
  return quarterOf(dayAfter(from, -1));
};

export const cardSubject = (unit: string, quarter: string): string => `card:${unit}/${quarter}`;

/** Last day for the department's word; undefined for a year without a notice of holidays. */
export function commentDueOn(draftedAt: string, calendar: Calendar): string | undefined {
  try {
    return calendar.addWorkingDays(plainDateOf(new Date(draftedAt)), COMMENT_DAYS);
  } catch (error) {
    if (error instanceof CalendarNotPublished) return undefined;
    throw error;
  }
}

const COMMENT: Ladder = { "T-2": ["handler", "head"], T0: ["head", "coordinator"] };

export function clocksOfCard(
  card: {
    readonly unit: Department;
    readonly quarter: string;
    readonly draftedAt: string;
    readonly isSettled: boolean;
  },
  calendar: Calendar,
): readonly RunningClock[] {
  const { unit, quarter, draftedAt, isSettled } = card;
  if (isSettled) return [];
  const dueOn = commentDueOn(draftedAt, calendar);
  return [
    {
      clock: "card.comment",
      unit,
      number: quarter,
      isStatutory: false,
      binds: false,
      ladder: COMMENT,
      ...(dueOn === undefined ? {} : { dueOn, dueAt: startOfDay(dayAfter(dueOn)) }),
    },
  ];
}

/** It may be released once the department has spoken or its time has passed. */
export const isReleasable = (
  {
    hasComment,
    commentBy,
  }: { readonly hasComment: boolean; readonly commentBy: string | undefined },
  today: string,
): boolean => hasComment || (commentBy !== undefined && commentBy < today);
