/** Which clocks run for a voice, when each ends, and every day by which it was counted. Pure. */
import type { Article } from "./articles.ts";
import { type Calendar, CalendarNotPublished, isWorking } from "./calendar.ts";
import type { ClockRule, Ground, Kind, Matter, Regime } from "./clock-table.ts";
import { type Day, dayOf, numberOf } from "./day.ts";
import { articlesOn, type Law, publishedLaw, rulesOn } from "./law.ts";

export interface Pause {
  readonly ground: Ground | "other";
  /** Sending of the request; this day and the last are left out of the count (MOF94-27). */
  readonly from: Day;
  /** Receipt of the answer; absent: it still runs. */
  readonly to?: Day | undefined;
  /** Number or name of the document that orders it. */
  readonly document?: string | undefined;
}

export interface Voice {
  readonly kind: Kind;
  readonly regime: Regime;
  /** For an inspection result the end of the check. */
  readonly receivedOn: Day;
  /** Absent: not accepted yet; what starts from acceptance does not run. */
  readonly acceptedOn?: Day | undefined;
  readonly matter?: Matter | undefined;
  readonly pauses?: readonly Pause[] | undefined;
}

export type StripKind =
  | "start"
  | "counted"
  | "weekend"
  | "holiday"
  | "paused"
  /** Behind the last counted day, which was a rest day. */
  | "moved"
  /** From here on nothing is known. */
  | "unpublished";

export interface StripDay {
  readonly date: Day;
  readonly kind: StripKind;
  /** Which day of the period it is. */
  readonly n?: number;
  /** Of the holiday; the ground of the pause. */
  readonly name?: string;
  readonly isMakeUp?: true;
  readonly isDue?: true;
}

export interface ClockAnswer {
  readonly id: string;
  readonly due: Day | null;
  readonly provisional: boolean;
  /** Why there is no date. */
  readonly reason?: "calendar" | "pause";
  /** Year without a notice. */
  readonly year?: number;
  readonly articles: readonly string[];
  readonly binds: boolean;
  readonly isCommitment: boolean;
  readonly startOn: Day;
  readonly unit: ClockRule["unit"];
  readonly length: number;
  readonly strip: readonly StripDay[];
}

export interface Explanation {
  /** `due` null: no clock that binds has a certain date. The whole null: none runs. */
  readonly binding: { readonly clock: string; readonly due: Day | null } | null;
  readonly clocks: readonly ClockAnswer[];
  /** Each article a clock above rests on. */
  readonly law: readonly Article[];
}

/** @throws RangeError when a pause ends before it begins */
export function explainClocks(
  voice: Voice,
  calendar: Calendar,
  law: Law = publishedLaw,
): Explanation {
  for (const { from, to } of voice.pauses ?? []) {
    if (to !== undefined && to < from) throw new RangeError(`pause from ${from} to ${to}`);
  }
  const inForce = articlesOn(voice.receivedOn, law);
  const known = new Set(inForce.map(({ id }) => id));
  const clocks = rulesOn(voice.receivedOn, law).flatMap((rule) => {
    const articles = rule.articles.filter((id) => known.has(id));
    return (articles.length > 0 && answerOf({ ...rule, articles }, voice, calendar)) || [];
  });
  const owed = clocks.filter(({ binds }) => binds);
  const certain = owed.filter(({ due }) => due !== null);
  const [first] = certain.toSorted((a, b) =>
    (a.due ?? "") < (b.due ?? "") ? -1 : a.due === b.due ? 0 : 1,
  );
  const binding = first ?? owed[0];
  const ids = new Set(clocks.flatMap(({ articles }) => articles));
  return {
    binding: binding === undefined ? null : { clock: binding.id, due: binding.due },
    clocks,
    law: inForce.filter(({ id }) => ids.has(id)),
  };
}

/** @param rule With those of its articles that are in force */
function answerOf(rule: ClockRule, voice: Voice, calendar: Calendar): ClockAnswer | undefined {
  const { kind, regime, matter = "unsaid" } = voice;
  const isMeant =
    rule.kinds.includes(kind) &&
    rule.regimes.includes(regime) &&
    (rule.matters === undefined || rule.matters.includes(matter));
  if (!isMeant) return undefined;
  const startOn = startOf(rule, voice);
  if (startOn === undefined) return undefined;
  const { id, articles, binds, isCommitment, unit, length } = rule;
  return {
    id,
    ...countDays({ rule, startOn, pauses: pausesOf(rule, voice), calendar }),
    articles,
    binds,
    isCommitment,
    startOn,
    unit,
    length,
  };
}

/** In procurement an accepted complaint counts as accepted on the day of its receipt (MOF94-21). */
function startOf({ startsFrom }: ClockRule, voice: Voice): Day | undefined {
  const { kind, regime, receivedOn, acceptedOn } = voice;
  if (startsFrom === "receipt" || acceptedOn === undefined)
    return startsFrom === "receipt" ? receivedOn : undefined;
  return kind === "complaint" && regime === "procurement" ? receivedOn : acceptedOn;
}

function pausesOf({ pausesOn }: ClockRule, { regime, pauses = [] }: Voice): readonly Pause[] {
  const grounds: readonly string[] = pausesOn[regime] ?? [];
  return pauses.filter(({ ground }) => grounds.includes(ground));
}

export interface Count {
  readonly rule: Pick<ClockRule, "unit" | "length">;
  readonly startOn: Day;
  readonly pauses: readonly Pause[];
  readonly calendar: Calendar;
}

export type Counted = Pick<ClockAnswer, "due" | "provisional" | "reason" | "year" | "strip">;

/** Counts a period from the day after its start. */
export function countDays(count: Count): Counted {
  const { rule, startOn, pauses } = count;
  if (rule.unit === "sameDay")
    return {
      due: startOn,
      provisional: false,
      strip: [{ date: startOn, kind: "start", isDue: true }],
    };
  const ended = pauses.filter(({ to }) => to !== undefined);
  const counted = walk({ ...count, pauses: ended });
  const last = counted.due ?? counted.strip.at(-1)?.date ?? startOn;
  const running = pauses.find(({ from, to }) => to === undefined && from <= last);
  // While a pause runs, nobody knows the date; a pause that begins behind it changes nothing.
  if (running === undefined) return counted;
  const strip = counted.strip.filter(({ date }) => date < running.from);
  return {
    due: null,
    provisional: true,
    reason: "pause",
    strip: [...strip.map(withoutDue), { date: running.from, kind: "paused", name: running.ground }],
  };
}

function withoutDue({ isDue: _isDue, ...day }: StripDay): StripDay {
  return day;
}

/** Day by day from the one after the start (MFD-201). */
function walk(count: Count): Counted {
  const strip: StripDay[] = [{ date: count.startOn, kind: "start" }];
  let number = numberOf(count.startOn);
  let n = 0;
  try {
    for (;;) {
      number += 1;
      const day = stripDay(count, dayOf(number), n);
      strip.push(day);
      if (day.kind === "counted") n += 1;
      if (day.isDue === true) return { due: day.date, provisional: false, strip };
    }
  } catch (error) {
    if (!(error instanceof CalendarNotPublished)) throw error;
    strip.push({ date: dayOf(number), kind: "unpublished" });
    return { due: null, provisional: true, reason: "calendar", year: error.year, strip };
  }
}

/** @param n Days counted before. @throws CalendarNotPublished */
function stripDay({ rule, pauses, calendar }: Count, date: Day, n: number): StripDay {
  const known = calendar.kindOf(date);
  const isRest = !isWorking(known);
  const name = known.kind === "holiday" ? { name: known.name } : {};
  const marks = { ...name, ...(known.kind === "makeUpDay" ? ({ isMakeUp: true } as const) : {}) };
  const due = isRest ? {} : ({ isDue: true } as const);
  // All days of the period are behind: the last one was a rest day (MFD-203).
  if (n === rule.length) return { date, kind: "moved", ...marks, ...due };
  const pause = pauses.find(({ from, to }) => from <= date && to !== undefined && date <= to);
  if (pause !== undefined) return { date, kind: "paused", name: pause.ground };
  if (rule.unit === "workingDay" && isRest)
    return { date, kind: known.kind === "holiday" ? "holiday" : "weekend", ...name };
  return { date, kind: "counted", n: n + 1, ...marks, ...(n + 1 === rule.length ? due : {}) };
}
