/**
 * When a running clock speaks up, and to whom. Pure. A commitment that is broken goes to the unit's discipline group, a
 * statute that is broken to the discipline inspectors as well (A-46, 条例79); nobody in the late unit can stop either.
 */
import { type Calendar, CalendarNotPublished } from "../../../../clocks/src/index.ts";
import type { Audience, EscalationStep } from "../../../../contract/src/deadlines.ts";
import type { DeadlineEscalated } from "../../../../contract/src/facts/deadlines.escalated.ts";
import { dayAfter, startOfDay } from "../../kernel/plain-date.ts";

export interface RunningClock {
  readonly clock: string;
  readonly unit: { readonly id: string; readonly name: string };
  /** Last day, for clocks that run by the day. */
  readonly dueOn?: string | undefined;
  /** From here on it is late. Undefined: no date is known. */
  readonly dueAt?: string | undefined;
  readonly isStatutory: boolean;
  /** False: a step inside the office; nobody outside it is told. */
  readonly binds: boolean;
  /** Number of the case. */
  readonly number: string;
  /** When it began: a reminder before that has nobody to remind. */
  readonly startsAt?: string | undefined;
  /** Absent: the usual ladder. */
  readonly ladder?: Ladder;
}

export type Ladder = Partial<Readonly<Record<EscalationStep, readonly Audience[]>>>;

const STATUTORY: Ladder = {
  "T-2": ["handler"],
  T0: ["handler", "head", "stationed", "discipline"],
  "T+1": ["head", "stationed", "discipline", "coordinator"],
  "T+5": ["discipline", "coordinator"],
};
const COMMITMENT: Ladder = {
  "T-2": ["handler"],
  T0: ["handler", "head", "stationed"],
  "T+1": ["head", "stationed", "coordinator"],
  "T+5": ["stationed", "discipline", "coordinator"],
};
const INSIDE: Ladder = { "T-2": ["handler"], T0: ["handler", "head"] };

export const ladderOf = ({ ladder, binds, isStatutory }: RunningClock): Ladder => {
  if (ladder !== undefined) return ladder;
  if (!binds) return INSIDE;
  return isStatutory ? STATUTORY : COMMITMENT;
};

export interface PendingStep {
  /** When it is to be recorded. */
  readonly at: string;
  readonly payload: DeadlineEscalated;
}

const DISTANCE: Readonly<Record<EscalationStep, number>> = {
  "T-2": -2,
  T0: 0,
  "T+1": 1,
  "T+5": 5,
  now: 0,
};

/** Steps of one clock, in the order of time; none while no date is known. */
export function stepsOf(running: RunningClock, calendar: Calendar): readonly PendingStep[] {
  const { dueOn, dueAt, startsAt = "", clock, isStatutory, unit, number } = running;
  if (dueAt === undefined) return [];
  return (Object.entries(ladderOf(running)) as [EscalationStep, readonly Audience[]][]).flatMap(
    ([step, to]) => {
      const at = instantOf(step, { dueOn, dueAt }, calendar);
      if (at === undefined || (DISTANCE[step] < 0 && at < startsAt)) return [];
      const payload = {
        clock,
        step,
        ...(dueOn === undefined ? {} : { dueOn }),
        dueAt,
        isStatutory,
        unit,
        to: [...to],
        number,
      };
      return [{ at, payload }];
    },
  );
}

type Due = { readonly dueOn: string | undefined; readonly dueAt: string };

/** Before the end at the start of that working day; after it at the end of that working day. */
function instantOf(step: EscalationStep, { dueOn, dueAt }: Due, calendar: Calendar) {
  const distance = DISTANCE[step];
  if (distance === 0) return dueAt;
  if (dueOn === undefined)
    return distance < 0 ? undefined : new Date(Date.parse(dueAt) + distance * DAY_MS).toISOString();
  try {
    return distance < 0
      ? startOfDay(workingDaysBefore(dueOn, -distance, calendar))
      : startOfDay(dayAfter(calendar.addWorkingDays(dueOn, distance)));
  } catch (error) {
    // Nothing is guessed: such a step is set when the notice is out.
    if (error instanceof CalendarNotPublished) return undefined;
    throw error;
  }
}

const DAY_MS = 86_400_000;

function workingDaysBefore(day: string, count: number, calendar: Calendar): string {
  let found = day;
  for (let left = count; left > 0;) {
    found = dayAfter(found, -1);
    if (calendar.isWorkingDay(found)) left -= 1;
  }
  return found;
}
