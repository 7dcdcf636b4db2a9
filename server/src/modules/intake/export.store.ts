/** Facts as they can be sent again: a cursor in one snapshot, so that memory stays bounded. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import { OCCURRED_AT } from "../../platform/facts/stored-fact.ts";
import { SENT_BY_SOURCES } from "./check-line.ts";

const PAGE = 1000;

export interface ExportQuery {
  /** Absent = every source. */
  readonly source: string | undefined;
  /** Also the kinds that acts inside the platform make, which no source can send. */
  readonly all: boolean;
}

interface ExportedRow {
  readonly kind: string;
  readonly version: number;
  readonly sourceId: string;
  readonly subject: string;
  readonly occurredAt: string;
  readonly correctsSourceId: string | null;
  /** JSON text, as the store has it. */
  readonly payload: string;
}

/**
 * Hands over the facts that are committed now, a page of NDJSON lines at a time and the next only when
 * `onPage` is done: first those that correct nothing, by id, then corrections by their distance from the
 * fact first sent, so that each comes after what it corrects. Ids are not sent: corrections name the `sourceId`.
 */
export async function exportFacts(
  db: Database,
  query: ExportQuery,
  onPage: (text: string) => Promise<void>,
): Promise<void> {
  const snapshot = db.transaction().setIsolationLevel("repeatable read");
  await snapshot.execute(async (tx) => {
    await sql`DECLARE plain NO SCROLL CURSOR FOR
      SELECT ${COLUMNS}, NULL AS "correctsSourceId"
      FROM fact.fact WHERE corrects IS NULL AND ${wanted(query)} ORDER BY id`.execute(tx);
    await handOver(tx, "plain", onPage);
    await sql`DECLARE corrections NO SCROLL CURSOR FOR
      WITH RECURSIVE chain (id, depth) AS (
        SELECT id, 1 FROM fact.fact
        WHERE corrects IN (SELECT id FROM fact.fact WHERE corrects IS NULL)
        UNION ALL
        SELECT fact.id, depth + 1 FROM chain JOIN fact.fact ON fact.corrects = chain.id)
      SELECT ${COLUMNS}, (SELECT target.source_id FROM fact.fact AS target
                          WHERE target.id = fact.corrects) AS "correctsSourceId"
      FROM chain JOIN fact.fact USING (id) WHERE ${wanted(query)} ORDER BY depth, id`.execute(tx);
    await handOver(tx, "corrections", onPage);
  });
}

const COLUMNS = sql`kind, version, source_id AS "sourceId", subject, ${OCCURRED_AT} AS "occurredAt",
  payload::text AS payload`;

const wanted = ({ source, all }: ExportQuery) => sql`
  (${all} OR kind ~ ${SENT_BY_SOURCES.source})
  AND (${source ?? null}::text IS NULL OR source = ${source ?? null})`;

async function handOver(
  tx: Tx,
  cursor: "plain" | "corrections",
  onPage: (text: string) => Promise<void>,
): Promise<void> {
  for (;;) {
    const { rows } = await sql<ExportedRow>`FETCH ${sql.lit(PAGE)} FROM ${sql.ref(cursor)}`.execute(
      tx,
    );
    if (rows.length > 0) await onPage(rows.map(lineOf).join(""));
    if (rows.length < PAGE) return;
  }
}

function lineOf({ payload, correctsSourceId, ...rest }: ExportedRow): string {
  const head = JSON.stringify(correctsSourceId === null ? rest : { ...rest, correctsSourceId });
  return `${head.slice(0, -1)},"payload":${payload}}\n`;
}
