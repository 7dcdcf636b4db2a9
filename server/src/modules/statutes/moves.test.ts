import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { explainClocks, publishedYears } from "../../../../clocks/src/index.ts";
import { createRandom, randomCase } from "../../../../clocks/test/random-cases.ts";
import { articleEntered } from "../../../../contract/src/facts/statutes.article-entered.ts";
import { withEntry, type Entry } from "./entry.ts";
import { alarmOf, moveLines, movesOf, type OpenVoice } from "./moves.ts";
import { quotesOf } from "./quotes.ts";
import { NOTHING_ENTERED, statutesOf } from "./statutes.ts";

const BEFORE = statutesOf(NOTHING_ENTERED);
const AT = "2026-06-01T00:00:00Z";
const year2026 = publishedYears.find(({ year }) => year === 2026);
if (year2026 === undefined) throw new Error("2026 is published");

const yearEntry = (off: Record<string, string>, makeUp: string[]): Entry => ({
  kind: "calendarYear",
  content: { year: 2026, notices: ["https://example.gov.cn"], off, makeUp, ground: "调整" },
});

const open = (id: string, voice: OpenVoice["voice"], done?: readonly string[]): OpenVoice => ({
  id,
  number: `TS-${id}`,
  title: "投诉",
  voice,
  ...(done === undefined ? {} : { done }),
});

describe("dates that an entry moves", () => {
  const works = { kind: "complaint", regime: "works", receivedOn: "2026-06-01" } as const;
  // Tuesday becomes a day off.
  const entry = yearEntry({ ...year2026.off, "2026-06-02": "临时放假" }, [...year2026.makeUp]);

  test("old and new date of each clock", () => {
    const after = withEntry(BEFORE, entry, AT);
    expect(movesOf([open("1", works)], BEFORE, after)).toEqual([
      {
        voice: "1",
        number: "TS-1",
        title: "投诉",
        clock: "complaint.accept",
        before: "2026-06-04",
        after: "2026-06-05",
      },
    ]);
  });

  test("a step that is done is not asked again", () => {
    const after = withEntry(BEFORE, entry, AT);
    expect(movesOf([open("1", works, ["complaint.accept"])], BEFORE, after)).toEqual([]);
  });

  test("a date that becomes certain, and one that stops running", () => {
    const late = { kind: "challenge", regime: "procurement", receivedOn: "2026-12-28" } as const;
    const next: Entry = {
      kind: "calendarYear",
      content: { ...yearEntry({ "2027-01-01": "元旦" }, []).content, year: 2027 } as never,
    };
    const [move] = movesOf([open("1", late)], BEFORE, withEntry(BEFORE, next, AT));
    expect([move?.before, move?.after]).toEqual([null, "2027-01-07"]);
    expect(moveLines(move === undefined ? [] : [move])[1]).toEqual([
      "TS-1",
      "投诉",
      "challenge.reply",
      "暂定",
      "2027-01-07",
    ]);
  });

  test("100 edits of the calendar: what is done keeps its date, every other difference is listed (T58)", () => {
    const random = createRandom(58);
    const voices = Array.from({ length: 60 }, (_, n) => {
      const voice = randomCase(random);
      const clocks = explainClocks(voice, BEFORE.calendar).clocks.map(({ id }) => id);
      return open(
        String(n),
        {
          ...voice,
          receivedOn: `2026-${voice.receivedOn.slice(5)}`,
          acceptedOn: undefined,
          pauses: [],
        },
        clocks.filter(() => random() < 0.5),
      );
    });
    let listed = 0;
    fc.assert(
      fc.property(
        fc.dictionary(
          fc
            .integer({ min: 0, max: 364 })
            .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10)),
          fc.constant("放假"),
          { minKeys: 1, maxKeys: 12 },
        ),
        (off) => {
          const after = withEntry(BEFORE, yearEntry(off, []), AT);
          const moves = movesOf(voices, BEFORE, after);
          listed += moves.length;
          const found = new Map(moves.map((move) => [`${move.voice} ${move.clock}`, move]));
          for (const { id, voice, done = [] } of voices) {
            const old = explainClocks(voice, BEFORE.calendar).clocks;
            const now = explainClocks(voice, after.calendar).clocks;
            for (const [index, clock] of old.entries()) {
              const move = found.get(`${id} ${clock.id}`);
              const differs = clock.due !== now[index]?.due;
              expect(move !== undefined).toBe(differs && !done.includes(clock.id));
            }
          }
        },
      ),
      { numRuns: 100 },
    );
    expect(listed).toBeGreaterThan(100);
  });
});

describe("a year that is missing (T57)", () => {
  const late = { kind: "challenge", regime: "procurement", receivedOn: "2026-12-28" } as const;
  const early = { ...late, receivedOn: "2026-03-02" };

  test("is told when an open date touches it", () => {
    expect(alarmOf([open("1", early)], BEFORE, "2026-12-01")).toBeNull();
    expect(alarmOf([open("1", early), open("2", late)], BEFORE, "2026-12-01")).toEqual({
      year: 2027,
      voices: 1,
      clocks: 1,
    });
    expect(alarmOf([open("2", late, ["challenge.reply"])], BEFORE, "2026-12-01")).toBeNull();
  });

  test("no open date that touches it is silent", () => {
    const random = createRandom(57);
    for (let n = 0; n < 500; n += 1) {
      const voice = { ...randomCase(random), receivedOn: "2026-12-15", pauses: [] };
      const { clocks } = explainClocks(voice, BEFORE.calendar);
      const provisional = clocks.filter(({ reason }) => reason === "calendar").length;
      expect(alarmOf([open("1", voice)], BEFORE, "2026-12-15")?.clocks ?? 0).toBe(provisional);
    }
  });
});

test("who quotes an article: clocks, pages, duties", () => {
  const { content } = { content: articleEntered.example };
  expect(quotesOf([content.id, "CG-53"], { law: BEFORE.law, duties: [] })).toEqual([
    { kind: "clock", id: "challenge.reply" },
    { kind: "page", id: "/deadline" },
    { kind: "page", id: "/voice" },
  ]);
});
