import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { GROUNDS } from "./clock-table.ts";
import { dayOf, numberOf } from "./day.ts";
import { explainClocks } from "./explain.ts";
import { capPauses, pauseCapOn, type TypedPause } from "./pauses.ts";
import { publishedCalendar } from "./published.ts";

const PAUSE: TypedPause = {
  ground: "testing",
  document: "检测委托书1号",
  from: "2026-03-09",
  expectedEnd: "2026-03-31",
};
const on = (today: string, capDays = 60) => ({ today, capDays });

describe("a pause ends by itself", () => {
  test("at its expected end; until then it runs", () => {
    expect(capPauses([PAUSE], on("2026-03-31"))).toEqual([PAUSE]);
    expect(capPauses([PAUSE], on("2026-04-01"))).toEqual([
      { ...PAUSE, to: "2026-03-31", resumed: "expected-end" },
    ]);
  });

  test("at the cap, when that comes first", () => {
    const long = { ...PAUSE, expectedEnd: "2026-12-31" };
    expect(capPauses([long], on("2026-05-07"))).toEqual([long]);
    expect(capPauses([long], on("2026-05-08"))).toEqual([
      { ...long, to: "2026-05-07", resumed: "cap" },
    ]);
  });

  test("an end recorded later than it had to come is cut back", () => {
    expect(capPauses([{ ...PAUSE, to: "2026-04-20" }], on("2026-04-21"))).toMatchObject([
      { to: "2026-03-31", resumed: "expected-end" },
    ]);
  });

  test("all pauses of a voice share the cap; when it is used up the next does not begin", () => {
    const first = { ...PAUSE, to: "2026-03-18" };
    const second = { ...PAUSE, from: "2026-03-20", expectedEnd: "2026-03-30", to: "2026-03-30" };
    const third = { ...PAUSE, from: "2026-04-01", expectedEnd: "2026-04-10" };
    expect(capPauses([third, second, first], on("2026-04-02", 15))).toEqual([
      first,
      { ...second, to: "2026-03-24", resumed: "cap" },
    ]);
  });

  test("the clock runs again", () => {
    const voice = {
      kind: "complaint",
      regime: "works",
      receivedOn: "2026-03-02",
      acceptedOn: "2026-03-02",
    } as const;
    const dueOn = (today: string) =>
      explainClocks(
        { ...voice, pauses: capPauses([PAUSE], on(today)) },
        publishedCalendar,
      ).clocks.find(({ id }) => id === "complaint.decide")?.due;
    expect(dueOn("2026-03-20")).toBeNull();
    expect(dueOn("2026-04-01")).toBe("2026-05-11");
  });

  test("a pause that is expected to end before it begins is refused", () => {
    expect(() => capPauses([{ ...PAUSE, expectedEnd: "2026-03-08" }], on("2026-03-09"))).toThrow(
      RangeError,
    );
  });

  test("the cap is a value of the city", () => {
    expect(pauseCapOn("2026-03-02")).toBe(60);
  });
});

const START = numberOf("2026-01-01");
const anyPause = fc
  .record({
    ground: fc.constantFrom(...GROUNDS),
    from: fc.integer({ min: 0, max: 200 }),
    expected: fc.integer({ min: 0, max: 120 }),
    lasted: fc.option(fc.integer({ min: 0, max: 200 }), { nil: undefined }),
  })
  .map(({ ground, from, expected, lasted }): TypedPause => ({
    ground,
    document: "文号",
    from: dayOf(START + from),
    expectedEnd: dayOf(START + from + expected),
    ...(lasted === undefined ? {} : { to: dayOf(START + from + lasted) }),
  }));

test("whatever was ordered, suspended days stay within the cap and within what was expected (T61)", () => {
  let cut = 0;
  fc.assert(
    fc.property(
      fc.array(anyPause, { maxLength: 6 }),
      fc.integer({ min: 1, max: 90 }),
      fc.integer({ min: 0, max: 400 }),
      (pauses, capDays, after) => {
        const today = dayOf(START + after);
        const capped = capPauses(pauses, { capDays, today });
        const days = new Set<number>();
        for (const { from, to, expectedEnd, resumed } of capped) {
          if (resumed === "cap") cut += 1;
          const end = to ?? today;
          if (to === undefined) expect(today <= expectedEnd).toBe(true);
          expect(end <= expectedEnd || end < from).toBe(true);
          for (let day = numberOf(from); day <= numberOf(end); day += 1) days.add(day);
        }
        expect(days.size).toBeLessThanOrEqual(capDays);
      },
    ),
    { numRuns: 2000 },
  );
  expect(cut).toBeGreaterThan(100);
});
