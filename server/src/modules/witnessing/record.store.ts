/** SQL of notes, acts and sheets. */
import { type RawBuilder, sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { applicationFilters, visibleProcess } from "../../platform/identity/visible.ts";
import type { KeptRecord } from "./record.ts";

interface Row {
  readonly factId: string;
  readonly id: string;
  readonly at: Date;
  readonly ocid: string | null;
  readonly subject: string;
  readonly title: string | null;
}

const told = (rows: readonly Row[]): KeptRecord[] =>
  rows.map(
    ({ at, ocid, title, ...row }) =>
      ({
        ...row,
        at: at.toISOString(),
        ocid: ocid ?? undefined,
        title: title ?? undefined,
      }) as unknown as KeptRecord,
  );

const MOST = 2000;

const records = (condition: RawBuilder<unknown>) => sql<Row>`
  SELECT record.fact_id AS "factId", record.kind, record.id, record.occurred_at AS at, record.ocid,
    record.subject, process.title, record.payload
  FROM witnessing.record LEFT JOIN procurement.process ON process.ocid = record.ocid
  WHERE ${condition} ORDER BY record.occurred_at, record.fact_id LIMIT ${MOST}`;

/** Of projects in the scope; what belongs to none is for those who see every project. */
function visible(scope: Scope): RawBuilder<unknown> {
  if (applicationFilters.areOff) return sql`true`;
  return sql`CASE WHEN record.ocid IS NULL
    THEN EXISTS (SELECT FROM identity.scope_cell AS c WHERE c.scope = ${scope.id}
      AND c.matter = 'process' AND c.unit = '*' AND c.cell = '*')
    ELSE process.ocid IS NOT NULL AND ${visibleProcess(scope)} END`;
}

export interface Wanted {
  readonly ocid?: string | undefined;
  readonly from?: Date | undefined;
  readonly to?: Date | undefined;
}

export async function listRecords(
  tx: Tx,
  scope: Scope,
  { ocid, from, to }: Wanted,
): Promise<readonly KeptRecord[]> {
  const of = ocid === undefined ? sql`true` : sql`record.ocid = ${ocid}`;
  const since = from === undefined ? sql`true` : sql`record.occurred_at >= ${from}`;
  const until = to === undefined ? sql`true` : sql`record.occurred_at < ${to}`;
  const condition = sql`${visible(scope)} AND ${of} AND ${since} AND ${until}`;
  const { rows } = await records(condition).execute(tx);
  return told(rows);
}

export async function findVisible(
  tx: Tx,
  scope: Scope,
  id: string,
): Promise<KeptRecord | undefined> {
  const { rows } = await records(sql`${visible(scope)} AND record.id = ${id}::uuid`).execute(tx);
  return told(rows)[0];
}

/** As the product itself sees it. */
export async function findRecord(db: Database | Tx, id: string): Promise<KeptRecord | undefined> {
  const { rows } = await records(sql`record.id = ${id}::uuid`).execute(db);
  return told(rows)[0];
}

/** Sheets that follow an act. */
export async function countSheets(tx: Tx, act: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM witnessing.record
    WHERE kind = 'witnessing.intervention-issued' AND payload ->> 'act' = ${act}`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** The next number of a year; a transaction that fails gives its number back. */
export async function nextSheetNumber(tx: Tx, year: string): Promise<string> {
  const prefix = `XC-${year}`;
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`witnessing ${prefix}`}, 0))`.execute(
    tx,
  );
  const { rows } = await sql<{ last: number }>`
    SELECT coalesce(max(split_part(payload ->> 'number', '-', 3)::int), 0) AS last
    FROM witnessing.record
    WHERE kind = 'witnessing.intervention-issued' AND payload ->> 'number' LIKE ${`${prefix}-%`}`.execute(
    tx,
  );
  return `${prefix}-${String((rows[0]?.last ?? 0) + 1).padStart(4, "0")}`;
}

/** When facts were recorded, whoever may read them. */
export async function readRecordedAt(
  db: Database | Tx,
  factIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ id: string; at: Date }>`
    SELECT id, recorded_at AS at FROM fact.fact WHERE id = ANY (${[...factIds]}::uuid[])`.execute(
    db,
  );
  return new Map(rows.map(({ id, at }) => [id, at.toISOString()]));
}
