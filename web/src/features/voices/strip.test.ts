import { expect, test } from "vitest";

import { explainClocks, publishedCalendar } from "../../../../clocks/src/index.ts";
import { cellsOf, groupsOf, pausesIn, rowsOf } from "./strip.ts";

/** The complaint of the visual language: accepted on 18 September 2026, one pause for an appraisal. */
const explained = explainClocks(
  {
    kind: "complaint",
    regime: "works",
    receivedOn: "2026-09-16",
    acceptedOn: "2026-09-18",
    pauses: [{ ground: "appraisal", from: "2026-09-28", to: "2026-10-09" }],
  },
  publishedCalendar,
).clocks.map((clock) => ({
  ...clock,
  articles: [...clock.articles],
  strip: [...clock.strip],
  isRunning: clock.id !== "complaint.accept",
}));

const TODAY = "2026-10-14";

test("statute and promise of one start share a strip, what is settled comes last", () => {
  const groups = groupsOf(explained);
  expect(groups.map(({ clocks }) => clocks.map(({ id }) => id))).toEqual([
    ["complaint.decide", "local.complaint"],
    ["complaint.accept"],
  ]);
});

test("each day says what it is: start, make-up day, holiday, pause, today, both ends", () => {
  const [group] = groupsOf(explained);
  const cells = cellsOf(group!, TODAY);
  const on = (date: string) => cells.find((cell) => cell.date === date);
  expect(cells[0]).toMatchObject({ date: "2026-09-18", mark: "start" });
  expect(on("2026-09-20")).toMatchObject({ mark: "done", n: 1, isMakeUp: true });
  expect(on("2026-09-19")?.mark).toBe("weekend");
  expect(on("2026-09-25")?.mark).toBe("holiday");
  expect(on("2026-09-28")?.mark).toBe("paused");
  expect(on("2026-10-14")).toMatchObject({ mark: "done", isToday: true });
  expect(on("2026-10-15")?.mark).toBe("pledge");
  const dues = cells.filter(({ due }) => due.length > 0).map(({ due }) => due);
  expect(dues).toEqual([["local.complaint"], ["complaint.decide"]]);
  const pledge = cells.find(({ due }) => due.includes("local.complaint"));
  expect(pledge?.n).toBe(15);
  expect(cells.find(({ date }) => date > (pledge?.date ?? ""))?.mark).not.toBe("pledge");
});

test("rows keep every day once, and a pause over the end of a row goes on in the next", () => {
  const [group] = groupsOf(explained);
  const cells = cellsOf(group!, TODAY);
  const rows = rowsOf(cells, 16);
  expect(rows.flat()).toEqual(cells);
  const paused = rows.flatMap((row) => pausesIn(row));
  const length = paused.reduce((sum, { from, to }) => sum + to - from + 1, 0);
  expect(length).toBe(cells.filter(({ mark }) => mark === "paused").length);
  expect(new Set(paused.map(({ name }) => name))).toEqual(new Set(["appraisal"]));
});
