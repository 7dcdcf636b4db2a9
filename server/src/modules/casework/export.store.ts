/** Rows of the lists for export: one query a file, read through a cursor, as one moment shows them. */
import { type RawBuilder, sql } from "kysely";

import type { LeadQuery } from "../../../../contract/src/leads.ts";
import type { ProcessQuery } from "../../../../contract/src/processes.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleProcess } from "../../platform/identity/visible.ts";
import type { ExportedLead, ExportedProcess } from "./export-words.ts";
import { leadMatches } from "./lead.store.ts";
import { processMatches, STATE } from "./process-rows.store.ts";

const PAGE = 1000;
/** One sheet holds 1,048,576 rows, head and footer among them. */
export const MOST_ROWS = 1_000_000;

/** Pages of a query through a cursor of its transaction: the database keeps the rest. */
async function* pagesOf<Row>(tx: Tx, query: RawBuilder<unknown>): AsyncGenerator<readonly Row[]> {
  await sql`DECLARE exported NO SCROLL CURSOR FOR ${query}`.execute(tx);
  for (;;) {
    const { rows } = await sql<Row>`FETCH ${sql.lit(PAGE)} FROM exported`.execute(tx);
    if (rows.length > 0) yield rows;
    if (rows.length < PAGE) return;
  }
}

/** Leads as the list shows them, newest first; the place in the list is not asked for. */
export function exportLeads(
  tx: Tx,
  scope: Scope,
  query: LeadQuery,
): AsyncGenerator<readonly ExportedLead[]> {
  const states = query.state?.split(",") ?? null;
  return pagesOf(
    tx,
    sql`SELECT lead.number, lead.level, lead.title, lead.ocid, lead.lot_id AS "lotId", lead.parties,
        lead.indicators, lead.bits, lead.raised_at AS "raisedAt", handling.state,
        handling.department_name AS department, handling.officer_name AS officer,
        handling.state_since AS "stateSince"
      FROM screening.lead JOIN casework.handling ON handling.lead_id = lead.id
      WHERE ${leadMatches(scope, query)}
        AND (${states}::text[] IS NULL OR handling.state = ANY (${states}::text[]))
      ORDER BY lead.raised_at DESC, lead.id DESC LIMIT ${sql.lit(MOST_ROWS)}`,
  );
}

export function exportProcesses(
  tx: Tx,
  scope: Scope,
  query: ProcessQuery,
): AsyncGenerator<readonly ExportedProcess[]> {
  return pagesOf(
    tx,
    sql`SELECT ocid, coalesce(title, ocid) AS title, ${STATE} AS state, regime, industry, place_name AS place,
        procuring_entity ->> 'name' AS "procuringEntity", published_at AS "publishedAt",
        opening_at AS "openingAt",
        (SELECT count(*)::int FROM procurement.lot WHERE lot.ocid = process.ocid) AS lots,
        (SELECT sum(jsonb_array_length(opening.bids))::int FROM procurement.current_opening AS opening
         WHERE opening.ocid = process.ocid) AS bids
      FROM procurement.process
      WHERE ${visibleProcess(scope)} AND ${processMatches(query)}
      ORDER BY published_at DESC, ocid DESC LIMIT ${sql.lit(MOST_ROWS)}`,
  );
}
