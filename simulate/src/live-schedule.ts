/** Calendars of live production: one part of a process is played now, the rest lies where it belongs. */
import type { Method } from "../../contract/src/values.ts";
import { isSale, type Trade } from "./city/trades.ts";
import { createSchedule, officeMoment, type Schedule } from "./project/schedule.ts";
import type { Random } from "./random.ts";
import {
  addWorkingDays,
  DAY,
  dayNumberOf,
  formatDay,
  MINUTE,
  type Seconds,
  workingDayFrom,
} from "./time.ts";

/** Which part of a process is played. */
export type Scene = "notice" | "opening" | "award" | "contract";

interface SceneInput {
  readonly trade: Trade;
  readonly method: Method;
  /** When the scene begins. */
  readonly now: Seconds;
}

/** The calendar of one process whose `scene` happens from `now` on. */
export function sceneSchedule(random: Random, scene: Scene, input: SceneInput): Schedule {
  const { now } = input;
  switch (scene) {
    case "notice":
      return {
        ...createSchedule(random, { ...input, noticeAt: now + 2 }),
        haste: { interest: 8 * MINUTE },
      };
    case "opening":
      return openingScene(random, input);
    case "award":
      return {
        ...finishedBefore(random, input, ({ evaluationAt, candidatesAt }) =>
          Math.max(evaluationAt, (candidatesAt ?? 0) + 4 * DAY),
        ),
        awardAt: now + 10,
        awardNoticeAt: now + 40,
      };
    case "contract":
      return {
        ...finishedBefore(random, input, ({ awardNoticeAt }) => awardNoticeAt + 3 * DAY),
        contractAt: now + 12,
      };
  }
}

/** Notice weeks ago, bids close in two to three minutes, the rest of the day in ten. */
function openingScene(random: Random, { trade, method, now }: SceneInput): Schedule {
  const deadlineAt = Math.ceil((now + 2 * MINUTE) / MINUTE) * MINUTE;
  const today = dayNumberOf(now);
  const age =
    method === "open" || method === "invited" ? random.integer(22, 29) : random.integer(12, 16);
  const noticeAt = officeMoment(random, workingDayFrom(today - age));
  const evaluationAt = deadlineAt + 7 * MINUTE + random.integer(0, 50);
  const shared = {
    noticeAt,
    announcedAt: deadlineAt,
    deadlineAt,
    evaluationAt,
    haste: { rush: 110, opening: 0.18 },
  };
  if (trade.regime === "procurement") {
    const awardAt = evaluationAt + 80;
    return { ...shared, awardAt, awardNoticeAt: awardAt + 70, contractAt: awardAt + 9 * DAY };
  }
  const candidatesAt = evaluationAt + 90;
  const lastDay = workingDayFrom(today + random.integer(3, 5));
  const awardAt = officeMoment(random, addWorkingDays(lastDay, 1));
  return {
    ...shared,
    candidatesAt,
    disclosureFrom: formatDay(today),
    disclosureTo: formatDay(lastDay),
    awardAt,
    awardNoticeAt: awardAt + 60 * MINUTE,
    contractAt: awardAt + 9 * DAY,
  };
}

/** Days between notice and now with which a search begins. */
function usualAge(trade: Trade, method: Method): number {
  if (isSale(trade)) return 44;
  if (trade.regime === "works") return 32;
  return method === "open" ? 26 : 14;
}

/** A usual calendar of which `milestone` lies in the past, begun as late as possible. */
function finishedBefore(
  random: Random,
  { trade, method, now }: SceneInput,
  milestone: (schedule: Schedule) => Seconds,
): Schedule {
  for (let age = usualAge(trade, method); ; age += 2) {
    const noticeAt = officeMoment(random, workingDayFrom(dayNumberOf(now) - age));
    const schedule = createSchedule(random, { trade, method, noticeAt });
    if (milestone(schedule) < now) return schedule;
  }
}
