/**
 * Days of the clocks that begin on the same day and are counted in the same unit, as one strip: the longest one's days,
 * with the last day of each marked. Pure.
 */
import type { ExplainedClock } from "../../../../contract/src/voices.ts";

export type Mark =
  | "start"
  /** Counted, and behind. */
  | "done"
  /** Ahead, within the shorter clock. */
  | "pledge"
  /** Ahead, within the longer one. */
  | "open"
  | "paused"
  | "holiday"
  | "weekend"
  | "moved"
  | "unpublished";

export interface StripCell {
  readonly date: string;
  readonly mark: Mark;
  readonly n?: number;
  readonly name?: string;
  readonly isMakeUp: boolean;
  readonly isToday: boolean;
  /** Ids of the clocks that end on this day. */
  readonly due: readonly string[];
}

export interface StripGroup {
  readonly key: string;
  /** Longest first. */
  readonly clocks: readonly ExplainedClock[];
  readonly isRunning: boolean;
}

/** Clocks with the same start and unit share a strip; those that still run come first. */
export function groupsOf(clocks: readonly ExplainedClock[]): readonly StripGroup[] {
  const groups = Map.groupBy(clocks, ({ startOn, unit, isRunning }) =>
    [startOn, unit, isRunning].join("|"),
  );
  return [...groups]
    .map(([key, members]) => ({
      key,
      clocks: members.toSorted((left, right) => right.length - left.length),
      isRunning: members.some(({ isRunning }) => isRunning),
    }))
    .toSorted((left, right) => Number(right.isRunning) - Number(left.isRunning));
}

type Day = ExplainedClock["strip"][number];

const REST: Readonly<Record<string, Mark>> = {
  start: "start",
  weekend: "weekend",
  holiday: "holiday",
  paused: "paused",
  moved: "moved",
};

function markOf({ kind, date }: Day, today: string, pledge: string): Mark {
  if (kind !== "counted") return REST[kind] ?? "unpublished";
  if (date <= today) return "done";
  return date <= pledge ? "pledge" : "open";
}

export function cellsOf({ clocks }: StripGroup, today: string): readonly StripCell[] {
  const [longest] = clocks;
  if (longest === undefined) return [];
  const dues = clocks.flatMap(({ due }) => (due === null ? [] : [due]));
  const pledge = dues.reduce((first, due) => (due < first ? due : first), dues[0] ?? "");
  return longest.strip.map((day) => ({
    date: day.date,
    mark: markOf(day, today, clocks.length > 1 ? pledge : "9999"),
    ...(day.n === undefined ? {} : { n: day.n }),
    ...(day.name === undefined ? {} : { name: day.name }),
    isMakeUp: day.isMakeUp === true,
    isToday: day.date === today,
    due: clocks.filter(({ due }) => due === day.date).map(({ id }) => id),
  }));
}

/** Days without a break that a row holds; a pause over a row's end goes on in the next. */
export function rowsOf(cells: readonly StripCell[], perRow: number): readonly StripCell[][] {
  const rows: StripCell[][] = [];
  for (let at = 0; at < cells.length; at += perRow) rows.push(cells.slice(at, at + perRow));
  return rows;
}

export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly name: string;
}

/** Where the clock stands still in a row, by index. */
export function pausesIn(row: readonly StripCell[]): readonly Stretch[] {
  const stretches: { from: number; to: number; name: string }[] = [];
  row.forEach(({ mark, name = "" }, at) => {
    const last = stretches.at(-1);
    if (mark !== "paused") return;
    if (last !== undefined && last.to === at - 1 && last.name === name) last.to = at;
    else stretches.push({ from: at, to: at, name });
  });
  return stretches;
}
