/** 400 dates, as the second implementation gives them; and both on random cases (T56). */
import { describe, expect, test } from "vitest";

import golden from "../test/golden.json" with { type: "json" };
import { differences } from "../test/random-cases.ts";
import { createCalendar } from "./calendar.ts";
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

describe("two implementations (T56)", () => {
  test("10,000 random voices: the same clocks, the same dates", () => {
    expect(differences(publishedYears, { cases: 10_000, seed: 20_261_128 })).toEqual([]);
  });
});
