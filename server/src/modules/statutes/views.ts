/** Calendar and law as the console and the public see them. Pure. */
import { articlesOn, publishedYears, rulesOn } from "../../../../clocks/src/index.ts";
import type { DutyItem } from "../../../../contract/src/facts/duties.list-published.ts";
import type { CalendarVersion, LawRow, RuleRow } from "../../../../contract/src/statutes.ts";
import { clocksOn, dutiesOn } from "./quotes.ts";
import type { Statutes } from "./statutes.ts";

/** Dates that each entry moved, by its name. */
type Moved = ReadonlyMap<string, number>;

export function calendarVersions({ entries }: Statutes, moved: Moved): CalendarVersion[] {
  const published = publishedYears.map(({ year, notices, off, makeUp }): CalendarVersion => ({
    year,
    notices: [...notices],
    off,
    makeUp: [...makeUp],
    version: 0,
  }));
  const entered = entries.years.map((one): CalendarVersion => ({
    ...one,
    moved: moved.get(`${one.year}/${one.version}`) ?? 0,
  }));
  return [...published, ...entered].toSorted((a, b) => a.year - b.year || a.version - b.version);
}

export interface KnownQuotes {
  readonly duties: readonly DutyItem[];
  readonly moved: Moved;
}

export function lawRows(
  { law, entries }: Statutes,
  today: string,
  { duties, moved }: KnownQuotes,
): LawRow[] {
  const inForce = new Set(articlesOn(today, law).map(({ id }) => id));
  const last = new Map(entries.articles.map((one) => [one.id, one]));
  return law.articles.map((article): LawRow => {
    const { id, instrument, level, place, validFrom, validTo } = article;
    const { subject, summaryZh, verified, source, note } = article;
    const entry = last.get(id);
    return {
      id,
      instrument,
      article: article.article,
      level,
      place,
      validFrom,
      validTo,
      subject,
      summaryZh,
      verified,
      source,
      note,
      isInForce: inForce.has(id),
      clocks: [...clocksOn([id], law)],
      duties: dutiesOn([id], duties).length,
      ...(entry === undefined
        ? {}
        : {
            entered: {
              version: entry.version,
              at: entry.enteredAt,
              replaces: entry.replaces,
              clocks: entry.clocks,
              moved: moved.get(`${id}/${entry.version}`) ?? 0,
            },
          }),
    };
  });
}

export const ruleRows = ({ law }: Statutes, today: string): RuleRow[] =>
  rulesOn(today, law).map(({ id, regimes, unit, length, startsFrom, pausesOn, articles }) => ({
    clock: id,
    regimes: [...regimes],
    unit,
    length,
    startsFrom,
    pausesOn: Object.fromEntries(
      Object.entries(pausesOn).map(([regime, grounds]) => [regime, [...grounds]]),
    ),
    articles: [...articles],
  }));
