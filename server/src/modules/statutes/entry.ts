/** What is entered: a calendar year or an article, and the state with it. Pure. */
import { type CalendarYear, isDay, publishedLaw } from "../../../../clocks/src/index.ts";
import type { ArticleContent } from "../../../../contract/src/facts/statutes.article-entered.ts";
import type { CalendarYearContent } from "../../../../contract/src/facts/statutes.calendar-year-entered.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import type { FieldError } from "../../kernel/rule-violation.ts";
import { type Statutes, statutesOf } from "./statutes.ts";

export type Entry =
  | { readonly kind: "calendarYear"; readonly content: CalendarYearContent }
  | { readonly kind: "article"; readonly content: ArticleContent };

/** The year, or the id of the article. */
export const keyOf = ({ kind, content }: Entry): string =>
  kind === "calendarYear" ? String(content.year) : content.id;

export const entryName = (entry: Entry, version: number): string => `${keyOf(entry)}/${version}`;

export function nextVersion({ entries }: Statutes, { kind, content }: Entry): number {
  const versions =
    kind === "calendarYear"
      ? entries.years.filter(({ year }) => year === content.year)
      : entries.articles.filter(({ id }) => id === content.id);
  return Math.max(0, ...versions.map(({ version }) => version)) + 1;
}

/** The state as it would be. */
export function withEntry(statutes: Statutes, entry: Entry, at: string): Statutes {
  const { entries } = statutes;
  const dated = { version: nextVersion(statutes, entry), enteredAt: at };
  return statutesOf(
    entry.kind === "calendarYear"
      ? { ...entries, years: [...entries.years, { ...entry.content, ...dated }] }
      : { ...entries, articles: [...entries.articles, { ...entry.content, ...dated }] },
  );
}

/** What is wrong with an entry: each field, and what to give instead. */
export const checkEntry = (entry: Entry, statutes: Statutes): readonly FieldError[] =>
  entry.kind === "calendarYear"
    ? checkYear(entry.content, statutes)
    : checkArticle(entry.content, statutes);

const LAST_WEEK = "-12-25";

function checkYear(content: CalendarYearContent, { calendar }: Statutes): FieldError[] {
  const { year, off, makeUp, notices } = content;
  const errors: FieldError[] = [];
  const refuse = (path: string, code: string, params: FieldError["params"] = {}) =>
    errors.push({ path, code, params });
  const checkDay = (path: string, day: string) => {
    if (!isDay(day)) refuse(path, "statutes.no-such-day", { day });
    else if (day.slice(0, 4) !== String(year) && day < `${year - 1}${LAST_WEEK}`)
      refuse(path, "statutes.day-outside-year", { day, year });
    else if (day > `${year}-12-31`) refuse(path, "statutes.day-outside-year", { day, year });
  };
  for (const [index, address] of notices.entries())
    if (!/^https?:\/\/[^\s]+$/u.test(address))
      refuse(`notices.${index}`, "statutes.bad-notice", { address });
  if (Object.keys(off).length === 0) refuse("off", "statutes.no-days-off", { year });
  for (const day of Object.keys(off)) checkDay(`off.${day}`, day);
  for (const [index, day] of makeUp.entries()) {
    const path = `makeUp.${index}`;
    checkDay(path, day);
    if (off[day] !== undefined || makeUp.indexOf(day) !== index)
      refuse(path, "statutes.day-twice", { day });
    else if (isDay(day) && !isRestDay(day))
      refuse(path, "statutes.make-up-on-working-day", { day });
  }
  const current = calendar.years.find((one) => one.year === year);
  if (current !== undefined && daysOf(current) === daysOf(content))
    refuse("off", "statutes.nothing-changed", { year });
  return errors;
}

const isRestDay = (day: string): boolean =>
  [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());

const daysOf = ({ off, makeUp, notices }: Omit<CalendarYear, "year">): string =>
  canonicalJson([off, makeUp.toSorted(), notices]);

type Refuse = (path: string, code: string, params?: FieldError["params"]) => void;

function checkArticle(content: ArticleContent, statutes: Statutes): FieldError[] {
  const { id, validFrom, validTo, verified, clocks } = content;
  const errors: FieldError[] = [];
  const refuse: Refuse = (path, code, params = {}) => errors.push({ path, code, params });
  if (publishedLaw.articles.some((article) => article.id === id))
    refuse("id", "statutes.id-taken", { id });
  if (!isDay(validFrom)) refuse("validFrom", "statutes.no-such-day", { day: validFrom });
  if (validTo !== null && !isDay(validTo))
    refuse("validTo", "statutes.no-such-day", { day: validTo });
  else if (validTo !== null && validTo < validFrom)
    refuse("validTo", "statutes.ends-before-start", { validFrom, validTo });
  checkReplaced(content, statutes, refuse);
  if (clocks.length > 0 && verified === "memory") refuse("verified", "statutes.unread-clock");
  checkClocks(content, statutes, refuse);
  return errors;
}

function checkReplaced(
  { id, replaces, validFrom }: ArticleContent,
  { law, entries }: Statutes,
  refuse: Refuse,
): void {
  if (replaces === null) return;
  const replaced = law.articles.find((article) => article.id === replaces);
  const other = entries.articles.find((one) => one.replaces === replaces && one.id !== id);
  if (replaced === undefined || replaces === id)
    refuse("replaces", "statutes.unknown-article", { id: replaces });
  else if (other !== undefined)
    refuse("replaces", "statutes.already-replaced", { id: replaces, by: other.id });
  else if (replaced.validFrom !== null && replaced.validFrom >= validFrom)
    refuse("validFrom", "statutes.starts-before-replaced", {
      id: replaces,
      day: replaced.validFrom,
    });
}

function checkClocks({ clocks }: ArticleContent, { law }: Statutes, refuse: Refuse): void {
  const known = new Set(law.rules.map((rule) => rule.id));
  const taken = new Set<string>();
  for (const [index, { clock, regimes }] of clocks.entries()) {
    if (!known.has(clock)) refuse(`clocks.${index}.clock`, "statutes.unknown-clock", { clock });
    for (const regime of regimes) {
      const key = `${clock} ${regime}`;
      if (taken.has(key))
        refuse(`clocks.${index}.regimes`, "statutes.clock-twice", { clock, regime });
      taken.add(key);
    }
  }
}

/** Articles that an entry is about: its own and the one that it ends. */
export const articlesOf = ({ kind, content }: Entry): readonly string[] =>
  kind === "article" ? [content.id, ...(content.replaces === null ? [] : [content.replaces])] : [];
