/** Dangerous acts that come out of a draft: kind, parameters, and the query that shows whether it was done. */
import { articleEntered } from "../../contract/src/facts/statutes.article-entered.ts";
import { calendarYearEntered } from "../../contract/src/facts/statutes.calendar-year-entered.ts";
import { createDutyLists } from "../../simulate/src/city/duties.ts";

const FROM = { draft: "00000000-0000-4000-8000-000000000013", madeBy: "somebody" };
const firstList = createDutyLists()[0]?.list;

const entryOf = ({ version, ...content }: { readonly version: number }) => ({
  ...FROM,
  version,
  content,
});

export const DRAFTED_ACTS: readonly (readonly [kind: string, params: object, state: string])[] = [
  [
    "duties.publish-list",
    { ...FROM, list: { ...firstList, number: 1, validFrom: "2026-07-01" } },
    "SELECT count(*) FROM duties.list_version",
  ],
  [
    "statutes.enter-calendar-year",
    entryOf(calendarYearEntered.example),
    "SELECT count(*) FROM statutes.calendar_year",
  ],
  [
    "statutes.enter-article",
    entryOf(articleEntered.example),
    "SELECT count(*) FROM statutes.article",
  ],
];
