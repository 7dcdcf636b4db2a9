/** When the steps of a process happen: statutory minimum periods, working days, office hours. */
import type { Method } from "../../../contract/src/values.ts";
import { isSale, type Trade } from "../city/trades.ts";
import type { Random } from "../random.ts";
import {
  addWorkingDays,
  DAY,
  type DayNumber,
  dayNumberOf,
  formatDay,
  instantOf,
  MINUTE,
  type Seconds,
  workingDayFrom,
} from "../time.ts";

export interface Schedule {
  readonly noticeAt: Seconds;
  /** Deadline first announced; differs from `deadlineAt` after a postponement. */
  readonly announcedAt: Seconds;
  /** Amendment that moves the deadline. */
  readonly amendmentAt?: Seconds;
  readonly clarificationAt?: Seconds;
  /** Bids close and the opening starts. */
  readonly deadlineAt: Seconds;
  readonly evaluationAt: Seconds;
  readonly candidatesAt?: Seconds;
  readonly disclosureFrom?: string;
  readonly disclosureTo?: string;
  readonly awardAt: Seconds;
  readonly awardNoticeAt: Seconds;
  readonly contractAt: Seconds;
  /** Set only by live production. */
  readonly haste?: Haste;
}

/** How live production compresses what usually takes hours or days. */
interface Haste {
  /** Most bids arrive within so many seconds before the deadline. */
  readonly rush?: Seconds;
  /** Documents are fetched within so many seconds after the notice. */
  readonly interest?: Seconds;
  /** Length of an opening relative to a usual one. */
  readonly opening?: number;
}

const OPENING_HOURS = [9, 9.5, 10, 10.5, 14.5, 15] as const;
const AMENDMENT_SHARE = 0.14;
const CLARIFICATION_SHARE = 0.08;

/** Days from notice to deadline: at least 20 for open tenders (招标投标法第24条; 政府采购法第35条). */
function periodDays(random: Random, trade: Trade, method: Method): number {
  if (isSale(trade)) return random.integer(30, 40);
  if (method === "open" || method === "invited") return random.integer(21, 30);
  if (method === "consultation") return random.integer(11, 16);
  return random.integer(7, 12);
}

/** A moment in office hours of a day: 09:00–11:30 or 14:30–17:30. */
export function officeMoment(random: Random, day: DayNumber): Seconds {
  const hour = random.chance(0.5) ? random.uniform(9, 11.5) : random.uniform(14.5, 17.5);
  return instantOf(day, hour);
}

const moment = (random: Random, day: DayNumber): Seconds =>
  officeMoment(random, workingDayFrom(day));

/** The whole calendar of a process that begins at `noticeAt`. */
export function createSchedule(
  random: Random,
  { trade, method, noticeAt }: { trade: Trade; method: Method; noticeAt: Seconds },
): Schedule {
  const noticeDay = dayNumberOf(noticeAt);
  const firstDay = workingDayFrom(noticeDay + periodDays(random, trade, method));
  const hour = random.pick(OPENING_HOURS);
  const amended = method === "open" && random.chance(AMENDMENT_SHARE);
  const amendmentAt = moment(random, noticeDay + random.integer(5, 14));
  const deadlineDay = amended
    ? workingDayFrom(Math.max(firstDay, dayNumberOf(amendmentAt) + random.integer(16, 20)))
    : firstDay;
  const deadlineAt = instantOf(deadlineDay, hour);
  const clarified = method === "open" && random.chance(CLARIFICATION_SHARE);
  return {
    noticeAt,
    announcedAt: instantOf(firstDay, hour),
    ...(amended ? { amendmentAt } : {}),
    ...(clarified ? { clarificationAt: moment(random, noticeDay + random.integer(2, 4)) } : {}),
    deadlineAt,
    ...afterOpening(random, trade, deadlineDay),
  };
}

type Aftermath = Omit<Schedule, "noticeAt" | "announcedAt" | "deadlineAt">;

function afterOpening(random: Random, trade: Trade, deadlineDay: DayNumber): Aftermath {
  const evaluationDay = addWorkingDays(deadlineDay, random.integer(1, 2));
  const evaluationAt = officeMoment(random, evaluationDay);
  if (trade.regime === "procurement") return withoutDisclosure(random, evaluationAt);
  const candidatesDay = addWorkingDays(evaluationDay, 1);
  const lastDay = workingDayFrom(candidatesDay + random.integer(3, 5));
  const awardDay = addWorkingDays(lastDay, random.integer(1, 3));
  return {
    evaluationAt,
    candidatesAt: officeMoment(random, candidatesDay),
    disclosureFrom: formatDay(candidatesDay),
    disclosureTo: formatDay(lastDay),
    ...fromAward(random, awardDay),
  };
}

/** Procurement publishes no candidates: result within days, notice within two working days. */
function withoutDisclosure(random: Random, evaluationAt: Seconds): Aftermath {
  const awardDay = addWorkingDays(dayNumberOf(evaluationAt), random.integer(1, 4));
  return { evaluationAt, ...fromAward(random, awardDay) };
}

type Ending = Pick<Schedule, "awardAt" | "awardNoticeAt" | "contractAt">;

/** Award, its notice at the latest two working days later, contract within 30 days. */
function fromAward(random: Random, awardDay: DayNumber): Ending {
  const awardAt = officeMoment(random, awardDay);
  const awardNoticeAt = Math.max(
    officeMoment(random, addWorkingDays(awardDay, random.integer(0, 2))),
    awardAt + 20 * MINUTE,
  );
  const contractDay = workingDayFrom(dayNumberOf(awardNoticeAt) + random.integer(4, 26));
  return { awardAt, awardNoticeAt, contractAt: officeMoment(random, contractDay) };
}

/** The same process with award and contract moved behind an answer that came late. */
export function delayAward(random: Random, schedule: Schedule, notBefore: Seconds): Schedule {
  if (schedule.awardAt > notBefore) return schedule;
  return { ...schedule, ...fromAward(random, addWorkingDays(dayNumberOf(notBefore), 1)) };
}

/** When an honest bid arrives: most on the last two days, in the daytime, none at night. */
export function receiptMoment(random: Random, schedule: Schedule): Seconds {
  const { deadlineAt, noticeAt, haste } = schedule;
  if (haste?.rush !== undefined && random.chance(0.6)) {
    return deadlineAt - random.integer(4, haste.rush);
  }
  if (random.chance(0.45))
    return deadlineAt - Math.round(random.uniform(8, 110)) * MINUTE - random.integer(0, 59);
  const day = dayNumberOf(deadlineAt) - 1 - Math.floor(random.exponential() * 1.1);
  const at = officeMoment(random, day);
  return Math.max(at, Math.min(noticeAt + DAY, deadlineAt - 2 * 60 * MINUTE));
}

/** When documents are fetched: early, in the daytime, at the latest two hours before the deadline. */
export function downloadMoment(random: Random, schedule: Schedule): Seconds {
  const interest = schedule.haste?.interest;
  if (interest !== undefined) return schedule.noticeAt + random.integer(15, interest);
  const days = (schedule.deadlineAt - schedule.noticeAt) / DAY;
  const day =
    dayNumberOf(schedule.noticeAt) + Math.floor(Math.min(random.exponential() / 4, 0.8) * days);
  return Math.max(officeMoment(random, day), schedule.noticeAt + random.integer(5, 90) * MINUTE);
}
