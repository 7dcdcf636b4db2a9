import { expect, test } from "vitest";

import {
  type CalendarYear,
  publishedCalendar,
  publishedYears as years,
} from "../../../../clocks/src/index.ts";
import { countMarks, monthsOf, offOf, rowsOf } from "./year-days.ts";

const editable = ({ off, makeUp }: CalendarYear) => ({ off, makeUp: [...makeUp] });

test("the picture of every published year shows what the clocks count", () => {
  const KINDS = { work: "workingDay", weekend: "weekend", off: "holiday", makeUp: "makeUpDay" };
  for (const notice of years) {
    const next = years.find(({ year }) => year === notice.year + 1);
    const months = monthsOf(notice.year, editable(notice), next && editable(next));
    expect(months).toHaveLength(12);
    for (const { date, mark } of months.flat())
      expect(`${date} ${KINDS[mark]}`).toBe(`${date} ${publishedCalendar.kindOf(date).kind}`);
  }
});

test("rows of a form and days of a notice are the same", () => {
  for (const { off } of years) expect(offOf(rowsOf(off))).toEqual(off);
  expect(rowsOf({ "2027-02-05": "春节", "2027-02-06": "春节", "2027-04-05": "清明节" })).toEqual([
    { name: "春节", from: "2027-02-05", to: "2027-02-06" },
    { name: "清明节", from: "2027-04-05", to: "2027-04-05" },
  ]);
});

test("a row without name or day gives nothing", () => {
  expect(
    offOf([
      { name: "", from: "2027-01-01", to: "" },
      { name: "元旦", from: "", to: "" },
    ]),
  ).toEqual({});
});

test("days are counted by their mark", () => {
  const counts = countMarks(
    monthsOf(2026, { off: { "2026-01-01": "元旦" }, makeUp: ["2026-01-04"] }),
  );
  expect(counts).toMatchObject({ off: 1, makeUp: 1 });
  expect(counts.work + counts.weekend + counts.off + counts.makeUp).toBe(365);
});
