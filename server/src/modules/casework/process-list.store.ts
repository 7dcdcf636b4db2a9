/** Lists of contracting processes from the projection: what the reader may see, newest first. */
import { type RawBuilder, sql } from "kysely";

import type { ProcessPage, ProcessQuery } from "../../../../contract/src/processes.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleProcess } from "../../platform/identity/visible.ts";
import { searchQuery } from "../../platform/search/words.ts";
import {
  beyond,
  countProcesses,
  type FoundRow,
  kindOfCells,
  newest,
  ORDER,
  pageOfRows,
  present,
  processMatches,
  ROW,
} from "./process-rows.store.ts";
import { searchProcesses } from "./process-search.store.ts";

/** Newest first; what the scope allows, by two conditions that do not know of each other (decision 0010). */
export async function listProcesses(
  db: Tx,
  scope: Scope,
  query: ProcessQuery,
): Promise<ProcessPage> {
  const { q } = query;
  const words = q === undefined ? undefined : searchQuery(q);
  return words === undefined
    ? listAll(db, scope, query)
    : searchProcesses(db, scope, { ...query, words });
}

/** True for the list without filters, whose plan is the same for all. */
export const isPlainList = ({ q, state, openingOn }: ProcessQuery): boolean =>
  q === undefined && state === undefined && openingOn === undefined;

async function listAll(db: Tx, scope: Scope, query: ProcessQuery): Promise<ProcessPage> {
  const { state, openingOn, cursor, limit = 50 } = query;
  const found = processMatches({ state, openingOn });
  const place = beyond(cursor);
  const order = newest(limit + 1);
  const cells = isPlainList(query) ? await kindOfCells(db, scope) : "unlisted";
  const wanted = sql`(SELECT c.cell FROM identity.scope_cell AS c
    WHERE c.scope = ${scope.id} AND c.matter = 'process') AS wanted`;
  const source =
    cells !== "few"
      ? sql`(SELECT * FROM procurement.process WHERE ${visibleProcess(scope)} AND ${found} AND ${place} ${order})`
      : newestOfCells({
          wanted,
          limit: limit + 1,
          where: sql`${visibleProcess(scope)} AND ${found} AND ${place}`,
        });
  const { rows } = await sql<FoundRow>`SELECT ${ROW} FROM ${source} AS process ${ORDER}`.execute(
    db,
  );
  const page = pageOfRows(rows, limit);
  const total =
    cursor === undefined && page.next === undefined
      ? page.rows.length
      : await countProcesses(db, {
          rows:
            cells === "unlisted"
              ? sql`procurement.process WHERE ${visibleProcess(scope)} AND ${found}`
              : sql`${wanted} JOIN procurement.process ON process.cell = wanted.cell
                    WHERE ${visibleProcess(scope)} AND ${found}`,
          key: JSON.stringify([scope, state, openingOn]),
        });
  return { ...page, rows: page.rows.map(present), total };
}

interface OfCells {
  /** Cells, under the name `wanted`. */
  readonly wanted: RawBuilder<unknown>;
  /** On `process`. */
  readonly where: RawBuilder<unknown>;
  readonly limit: number;
}

/** Rows of each cell that are looked at first. */
const FIRST_OF_CELL = 5;

/**
 * The newest of all cells, from the index alone; only those that are shown are fetched. A few of each cell say how far
 * back the list can reach at the most (`edge`), and no cell is read beyond.
 */
function newestOfCells({ wanted, where, limit }: OfCells): RawBuilder<unknown> {
  const ofCell = (more: RawBuilder<unknown>, count: number) => sql`
    ${wanted} CROSS JOIN LATERAL (SELECT published_at, ocid FROM procurement.process
      WHERE process.cell = wanted.cell AND ${where} AND ${more} ${newest(count)}) AS newest`;
  const edge = sql`(SELECT newest.published_at FROM ${ofCell(sql`true`, FIRST_OF_CELL)}
    ORDER BY newest.published_at DESC OFFSET ${sql.lit(limit - 1)} LIMIT 1)`;
  return sql`(
    WITH edge AS MATERIALIZED (SELECT coalesce(${edge}, '-infinity') AS at)
    SELECT process.* FROM (SELECT newest.* FROM ${ofCell(sql`published_at >= (SELECT at FROM edge)`, limit)}
      ${newest(limit)}) AS key
    JOIN procurement.process ON process.ocid = key.ocid)`;
}
