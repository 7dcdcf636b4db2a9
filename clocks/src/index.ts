/** Working-day calendar and statutory clocks: pure, without dependencies, for server, command line and browser. */
export { type Article, CLOCK_ARTICLES } from "./articles.ts";
export {
  type Calendar,
  CalendarNotPublished,
  type CalendarYear,
  createCalendar,
  withYears,
  type DayKind,
} from "./calendar.ts";
export {
  type ClockRule,
  CLOCKS,
  GROUNDS,
  type Ground,
  type Kind,
  KINDS,
  type Matter,
  MATTERS,
  type Regime,
  REGIMES,
} from "./clock-table.ts";
export { type DeadlineMove, moveOfDeadline } from "./deadline-move.ts";
export { type Day, isDay, parseDay } from "./day.ts";
export {
  type ClockAnswer,
  countDays,
  explainClocks,
  type Explanation,
  type Pause,
  type StripDay,
  type StripKind,
  type Voice,
} from "./explain.ts";
export {
  articlesOn,
  type ChangedClock,
  createLaw,
  type EnteredArticle,
  type Law,
  publishedLaw,
  rulesOn,
} from "./law.ts";
export { LIMITS } from "./limit-table.ts";
export { addCalendarDays, daysFromTo, workingDaysFromTo } from "./periods.ts";
export { capPauses, type CappedPause, pauseCapOn, type TypedPause } from "./pauses.ts";
export { publishedCalendar, publishedYears } from "./published.ts";
export {
  type Act,
  type ActWindow,
  type Doubt,
  explainWindow,
  type WindowReason,
  type WindowState,
} from "./windows.ts";
