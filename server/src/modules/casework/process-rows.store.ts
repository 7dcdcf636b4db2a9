/** What lists of processes and the search in them have in common: columns, order, filters, counts. */
import { type RawBuilder, sql } from "kysely";

import type { ProcessRow } from "../../../../contract/src/processes.ts";
import { pageOf, readCursor } from "../../kernel/cursor.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { applicationFilters } from "../../platform/identity/visible.ts";
import { createMemory } from "../../platform/remember.ts";
import { searchQuery } from "../../platform/search/words.ts";

/** State of a process: that of its furthest lot. */
export const STATE = sql`process.state`;

export const ROW = sql`ocid, coalesce(title, ocid) AS title, regime, industry, place_name AS place,
  procuring_entity ->> 'name' AS "procuringEntity", published_at AS "publishedAt",
  opening_at AS "openingAt", ${STATE} AS state, lots`;

export function present<T extends object>(row: T): T {
  const entries = Object.entries(row).flatMap(([key, value]) => {
    if (value === null) return [];
    return [[key, value instanceof Date ? value.toISOString() : value]];
  });
  return Object.fromEntries(entries) as T;
}

/** A total is counted no further: nobody pages through more, and a million rows are not counted on every request. */
export const MOST_COUNTED = 1000;
/** With fewer cells each one's newest rows are read by index; with more, the newest of all are likely to be among them. */
const FEW_CELLS = 40;

export interface Filters {
  readonly q?: string | undefined;
  readonly state?: string | undefined;
  readonly openingOn?: string | undefined;
}

/** What the filters allow; on `process`, by that name in the query. A filter that is not asked for is not in the text. */
export function processMatches({ q, state, openingOn }: Filters): RawBuilder<unknown> {
  const words = q === undefined ? undefined : searchQuery(q);
  const conditions = [sql`published_at IS NOT NULL`];
  if (words !== undefined) conditions.push(sql`process.search @@ ${words}::tsquery`);
  if (state !== undefined) conditions.push(sql`${STATE} = ANY (${state.split(",")}::text[])`);
  if (openingOn !== undefined)
    conditions.push(sql`(opening_at AT TIME ZONE 'Asia/Shanghai')::date = ${openingOn}::date`);
  return sql.join(conditions, sql` AND `);
}

export const ORDER = sql`ORDER BY published_at DESC, ocid DESC`;
// A number in the text: the planner must know how few rows are wanted before it keeps a plan.
export const newest = (limit: number) => sql`${ORDER} LIMIT ${sql.lit(limit)}`;

/** On `process`: what follows the row at which the last page ended. */
export function beyond(cursor: string | undefined): RawBuilder<unknown> {
  const after = readCursor(cursor);
  return after === undefined
    ? sql`true`
    : sql`(published_at, ocid) < (${after.at}::timestamptz, ${after.id})`;
}

export type FoundRow = ProcessRow & { readonly publishedAt: Date };

export const pageOfRows = (rows: readonly FoundRow[], limit: number) =>
  pageOf(rows, limit, ({ publishedAt, ocid }) => ({ at: publishedAt.toISOString(), id: ocid }));

export const FOR_A_MINUTE = { milliseconds: 60_000, most: 10_000 } as const;
/** Lists that were found to have the most, by scope and filter: they hardly ever have less a minute later. */
const many = createMemory<typeof MOST_COUNTED>(FOR_A_MINUTE);

export async function countProcesses(
  db: Tx,
  { rows: from, key }: { readonly rows: RawBuilder<unknown>; readonly key: string },
): Promise<number> {
  if (many.find(key) !== undefined) return MOST_COUNTED;
  const { rows } = await sql<{ total: number }>`
    SELECT count(*)::int AS total FROM (
      SELECT FROM ${from} LIMIT ${sql.lit(MOST_COUNTED)}) AS counted`.execute(db);
  const total = rows[0]?.total ?? 0;
  if (total === MOST_COUNTED) many.keep(key, MOST_COUNTED);
  return total;
}

/** `unlisted`: every cell, or rows of its own beside the cells. */
type CellsKind = "few" | "many" | "unlisted";
/** By scope; every way of reading gives the same rows, so an old answer costs time only. */
const kinds = createMemory<CellsKind>(FOR_A_MINUTE);

export async function kindOfCells(db: Tx, scope: Scope): Promise<CellsKind> {
  if (scope.own.length > 0 || applicationFilters.areOff) return "unlisted";
  const known = kinds.find(scope.id);
  if (known !== undefined) return known;
  const { rows } = await sql<{ cell: string }>`
    SELECT cell FROM identity.scope_cell WHERE scope = ${scope.id} AND matter = 'process'
    ORDER BY cell <> '*', cell LIMIT ${FEW_CELLS + 1}`.execute(db);
  const listed = rows.length <= FEW_CELLS ? "few" : "many";
  const kind = rows.some(({ cell }) => cell === "*") ? "unlisted" : listed;
  kinds.keep(scope.id, kind);
  return kind;
}
