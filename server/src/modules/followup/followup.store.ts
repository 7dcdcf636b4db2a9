/** SQL of what follows a lead: rows of facts, as their readers may see them. */
import { type RawBuilder, sql } from "kysely";

import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { applicationFilters, visibleLead } from "../../platform/identity/visible.ts";
import type { FollowUpEvent } from "./thread.ts";

export const EVENTS = "followup.event";
/** Subject of every fact of the module: `followup:<thread>`. It names no process, so no reader of one sees it. */
export const THREAD_PREFIX = "followup:";

export interface Reader {
  readonly scope: Scope;
  readonly unit: string;
}

/** First wall: the fact names the reader's unit, party or person, or the reader may see the lead. */
function readable({ scope, unit }: Reader): RawBuilder<unknown> {
  if (applicationFilters.areOff) return sql`true`;
  const keys = ["all", `person:${scope.person}`, unit, ...scope.own];
  return sql`(event.readers && ${keys}::text[] OR ('lead' = ANY (event.readers) AND EXISTS (
    SELECT FROM casework.handling WHERE handling.lead_id = event.lead_id AND ${visibleLead(scope)})))`;
}

interface RawEvent extends Omit<FollowUpEvent, "at"> {
  readonly at: Date;
}

const COLUMNS = sql`kind, thread, lead_id AS "leadId", occurred_at AS at, payload`;

const told = (rows: readonly RawEvent[]): readonly FollowUpEvent[] =>
  rows.map((row) => ({ ...row, at: row.at.toISOString() }));

export async function readLeadEvents(
  tx: Tx,
  lead: string,
  reader: Reader,
): Promise<readonly FollowUpEvent[]> {
  const { rows } = await sql<RawEvent>`
    SELECT ${COLUMNS} FROM followup.event
    WHERE lead_id = ${lead} OR thread IN (
      SELECT first.thread FROM followup.event AS first WHERE first.lead_id = ${lead})
    ORDER BY fact_id`.execute(tx);
  // Facts that answer a letter or talk name no lead themselves.
  const ids = rows.map(({ thread }) => thread);
  const seen = await readThreads(tx, ids, reader);
  return seen;
}

/** @param reader Absent: whoever asks was checked before, or the product itself */
export async function readThreads(
  tx: Tx,
  threads: readonly string[],
  reader: Reader | undefined,
): Promise<readonly FollowUpEvent[]> {
  const wall = reader === undefined ? sql`true` : readable(reader);
  const { rows } = await sql<RawEvent>`
    SELECT ${COLUMNS} FROM followup.event
    WHERE thread = ANY (${[...new Set(threads)]}::text[]) AND ${wall} ORDER BY fact_id`.execute(tx);
  return told(rows);
}

const MOST = 2000;

/** Whole threads of these sorts that began in these days, the newest first at most. */
export async function readSorts(
  tx: Tx,
  reader: Reader,
  {
    sorts,
    from,
    to,
  }: { readonly sorts: readonly string[]; readonly from?: string; readonly to?: string },
): Promise<readonly FollowUpEvent[]> {
  const patterns = sorts.map((sort) => `${sort}/%`);
  const { rows } = await sql<RawEvent>`
    WITH begun AS (
      SELECT thread, min(occurred_at) AS at FROM followup.event
      WHERE thread LIKE ANY (${patterns}::text[]) AND ${readable(reader)} GROUP BY thread)
    SELECT ${COLUMNS} FROM followup.event
    WHERE ${readable(reader)} AND thread IN (
      SELECT begun.thread FROM begun
      WHERE begun.at >= ${from ?? "0001-01-01"}::date::timestamp AT TIME ZONE 'Asia/Shanghai'
        AND begun.at < (${to ?? "9999-12-30"}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai'
      ORDER BY begun.at DESC LIMIT ${MOST})
    ORDER BY fact_id`.execute(tx);
  return told(rows);
}

/** Facts of these kinds, for figures that name nobody. */
export async function readKinds(
  tx: Tx,
  kinds: readonly string[],
): Promise<readonly FollowUpEvent[]> {
  const { rows } = await sql<RawEvent>`
    SELECT ${COLUMNS} FROM followup.event WHERE kind = ANY (${[...kinds]}::text[])
    ORDER BY fact_id`.execute(tx);
  return told(rows);
}

/** The next number of a sort and year; a transaction that fails gives its number back. */
export async function nextNumber(tx: Tx, kind: string, prefix: string): Promise<number> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`followup/${prefix}`}, 0))`.execute(tx);
  const { rows } = await sql<{ last: number }>`
    SELECT coalesce(max(split_part(thread, '-', 3)::int), 0) AS last FROM followup.event
    WHERE kind = ${kind} AND thread LIKE ${`%/${prefix}-%`}`.execute(tx);
  return (rows[0]?.last ?? 0) + 1;
}

/** Threads on which a clock may run. */
export async function openThreads(tx: Tx): Promise<readonly string[]> {
  const { rows } = await sql<{ thread: string }>`
    SELECT DISTINCT thread FROM followup.event
    WHERE thread LIKE 'report/%' OR thread LIKE 'letter/%' ORDER BY thread`.execute(tx);
  return rows.map(({ thread }) => thread);
}

/** Facts of these kinds about a lead, whoever may read them: for rules, never for showing. */
export async function readKindsOfLead(
  tx: Tx,
  lead: string,
  kinds: readonly string[],
): Promise<readonly FollowUpEvent[]> {
  const { rows } = await sql<RawEvent>`
    SELECT ${COLUMNS} FROM followup.event WHERE lead_id = ${lead} AND kind = ANY (${[...kinds]}::text[])
    ORDER BY fact_id`.execute(tx);
  return told(rows);
}
