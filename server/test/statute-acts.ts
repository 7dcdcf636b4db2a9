/** Dangerous acts on calendar and law: kind, parameters, and the query that shows whether it was done. */
import { articleEntered } from "../../contract/src/facts/statutes.article-entered.ts";
import { calendarYearEntered } from "../../contract/src/facts/statutes.calendar-year-entered.ts";

const paramsOf = ({ version, ...content }: { readonly version: number }) => ({
  draft: "00000000-0000-4000-8000-000000000014",
  madeBy: "somebody",
  version,
  content,
});

export const STATUTE_ACTS: readonly (readonly [kind: string, params: object, state: string])[] = [
  [
    "statutes.enter-calendar-year",
    paramsOf(calendarYearEntered.example),
    "SELECT count(*) FROM statutes.calendar_year",
  ],
  [
    "statutes.enter-article",
    paramsOf(articleEntered.example),
    "SELECT count(*) FROM statutes.article",
  ],
];
