/** Random voices, and the comparison of the two implementations on them (T56). */
import {
  type CalendarYear,
  createCalendar,
  explainClocks,
  GROUNDS,
  KINDS,
  MATTERS,
  REGIMES,
} from "../src/index.ts";
import { type Case, type HolidayYear, second } from "./second-clocks.ts";

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const DAY_MS = 86_400_000;
const shift = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

const FIRST = "2006-12-01";
const DAYS = 7400;

export function randomCase(random: () => number): Case {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const receivedOn = shift(FIRST, Math.floor(random() * DAYS));
  const pauses = Array.from({ length: Math.floor(random() * 4) }, () => {
    const from = shift(receivedOn, Math.floor(random() * 60) - 5);
    return {
      ground: pick([...GROUNDS, "other" as const]),
      from,
      ...(random() < 0.15 ? {} : { to: shift(from, Math.floor(random() * 25)) }),
    };
  });
  return {
    kind: pick(KINDS),
    regime: pick(REGIMES),
    receivedOn,
    ...(random() < 0.2 ? {} : { acceptedOn: shift(receivedOn, Math.floor(random() * 8)) }),
    ...(random() < 0.3 ? {} : { matter: pick(MATTERS) }),
    pauses,
  };
}

/** The same years in the form of their source. */
export const holidayYearsOf = (years: readonly CalendarYear[]): readonly HolidayYear[] =>
  years.map(({ year, off, makeUp }) => ({
    year,
    days: [
      ...Object.keys(off).map((date) => ({ date, isOffDay: true })),
      ...makeUp.map((date) => ({ date, isOffDay: false })),
    ],
  }));

export interface Difference {
  readonly theCase: Case;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** @returns cases on which the two do not give the same clocks, dates and binding date */
export function differences(
  years: readonly CalendarYear[],
  { cases, seed }: { readonly cases: number; readonly seed: number },
): Difference[] {
  const random = createRandom(seed);
  const calendar = createCalendar(years);
  const holidays = holidayYearsOf(years);
  const found: Difference[] = [];
  for (let n = 0; n < cases; n += 1) {
    const theCase = randomCase(random);
    const { binding, clocks } = explainClocks(theCase, calendar);
    const ours = {
      binding,
      clocks: clocks.map(({ id, due, provisional }) => ({ id, due, provisional })),
    };
    const theirs = second(theCase, holidays);
    if (JSON.stringify(ours) !== JSON.stringify(theirs)) found.push({ theCase, ours, theirs });
  }
  return found;
}
