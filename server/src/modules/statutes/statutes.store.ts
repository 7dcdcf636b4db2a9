/**
 * SQL of calendar and law. What was read is kept: in a transaction it is read once, whatever is counted in it; between
 * transactions one short query tells whether anything was entered since.
 */
import { type RawBuilder, sql } from "kysely";

import type { Calendar, Law } from "../../../../clocks/src/index.ts";
import type { ArticleEntered } from "../../../../contract/src/facts/statutes.article-entered.ts";
import type { CalendarYearEntered } from "../../../../contract/src/facts/statutes.calendar-year-entered.ts";
import type { Database, Tx } from "../../platform/database.ts";
import {
  calendarKnownAt,
  type Dated,
  NOTHING_ENTERED,
  type Statutes,
  statutesOf,
  versionOfYear,
} from "./statutes.ts";

type Reads = Database | Tx;

interface Tables {
  readonly years: RawBuilder<unknown>;
  readonly articles: RawBuilder<unknown>;
}

const INSIDE: Tables = {
  years: sql`SELECT fact_id, year, version, content, entered_at FROM statutes.calendar_year`,
  articles: sql`SELECT fact_id, article, version, content, entered_at FROM statutes.article`,
};
const RELEASED: Tables = {
  years: sql`SELECT fact_id, year, version, view AS content, entered_at FROM released.calendar_year`,
  articles: sql`SELECT fact_id, article, version, view AS content, entered_at FROM released.law_article`,
};

/** The last state that was read, by the facts that make it. */
const known = { edition: "", statutes: statutesOf(NOTHING_ENTERED) };

const inTransactions = new WeakMap<object, Promise<Statutes>>();

/** Called when a transaction enters something: what it read before no longer holds for it. */
export const forgetStatutes = (tx: Tx): void => void inTransactions.delete(tx);

async function load(db: Reads, tables: Tables): Promise<Statutes> {
  const { rows } = await sql<{ edition: string }>`
    SELECT coalesce(string_agg(fact_id::text, ' ' ORDER BY fact_id), '') AS edition
    FROM (SELECT fact_id FROM (${tables.years}) AS years
          UNION ALL SELECT fact_id FROM (${tables.articles}) AS articles) AS entered`.execute(db);
  const edition = rows[0]?.edition ?? "";
  if (edition === known.edition) return known.statutes;
  const statutes = statutesOf({
    years: await entriesOf<CalendarYearEntered>(db, tables.years, sql`year`),
    articles: await entriesOf<ArticleEntered>(db, tables.articles, sql`article`),
  });
  Object.assign(known, { edition, statutes });
  return statutes;
}

async function entriesOf<Entry>(
  db: Reads,
  table: RawBuilder<unknown>,
  key: RawBuilder<unknown>,
): Promise<readonly Dated<Entry>[]> {
  const { rows } = await sql<{ content: Entry; at: Date }>`
    SELECT content, entered_at AS at FROM (${table}) AS entered
    ORDER BY ${key}, version, fact_id`.execute(db);
  return rows.map(({ content, at }) => ({ ...content, enteredAt: at.toISOString() }));
}

export function readStatutes(db: Reads): Promise<Statutes> {
  if (!db.isTransaction) return load(db, INSIDE);
  const found = inTransactions.get(db) ?? load(db, INSIDE);
  inTransactions.set(db, found);
  return found;
}

/** With the login that sees schema `released` only. */
export const readPublicStatutes = (publicDb: Database): Promise<Statutes> =>
  load(publicDb, RELEASED);

export interface KnownCalendar {
  readonly calendar: Calendar;
  /** As it was known at an instant; what was done then keeps its dates. */
  readonly knownAt: (at: string) => Calendar;
  /** Which version of a year is counted by: `2027/published`, `2027/2`; undefined while there is none. */
  readonly versionOf: (year: number) => string | undefined;
}

/** The working days as they are known in this transaction. */
export async function readCalendar(db: Reads): Promise<KnownCalendar> {
  const statutes = await readStatutes(db);
  return {
    calendar: statutes.calendar,
    knownAt: (at) => calendarKnownAt(statutes, at),
    versionOf: (year) => versionOfYear(statutes, year),
  };
}

/** Articles and rules as they are known in this transaction. */
export const readLaw = async (db: Reads): Promise<Law> => (await readStatutes(db)).law;
