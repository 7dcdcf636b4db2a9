import { expect, test } from "vitest";

import { queryOf, withParam } from "./insight-filter.ts";

const of = (text: string) => queryOf(new URLSearchParams(text));

test("an empty address is leads by industry and quarter", () => {
  expect(of("")).toEqual({ measure: "leads", rows: "industry", columns: "period" });
});

test("filters of the address are those of the query", () => {
  expect(of("rows=state&columns=pace&industry=water&from=2026-Q1")).toEqual({
    measure: "leads",
    rows: "state",
    columns: "pace",
    industry: "water",
    from: "2026-Q1",
  });
});

test("what the figures do not know is left out", () => {
  expect(of("measure=processes&rows=pace&columns=regime&state=routed&from=2026-Q1")).toEqual({
    measure: "processes",
    rows: "regime",
    columns: "industry",
  });
});

test("other figures start anew; an empty value clears", () => {
  const before = new URLSearchParams("rows=state&industry=water");
  expect(withParam(before, "measure", "processes").toString()).toBe("measure=processes");
  expect(withParam(before, "industry", "").toString()).toBe("rows=state");
});
