/** The stream of facts of one city over a span of days, by time, in bounded memory. */
import type { FactInput } from "../../contract/src/facts/fact.ts";
import type { Group } from "./city/groups.ts";
import { type City, createCity, registerFacts } from "./city/register.ts";
import { type Chapter, factOf, type Moment, projectChapters } from "./project/events.ts";
import {
  createBookings,
  createProject,
  type Project,
  type ProjectContext,
} from "./project/project.ts";
import { officeMoment } from "./project/schedule.ts";
import { createQueue } from "./queue.ts";
import { createRandom } from "./random.ts";
import {
  type DayNumber,
  dayNumberOf,
  instantOf,
  isWorkingDay,
  parseDay,
  parseInstant,
  type Seconds,
  yearOf,
} from "./time.ts";
import { createTruthBook, type Truth } from "./truth.ts";

export interface SimulateOptions {
  readonly seed: number;
  readonly projects: number;
  /** First day, `YYYY-MM-DD`; absent: a year before `to`. */
  readonly from?: string;
  /** Last day, or an instant with offset after which nothing has happened yet. */
  readonly to: string;
  /** Notices carry their body. */
  readonly documents?: boolean;
  /** Share of planted lots in trades that have groups, 0 to 1; about 4 % of all lots if absent. */
  readonly plantedShare?: number;
  /** Share of point-scored lots whose single scores are reported. */
  readonly scoredShare?: number;
  /** Share of those into whose scores something is planted; absent: none. */
  readonly flawShare?: number;
}

export interface Simulation {
  /** Facts by `occurredAt`; the standing register comes first. */
  readonly facts: Generator<FactInput, void, void>;
  /** Complete once `facts` has ended. */
  truth(): Truth;
}

/** About 4 % of all lots, since not every trade has groups. */
const PLANTED_SHARE = 0.054;
const SCORED_SHARE = 0.08;
const YEAR_DAYS = 365;

interface Span {
  readonly from: DayNumber;
  readonly to: DayNumber;
  /** The file ends here. */
  readonly until: Seconds;
}

/** @throws RangeError when the span is empty, a date is none, or the count is no natural number. */
function spanOf({ from, to, projects }: SimulateOptions): Span {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(to);
  const until = isDay ? instantOf(parseDay(to) + 1, 0) - 1 : parseInstant(to);
  const last = dayNumberOf(until);
  const first = from === undefined ? last - YEAR_DAYS : parseDay(from);
  if (first > last) throw new RangeError(`the span ends (${to}) before it begins (${from})`);
  if (!Number.isSafeInteger(projects) || projects < 0) {
    throw new RangeError(`the number of projects must be a whole number, not ${projects}`);
  }
  return { from: first, to: last, until };
}

/** Plans each project when its notice is due; only open processes are held in memory. */
export function simulateCity(options: SimulateOptions): Simulation {
  const span = spanOf(options);
  const city = createCity(options.seed);
  const book = createTruthBook(city, span.until);
  const contextFor = createContexts(city, {
    plantedShare: options.plantedShare ?? PLANTED_SHARE,
    scoredShare: options.scoredShare ?? SCORED_SHARE,
    flawShare: options.flawShare ?? 0,
  });
  const numbers = createNumbers();
  const style = { documents: options.documents === true };

  function* plan(): Generator<Start, void, void> {
    for (const [index, noticeAt] of noticeInstants(options, span).entries()) {
      const context = contextFor(`project/${index}`);
      const project = createProject(context, { code: numbers(noticeAt), noticeAt });
      book.note(project);
      yield { project, chapters: projectChapters(project, style) };
    }
  }

  function* facts(): Generator<FactInput, void, void> {
    yield* registerFacts(city);
    yield* mergeByTime(plan(), span.until);
  }

  return { facts: facts(), truth: () => book.read() };
}

interface Start {
  readonly project: Project;
  readonly chapters: readonly Chapter[];
}

/** A part under way; what is left stands in reverse, so that what is told is let go. */
interface Thread {
  readonly project: Project;
  readonly chapter: Chapter;
  left?: Moment[];
}

/** Merges processes that start in order of time; stops at the first moment after `until`. */
function* mergeByTime(
  starts: Generator<Start, void, void>,
  until: Seconds,
): Generator<FactInput, void, void> {
  const queue = createQueue<Thread>();
  let coming = starts.next();
  for (;;) {
    const soonest = queue.peekKey() ?? Number.POSITIVE_INFINITY;
    if (coming.done !== true && coming.value.project.schedule.noticeAt <= soonest) {
      const { project, chapters } = coming.value;
      for (const chapter of chapters) queue.push(chapter.at, { project, chapter });
      coming = starts.next();
      continue;
    }
    const thread = queue.pop();
    if (thread === undefined || soonest > until) return;
    const fact = advance(thread, soonest);
    if (fact !== undefined) yield fact;
    const following = thread.left?.at(-1);
    if (following !== undefined) queue.push(following.at, thread);
  }
}

/** Opens the part when it is due, and tells its next moment when that is due. */
function advance(thread: Thread, now: Seconds): FactInput | undefined {
  thread.left ??= thread.chapter.moments().toSorted((one, other) => other.at - one.at);
  if ((thread.left.at(-1)?.at ?? Number.POSITIVE_INFINITY) > now) return undefined;
  const moment = thread.left.pop();
  return moment === undefined ? undefined : factOf(thread.project, moment);
}

/** Notice instants of all projects in order: working days of the span, office hours. */
function noticeInstants({ seed, projects }: SimulateOptions, { from, to }: Span): Float64Array {
  const random = createRandom(seed, "arrivals");
  const days: DayNumber[] = [];
  for (let day = from; day <= to; day++) if (isWorkingDay(day)) days.push(day);
  const usable = days.length > 0 ? days : [from];
  return Float64Array.from({ length: projects }, () =>
    officeMoment(random, random.pick(usable)),
  ).toSorted();
}

/** Readable numbers, counted per year: `YL2026-0312`. */
function createNumbers(): (noticeAt: Seconds) => string {
  const counts = new Map<string, number>();
  return (noticeAt) => {
    const year = yearOf(noticeAt);
    const count = (counts.get(year) ?? 0) + 1;
    counts.set(year, count);
    return `YL${year}-${String(count).padStart(4, "0")}`;
  };
}

/** Projects have random streams of their own and share turns, guarantee numbers and rooms. */
export function createContexts(
  city: City,
  shares: Pick<ProjectContext, "plantedShare" | "scoredShare" | "flawShare">,
): (label: string) => ProjectContext {
  const turns = new Map<Group, number>();
  const bookings = createBookings();
  let guarantees = 0;
  const nextGuaranteeNo = (): string => {
    guarantees++;
    return `YLBH${String(guarantees).padStart(8, "0")}`;
  };
  const nextTurn = (group: Group): number => {
    const turn = turns.get(group) ?? 0;
    turns.set(group, turn + 1);
    return turn;
  };
  return (label) => ({
    city,
    random: createRandom(city.seed, label),
    ...shares,
    nextGuaranteeNo,
    nextTurn,
    bookings,
  });
}
