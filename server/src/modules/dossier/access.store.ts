/**
 * Who looked at a project and what hangs on it: the access log, read by the serving login for discipline inspectors
 * only. What inspectors and police look at themselves is sealed and is not in it (decision 0011).
 */
import { sql } from "kysely";

import type { Database } from "../../platform/database.ts";
import { containing } from "../../platform/like.ts";
import type { FactRow, Window } from "./timeline.store.ts";

export interface AccessFilter {
  /** Ids of the project, its leads and voices. */
  readonly objects: readonly string[];
  readonly actor?: string | undefined;
  readonly text?: string | undefined;
}

interface AccessRow extends Omit<FactRow, "payload" | "actor"> {
  readonly name: string | null;
  readonly unit: string | null;
  readonly method: string;
  readonly objectKind: string | null;
  readonly purpose: string | null;
  readonly status: number;
}

const FROM = sql`audit.entry JOIN fact.fact ON fact.id = entry.fact_id
  LEFT JOIN witness.leaf ON leaf.fact_id = entry.fact_id
  LEFT JOIN LATERAL (SELECT name FROM identity.person WHERE person.person = entry.person
    ORDER BY valid_from DESC, person.fact_id DESC LIMIT 1) AS who ON true
  LEFT JOIN LATERAL (SELECT name FROM identity.unit WHERE unit.unit = entry.unit
    ORDER BY valid_from DESC, unit.fact_id DESC LIMIT 1) AS office ON true`;

const rowOf = ({
  name,
  unit,
  method,
  objectKind,
  purpose,
  status,
  ...row
}: AccessRow): FactRow => ({
  ...row,
  actor: name,
  payload: {
    access: method === "GET" ? "read" : "wrote",
    ...(objectKind === null ? {} : { objectKind }),
    ...(unit === null ? {} : { unit: { name: unit } }),
    ...(purpose === null ? {} : { purpose }),
    status,
  },
});

const SELECT = sql`SELECT fact.id, fact.kind, fact.version, fact.source, fact.subject, fact.corrects,
    to_char(entry.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt",
    fact.recorded_at AS "recordedAt", encode(fact.content_hash, 'hex') AS "contentHash",
    NULL AS "correctedBy", leaf.leaf_index AS "leafIndex", who.name, office.name AS unit, entry.method,
    entry.object_kind AS "objectKind", entry.purpose, entry.status FROM ${FROM}`;

export async function readAccesses(
  db: Database,
  { objects, actor, text }: AccessFilter,
  { window, limit }: { readonly window: Window | undefined; readonly limit: number },
): Promise<readonly FactRow[]> {
  const isBefore = window?.direction === "before";
  const order = sql.raw(isBefore ? "DESC" : "ASC");
  const compare = sql.raw(isBefore ? "<" : ">");
  const first = window?.id ?? "00000000-0000-0000-0000-000000000000";
  const place =
    window === undefined
      ? sql`true`
      : sql`(entry.at, entry.fact_id) ${compare} (${window.at}::timestamptz, ${first}::uuid)`;
  const { rows } = await sql<AccessRow>`
    ${SELECT}
    WHERE entry.object_id = ANY (${[...objects]}::text[]) AND ${place}
      AND (${actor ?? null}::text IS NULL OR who.name = ${actor ?? null})
      AND (${text ?? null}::text IS NULL
           OR concat_ws(' ', who.name, office.name, entry.purpose) ILIKE ${containing(text)})
    ORDER BY entry.at ${order}, entry.fact_id ${order} LIMIT ${limit}`.execute(db);
  return rows.map(rowOf);
}

export interface AccessSpan {
  readonly count: number;
  readonly firstAt: Date | null;
  readonly lastAt: Date | null;
}

export async function countAccesses(db: Database, objects: readonly string[]): Promise<AccessSpan> {
  const { rows } = await sql<AccessSpan>`
    SELECT count(*)::int AS count, min(at) AS "firstAt", max(at) AS "lastAt"
    FROM audit.entry WHERE object_id = ANY (${[...objects]}::text[])`.execute(db);
  return rows[0] ?? { count: 0, firstAt: null, lastAt: null };
}

export async function findAccess(
  db: Database,
  objects: readonly string[],
  id: string,
): Promise<FactRow | undefined> {
  const { rows } = await sql<AccessRow>`
    ${SELECT} WHERE entry.fact_id = ${id}::uuid AND entry.object_id = ANY (${[...objects]}::text[])`.execute(
    db,
  );
  return rows[0] && rowOf(rows[0]);
}
