/** Search in processes: through the newest of them, or by the index of words. */
import { sql } from "kysely";

import type { ProcessPage, ProcessQuery } from "../../../../contract/src/processes.ts";
import { readCursor } from "../../kernel/cursor.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleProcess } from "../../platform/identity/visible.ts";
import { createMemory } from "../../platform/remember.ts";
import {
  beyond,
  countProcesses,
  FOR_A_MINUTE,
  type FoundRow,
  kindOfCells,
  MOST_COUNTED,
  newest,
  ORDER,
  pageOfRows,
  present,
  processMatches,
  ROW,
} from "./process-rows.store.ts";

interface WordsQuery extends ProcessQuery {
  /** tsquery text. */
  readonly words: string;
}

/** How many of the newest processes are looked through for common words before the index of words is asked. */
export const searchWindow = { processes: 2500 };
/** A count reads so many such windows at the most before the index of words is quicker. */
const DENSE_WINDOWS = 4;
/** Codes are rare: looking through the newest for one would be for nothing. */
const isRare = (words: string): boolean => words.includes(":*");

/**
 * A common word stands in one of the newest rows soon; a rare one, and any in a small jurisdiction, is found by the index
 * of words, which gives its rows unordered. So the newest are looked through first where that may serve, but only so many.
 */
export async function searchProcesses(
  db: Tx,
  scope: Scope,
  query: WordsQuery,
): Promise<ProcessPage> {
  const { words, cursor, limit = 50 } = query;
  const isIndexed = isRare(words) || (await kindOfCells(db, scope)) === "few";
  const from = isIndexed ? undefined : await windowStart(db);
  const among = from === undefined ? [] : await searchNewest(db, scope, { ...query, from });
  const isFull = among.length > limit;
  const { rows, counted } = isFull
    ? { rows: among, counted: undefined }
    : await searchByIndex(db, scope, query);
  const page = pageOfRows(rows, limit);
  const isWhole = cursor === undefined && page.next === undefined;
  const isSorted = from !== undefined && isFull && isDense(among, from);
  const total = isWhole
    ? page.rows.length
    : (counted ?? (await countFound(db, scope, { ...query, isSorted })));
  return { ...page, rows: page.rows.map(present), total };
}

/**
 * True if as many as are counted are likely to stand among the newest: then they are counted newest first, from the list in
 * its order. Otherwise the index of words gives any so many.
 */
function isDense(rows: readonly FoundRow[], from: Date): boolean {
  const [first, last] = [rows[0], rows.at(-1)];
  if (first === undefined || last === undefined) return false;
  const at = first.publishedAt.getTime();
  const depth = (at - last.publishedAt.getTime()) * (MOST_COUNTED / rows.length);
  return depth < DENSE_WINDOWS * (at - from.getTime());
}

const windows = createMemory<{ readonly from: Date | undefined }>(FOR_A_MINUTE);

/** Undefined where there are not so many processes. One for all readers: it says nothing of any. */
async function windowStart(db: Tx): Promise<Date | undefined> {
  const key = String(searchWindow.processes);
  const known = windows.find(key);
  if (known !== undefined) return known.from;
  const { rows } = await sql<{ at: Date | null }>`
    SELECT procurement.nth_newest(${searchWindow.processes}) AS at`.execute(db);
  const from = rows[0]?.at ?? undefined;
  windows.keep(key, { from });
  return from;
}

async function searchNewest(
  db: Tx,
  scope: Scope,
  { from, words, cursor, limit = 50, ...query }: WordsQuery & { readonly from: Date },
): Promise<readonly FoundRow[]> {
  const place = beyond(cursor);
  const { rows } = await sql<FoundRow>`
    SELECT ${ROW} FROM (SELECT * FROM procurement.process
      WHERE ${visibleProcess(scope)} AND ${processMatches({ ...query, q: undefined })} AND ${place}
        AND published_at >= ${from} AND search @@ ${words}::tsquery ${newest(limit + 1)}) AS process ${ORDER}`.execute(
    db,
  );
  return rows;
}

interface Wanted {
  readonly most: number;
  readonly cursor?: string | undefined;
  /** False: any of them, to be counted. */
  readonly isSorted?: boolean;
}

/** `search_visible` asks the policy's condition itself; the policy and the first wall are asked of its rows again. */
const foundByIndex = (
  { words, state, openingOn }: WordsQuery,
  { most, cursor, isSorted = true }: Wanted,
) => {
  const after = readCursor(cursor);
  return sql`procurement.search_visible(${words}, ${state?.split(",") ?? null}::text[], ${openingOn ?? null}::date,
    ${after?.at ?? null}::timestamptz, ${after?.id ?? null}::text, ${sql.lit(most)}, ${sql.lit(isSorted)})`;
};

/** A first page is counted along. */
async function searchByIndex(
  db: Tx,
  scope: Scope,
  { cursor, limit = 50, ...query }: WordsQuery,
): Promise<{ readonly rows: readonly FoundRow[]; readonly counted: number | undefined }> {
  const most = cursor === undefined ? Math.max(MOST_COUNTED, limit + 1) : limit + 1;
  const { rows } = await sql<FoundRow & { readonly counted: number }>`
    WITH found AS MATERIALIZED (SELECT * FROM ${foundByIndex(query, { most, cursor })})
    SELECT ${ROW}, (SELECT count(*)::int FROM found) AS counted
    FROM (SELECT process.* FROM (SELECT * FROM found ${newest(limit + 1)}) AS found
      JOIN procurement.process ON process.ocid = found.ocid WHERE ${visibleProcess(scope)}) AS process ${ORDER}`.execute(
    db,
  );
  return {
    rows: rows.map(({ counted: _counted, ...row }) => row),
    counted: cursor === undefined ? (rows[0]?.counted ?? 0) : undefined,
  };
}

async function countFound(
  db: Tx,
  scope: Scope,
  { isSorted, ...query }: WordsQuery & { readonly isSorted: boolean },
): Promise<number> {
  const { words, state, openingOn } = query;
  return countProcesses(db, {
    rows: sql`${foundByIndex(query, { most: MOST_COUNTED, isSorted })} AS found`,
    key: JSON.stringify([scope, state, openingOn, words]),
  });
}
