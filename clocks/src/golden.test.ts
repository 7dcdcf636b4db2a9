/** 400 dates, as the second implementation gives them; and both on random cases (T56). */
import { describe, expect, test } from "vitest";

import golden from "../test/golden.json" with { type: "json" };
import { differences } from "../test/random-cases.ts";
import { type Calendar, createCalendar, withYears } from "./calendar.ts";
import { explainClocks, type Voice } from "./explain.ts";
import { publishedCalendar, publishedYears } from "./published.ts";

const changed = createCalendar([
  ...publishedYears.filter(({ year }) => year !== 2026),
  golden.change,
]);

const CASES = golden.cases.map((one) => {
  const voice = one.voice as Voice;
  const calendar = "isChanged" in one ? changed : publishedCalendar;
  const { law } = explainClocks(voice, calendar);
  const articles = law.map(({ id }) => id).join(" ");
  return { ...one, voice, calendar, named: `${one.title} [${articles || "no clock"}]` };
});

describe("golden dates", () => {
  test("there are 400", () => {
    expect(CASES).toHaveLength(400);
  });

  test.each(CASES)("$named", ({ voice, calendar, binding, clocks }) => {
    const found = explainClocks(voice, calendar);
    expect(found.binding).toEqual(binding);
    expect(found.clocks.map(({ id, due, provisional }) => ({ id, due, provisional }))).toEqual(
      clocks,
    );
  });
});

const { notices } = golden.retroactive;

/** The calendar after so many of the later notices; 0: as published. Each is entered above all before it. */
const calendarAfter = (count: number) =>
  createCalendar(withYears(publishedYears, notices.slice(0, count)));

const answerOf = (voice: Voice, calendar: Calendar) => {
  const { binding, clocks } = explainClocks(voice, calendar);
  return { binding, clocks: clocks.map(({ id, due, provisional }) => ({ id, due, provisional })) };
};

describe("a calendar that is changed afterwards (T58)", () => {
  const cases = golden.retroactive.cases.map((one) => ({ ...one, voice: one.voice as Voice }));

  test("there are 80, and most of them move", () => {
    expect(cases).toHaveLength(80);
    const still = cases.filter(
      ({ before, after }) => JSON.stringify(before) === JSON.stringify(after),
    );
    expect(still).toHaveLength(12);
  });

  test.each(cases)("$title", ({ voice, notice, before, after }) => {
    expect(answerOf(voice, calendarAfter(notice - 1))).toEqual(before);
    expect(answerOf(voice, calendarAfter(notice))).toEqual(after);
  });

  test("a notice taken back by the published one gives the first dates again", () => {
    const [published] = publishedYears.filter(({ year }) => year === 2026);
    const back = createCalendar(
      withYears(publishedYears, [...notices, ...(published === undefined ? [] : [published])]),
    );
    for (const { voice, notice, before } of cases)
      if (notice === 1) expect(answerOf(voice, back)).toEqual(before);
  });
});

describe("two implementations (T56)", () => {
  test("10,000 random voices: the same clocks, the same dates", () => {
    expect(differences(publishedYears, { cases: 10_000, seed: 20_261_128 })).toEqual([]);
  });
});
