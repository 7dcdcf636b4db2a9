import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createRandom, randomCase } from "../test/random-cases.ts";
import { GROUNDS, REGIMES } from "./clock-table.ts";
import { explainClocks, type Voice } from "./explain.ts";
import {
  articlesOn,
  type ChangedClock,
  createLaw,
  type EnteredArticle,
  type Law,
  publishedLaw,
  rulesOn,
} from "./law.ts";
import { publishedCalendar } from "./published.ts";
import { explainWindow } from "./windows.ts";

const REPLY: ChangedClock = {
  clock: "challenge.reply",
  regimes: ["procurement"],
  unit: "workingDay",
  length: 5,
  startsFrom: "receipt",
  pausesOn: {},
};

const ARTICLE: EnteredArticle = {
  id: "CG-53@2026",
  instrument: "中华人民共和国政府采购法",
  article: "第60条",
  level: "law",
  place: "national",
  validFrom: "2026-07-01",
  validTo: null,
  subject: "Challenge answered in 5 working days",
  summaryZh: "收到书面质疑后五个工作日内答复。",
  verified: "text-read",
  source: "a text of the test",
  note: null,
  replaces: "CG-53",
  clocks: [REPLY],
};

const CHALLENGE: Voice = { kind: "challenge", regime: "procurement", receivedOn: "2026-07-01" };
const bindingOf = (voice: Voice, law: Law) =>
  explainClocks(voice, publishedCalendar, law).binding?.due;
const clockOf = (voice: Voice, law: Law) => explainClocks(voice, publishedCalendar, law).clocks[0];

describe("a change entered with its day", () => {
  const law = createLaw(publishedLaw, [ARTICLE]);

  test("a voice received before keeps seven working days, one received from that day on has five", () => {
    expect(bindingOf({ ...CHALLENGE, receivedOn: "2026-06-30" }, law)).toBe("2026-07-09");
    expect(bindingOf(CHALLENGE, law)).toBe("2026-07-08");
    expect(clockOf(CHALLENGE, law)?.articles).toEqual(["MOF94-13", "CG-53@2026"]);
  });

  test("the article that it replaces ends the day before", () => {
    const ids = (day: string) => articlesOn(day, law).map(({ id }) => id);
    expect(ids("2026-06-30")).toContain("CG-53");
    expect(ids("2026-06-30")).not.toContain("CG-53@2026");
    expect(ids("2026-07-01")).not.toContain("CG-53");
  });

  test("without a changed clock the clock runs as before and cites the new article", () => {
    const renumbered = createLaw(publishedLaw, [{ ...ARTICLE, clocks: [] }]);
    expect(clockOf(CHALLENGE, renumbered)).toMatchObject({
      due: "2026-07-10",
      articles: ["MOF94-13", "CG-53@2026"],
    });
  });

  test("of two entries with one id the later holds", () => {
    const corrected = { ...ARTICLE, clocks: [{ ...REPLY, length: 6 }] };
    expect(bindingOf(CHALLENGE, createLaw(publishedLaw, [ARTICLE, corrected]))).toBe("2026-07-09");
  });

  test("a second change takes over from the first, in whatever order they were entered", () => {
    const next: EnteredArticle = {
      ...ARTICLE,
      id: "CG-53@2027",
      validFrom: "2026-08-01",
      replaces: "CG-53@2026",
      clocks: [{ ...REPLY, length: 4 }],
    };
    for (const entered of [
      [ARTICLE, next],
      [next, ARTICLE],
    ]) {
      const both = createLaw(publishedLaw, entered);
      expect(clockOf({ ...CHALLENGE, receivedOn: "2026-06-30" }, both)?.length).toBe(7);
      expect(clockOf({ ...CHALLENGE, receivedOn: "2026-07-31" }, both)?.length).toBe(5);
      expect(clockOf({ ...CHALLENGE, receivedOn: "2026-08-01" }, both)?.length).toBe(4);
    }
  });

  test("of a clock with a rule for each matter only what rested on the replaced article changes", () => {
    const result = createLaw(publishedLaw, [
      {
        ...ARTICLE,
        id: "ZTB-T-54@2026",
        replaces: "ZTB-T-54",
        clocks: [{ ...REPLY, clock: "objection.reply", regimes: ["works"], unit: "calendarDay" }],
      },
    ]);
    const objection = { kind: "objection", regime: "works", receivedOn: "2026-07-01" } as const;
    expect(clockOf({ ...objection, matter: "result" }, result)?.length).toBe(5);
    expect(clockOf({ ...objection, matter: "documents" }, result)?.length).toBe(3);
  });

  test("a regime that had no clock gets one", () => {
    const land = createLaw(publishedLaw, [
      {
        ...ARTICLE,
        id: "LAND-9",
        replaces: null,
        clocks: [{ ...REPLY, clock: "complaint.decide", regimes: ["land"], length: 20 }],
      },
    ]);
    const complaint = { kind: "complaint", regime: "land", receivedOn: "2026-07-01" } as const;
    expect(clockOf(complaint, land)).toMatchObject({ id: "complaint.decide", due: "2026-07-29" });
    expect(clockOf({ ...complaint, receivedOn: "2026-06-30" }, land)).toBeUndefined();
    expect(clockOf({ ...complaint, regime: "mineral" }, land)).toBeUndefined();
  });

  test("one regime of several: the others keep their rule", () => {
    const changed = createLaw(publishedLaw, [
      {
        ...ARTICLE,
        id: "LOCAL-T10",
        replaces: null,
        clocks: [{ ...REPLY, clock: "local.complaint", regimes: ["works"], length: 10 }],
      },
    ]);
    const promise = (regime: "works" | "land") =>
      explainClocks(
        { kind: "complaint", regime, receivedOn: "2026-07-01", acceptedOn: "2026-07-01" },
        publishedCalendar,
        changed,
      ).clocks.find(({ id }) => id === "local.complaint")?.length;
    expect([promise("works"), promise("land")]).toEqual([10, 15]);
  });

  test("what stands beside the others until a day leaves them as they were", () => {
    const trial = createLaw(publishedLaw, [
      { ...ARTICLE, id: "TRIAL-1", replaces: null, validTo: "2026-07-31" },
    ]);
    const lengthOn = (receivedOn: string) => clockOf({ ...CHALLENGE, receivedOn }, trial)?.length;
    expect(["2026-06-30", "2026-07-01", "2026-07-31", "2026-08-01"].map(lengthOn)).toEqual([
      7, 5, 5, 7,
    ]);
  });

  test("the window of a challenge follows, from its day on", () => {
    const changed = createLaw(publishedLaw, [
      {
        ...ARTICLE,
        id: "CG-52@2026",
        replaces: "CG-52",
        clocks: [{ ...REPLY, clock: "window.challenge", length: 10 }],
      },
    ]);
    const ask = (on: string, knownOn: string) =>
      explainWindow(
        { kind: "challenge", regime: "procurement", on, knownOn },
        publishedCalendar,
        changed,
      );
    expect(ask("2026-06-30", "2026-06-29").lastOn).toBe("2026-07-08");
    expect(ask("2026-07-01", "2026-06-29")).toMatchObject({
      lastOn: "2026-07-13",
      articles: ["CG-T-53", "MOF94-10", "CG-52@2026"],
    });
  });

  test("a clock that the table does not have is refused", () => {
    expect(() =>
      createLaw(publishedLaw, [{ ...ARTICLE, clocks: [{ ...REPLY, clock: "made.up" }] }]),
    ).toThrow(RangeError);
  });
});

const clockIds = [...new Set(publishedLaw.rules.map(({ id }) => id))];
const articleIds = publishedLaw.articles.map(({ id }) => id);
const anyDay = fc
  .integer({ min: 0, max: 3000 })
  .map((n) => new Date(Date.UTC(2018, 0, 1 + n)).toISOString().slice(0, 10));
const anyClock: fc.Arbitrary<ChangedClock> = fc.record({
  clock: fc.constantFrom(...clockIds),
  regimes: fc.subarray([...REGIMES], { minLength: 1 }),
  unit: fc.constantFrom("workingDay", "calendarDay"),
  length: fc.integer({ min: 1, max: 60 }),
  startsFrom: fc.constantFrom("receipt", "acceptance"),
  pausesOn: fc.constantFrom({}, { works: GROUNDS }, { procurement: GROUNDS }),
});
const anyArticle = (id: string): fc.Arbitrary<EnteredArticle> =>
  fc.record({
    ...Object.fromEntries(
      Object.entries(ARTICLE).map(([name, value]) => [name, fc.constant(value)]),
    ),
    id: fc.constant(id),
    validFrom: anyDay,
    replaces: fc.option(fc.constantFrom(...articleIds)),
    clocks: fc.array(anyClock, { maxLength: 3 }),
  }) as unknown as fc.Arbitrary<EnteredArticle>;

test("no change alters an answer for a voice received before its day, whatever was entered before", () => {
  let compared = 0;
  fc.assert(
    fc.property(
      fc.tuple(anyArticle("X-1"), anyArticle("X-2"), anyArticle("X-3")),
      fc.integer(),
      ([one, two, three], seed) => {
        const before = createLaw(publishedLaw, [one, two]);
        const after = createLaw(publishedLaw, [one, two, three]);
        const random = createRandom(seed);
        for (let n = 0; n < 20; n += 1) {
          const voice = randomCase(random);
          if (voice.receivedOn >= three.validFrom) continue;
          compared += 1;
          const told = (law: Law) => {
            const { binding, clocks } = explainClocks(voice, publishedCalendar, law);
            return { binding, clocks };
          };
          expect(told(after)).toEqual(told(before));
        }
      },
    ),
    { numRuns: 300 },
  );
  expect(compared).toBeGreaterThan(1000);
});

test("on every day a clock has one rule at most for a regime and a matter", () => {
  fc.assert(
    fc.property(fc.tuple(anyArticle("X-1"), anyArticle("X-2")), anyDay, (entered, day) => {
      const rules = rulesOn(day, createLaw(publishedLaw, entered));
      const keys = rules.flatMap(({ id, regimes, matters = ["any"] }) =>
        regimes.flatMap((regime) => matters.map((matter) => `${id} ${regime} ${matter}`)),
      );
      // Procurement and works decide complaints by rules of their own; beside them none repeats.
      expect(keys.length).toBe(new Set(keys).size);
    }),
    { numRuns: 300 },
  );
});
