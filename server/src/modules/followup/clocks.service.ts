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

function clocksOf(thread: Thread, calendar: Calendar): readonly RunningClock[] {
  const report = find<ReportSent>(thread, "report-sent");
  const letter = find<LetterSent>(thread, "letter-sent");
  const isAnswered =
    find(thread, "feedback-given") !== undefined || find(thread, "letter-answered") !== undefined;
  const sent = report ?? letter;
  if (sent === undefined || isAnswered) return [];
  const days = report?.payload.feedbackDays ?? letter?.payload.replyDays ?? 0;
  const day = dueOn(sent.at, days, calendar);
  return [
    {
      clock: report === undefined ? "letter.answer" : "report.feedback",
      unit: sent.payload.unit,
      number: report?.payload.leadNumber ?? numberOf(letter?.payload.letter ?? ""),
      isStatutory: false,
      binds: true,
      startsAt: sent.at,
      ladder: report?.payload.recipient === "discipline" ? DISCREET : LADDER,
      ...(day === undefined ? {} : { dueOn: day, dueAt: startOfDay(dayAfter(day)) }),
    },
  ];
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
