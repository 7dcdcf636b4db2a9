/** Clocks of reports and letters: nobody answers within the agreed working days, and the ladder speaks up. */
import type { Calendar } from "../../../../clocks/src/index.ts";
import type { LetterSent } from "../../../../contract/src/facts/followup.letter-sent.ts";
import type { ReportSent } from "../../../../contract/src/facts/followup.report-sent.ts";
import { dayAfter, startOfDay } from "../../kernel/plain-date.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import type { Subscriber } from "../../platform/facts/feed.ts";
import { type Ladder, type RunningClock, setClocks } from "../deadlines/index.ts";
import { readCalendar } from "../statutes/index.ts";
import { openThreads, readThreads, THREAD_PREFIX } from "./followup.store.ts";
import { numberOf } from "./letter.ts";
import { dueOn, find, type Thread } from "./thread.ts";

/** A reminder to whoever owes it, then to its head and to the coordinating office. */
const LADDER: Ladder = {
  "T-2": ["handler"],
  T0: ["handler", "head"],
  "T+1": ["head", "coordinator"],
  "T+5": ["coordinator"],
};
/** What the inspectors were told is nobody's business but theirs. */
const DISCREET: Ladder = { "T-2": ["discipline"], T0: ["discipline"], "T+5": ["discipline"] };

/** What is owed on a report or a letter, and by whom. */
interface Owed extends Pick<RunningClock, "clock" | "unit" | "number" | "ladder"> {
  readonly at: string;
  readonly days: number;
}

function owedOf(thread: Thread): Owed | undefined {
  const report = find<ReportSent>(thread, "report-sent");
  if (report !== undefined) {
    const { unit, leadNumber: number, feedbackDays: days, recipient } = report.payload;
    const ladder = recipient === "discipline" ? DISCREET : LADDER;
    return { clock: "report.feedback", unit, number, ladder, at: report.at, days };
  }
  const letter = find<LetterSent>(thread, "letter-sent");
  if (letter === undefined) return undefined;
  const { unit, letter: id, replyDays: days } = letter.payload;
  return {
    clock: "letter.answer",
    unit,
    number: numberOf(id),
    ladder: LADDER,
    at: letter.at,
    days,
  };
}

const isAnswered = (thread: Thread): boolean =>
  thread.some(
    ({ kind }) => kind === "followup.feedback-given" || kind === "followup.letter-answered",
  );

function clocksOf(thread: Thread, calendar: Calendar): readonly RunningClock[] {
  const owed = owedOf(thread);
  if (owed === undefined || isAnswered(thread)) return [];
  const { at, days, ...who } = owed;
  const day = dueOn(at, days, calendar);
  const due = day === undefined ? {} : { dueOn: day, dueAt: startOfDay(dayAfter(day)) };
  return [{ ...who, isStatutory: false, binds: true, startsAt: at, ...due }];
}

const hasClock = (thread: string): boolean =>
  thread.startsWith("report/") || thread.startsWith("letter/");

/** Sets the clocks of these threads again. */
export async function setFollowUpClocks(tx: Tx, given: readonly string[]): Promise<void> {
  const threads = [...new Set(given.filter(hasClock))].toSorted();
  if (threads.length === 0) return;
  const events = Map.groupBy(await readThreads(tx, threads, undefined), ({ thread }) => thread);
  const { calendar } = await readCalendar(tx);
  await setClocks(
    tx,
    threads.map((thread) => ({
      subject: `${THREAD_PREFIX}${thread}`,
      clocks: clocksOf(events.get(thread) ?? [], calendar),
    })),
    calendar,
  );
}

/** Every clock again: after a rebuild the calendar may stand behind the facts. @returns how many threads */
export async function summariseFollowUp(db: Database): Promise<number> {
  return inTransaction(db, async (tx) => {
    const threads = await openThreads(tx);
    await setFollowUpClocks(tx, threads);
    return threads.length;
  });
}

/** A year's notice of holidays moves the last days of what is not answered. */
export const followUpCalendar: Subscriber = {
  name: "followup.calendar",
  kinds: ["statutes.calendar-year-entered"],
  async handle(tx) {
    await setFollowUpClocks(tx, await openThreads(tx));
  },
};
