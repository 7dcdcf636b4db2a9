/** Reads of the audit tables. */
import { type RawBuilder, sql } from "kysely";

import type {
  AuditEntry,
  AuditQuery,
  GapReport,
  SealedRow,
} from "../../../../contract/src/audit.ts";
import type { Database, Tx } from "../database.ts";
import { containing } from "../like.ts";

/** A row of the table with its place in the log. */
interface RawEntry {
  readonly id: string;
  readonly at: Date;
  readonly person: string | null;
  readonly post: string | null;
  readonly unit: string | null;
  readonly role: string;
  readonly purpose: string | null;
  readonly method: string;
  readonly route: string;
  readonly objectKind: string | null;
  readonly objectId: string | null;
  readonly query: string | null;
  readonly status: number;
  readonly rows: number | null;
  readonly address: string;
  readonly leafIndex: number | null;
}

/** Filters with names already turned into ids: the console's login cannot read the organisation. */
export interface EntryFilter {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly persons: readonly string[] | undefined;
  readonly units: readonly string[] | undefined;
  readonly objectKind: string | undefined;
  readonly objectIds: readonly string[] | undefined;
  readonly result?: AuditQuery["result"] | undefined;
}

const OPERATOR = "operator";

/** Names of persons, units and leads → ids. What is no name stands for itself. */
export async function resolveFilter(db: Database, query: AuditQuery): Promise<EntryFilter> {
  const { from, to, person, unit, object, result } = query;
  const colon = object?.indexOf(":") ?? -1;
  const isKind = object !== undefined && /^[a-z][A-Za-z]+$/.test(object);
  const id = isKind ? undefined : object?.slice(colon + 1);
  return {
    from,
    to,
    result,
    persons: person === undefined ? undefined : [person, ...(await personsNamed(db, person))],
    units: unit === undefined ? undefined : [unit, ...(await unitsNamed(db, unit))],
    objectKind: isKind ? object : colon > 0 ? object?.slice(0, colon) : undefined,
    objectIds: id === undefined ? undefined : [id, ...(await leadsNumbered(db, id))],
  };
}

const idsOf = async (db: Database, query: RawBuilder<{ id: string }>): Promise<string[]> =>
  (await query.execute(db)).rows.map(({ id }) => id);

const personsNamed = (db: Database, name: string) =>
  idsOf(db, sql`SELECT DISTINCT person AS id FROM identity.person WHERE name = ${name}`);
const unitsNamed = (db: Database, name: string) =>
  idsOf(db, sql`SELECT DISTINCT unit AS id FROM identity.unit WHERE name LIKE ${containing(name)}`);
const leadsNumbered = (db: Database, number: string) =>
  idsOf(db, sql`SELECT id FROM screening.lead WHERE number = ${number}`);

const dayStart = (day: string) => sql`(${day}::date::timestamp AT TIME ZONE 'Asia/Shanghai')`;

// oxlint-disable-next-line complexity -- each optional filter is one branch
function matching(filter: EntryFilter): RawBuilder<unknown> {
  const { from, to, persons, units, objectKind, objectIds, result } = filter;
  const conditions = [sql`true`];
  if (from !== undefined) conditions.push(sql`entry.at >= ${dayStart(from)}`);
  if (to !== undefined) conditions.push(sql`entry.at < ${dayStart(to)} + interval '1 day'`);
  if (persons?.includes(OPERATOR) === true) conditions.push(sql`entry.role = 'operator'`);
  else if (persons !== undefined) conditions.push(sql`entry.person = ANY (${persons}::text[])`);
  if (units !== undefined) conditions.push(sql`entry.unit = ANY (${units}::text[])`);
  if (objectKind !== undefined) conditions.push(sql`entry.object_kind = ${objectKind}`);
  if (objectIds !== undefined) conditions.push(sql`entry.object_id = ANY (${objectIds}::text[])`);
  if (result === "ok") conditions.push(sql`entry.status < 400`);
  if (result === "refused") conditions.push(sql`entry.status BETWEEN 400 AND 499`);
  if (result === "failed") conditions.push(sql`entry.status >= 500`);
  return sql.join(conditions, sql` AND `);
}

const ENTRY = sql`entry.fact_id AS id, entry.at, entry.person, entry.post, entry.unit, entry.role, entry.purpose,
  entry.method, entry.route, entry.object_kind AS "objectKind", entry.object_id AS "objectId", entry.query,
  entry.status, entry.row_count AS rows, entry.address, leaf.leaf_index AS "leafIndex"`;
const FROM = sql`audit.entry LEFT JOIN witness.leaf USING (fact_id)`;

export interface EntryPage {
  readonly rows: readonly RawEntry[];
  readonly next?: string;
}

/**
 * Newest first.
 *
 * @param also Further condition on `audit.entry`, by that name
 */
export async function listEntries(
  db: Database | Tx,
  filter: EntryFilter,
  page: {
    readonly cursor?: string | undefined;
    readonly limit: number;
    also?: RawBuilder<unknown>;
  },
): Promise<EntryPage> {
  const [at, id] = page.cursor?.split("_") ?? [];
  const after =
    at === undefined
      ? sql`true`
      : sql`(entry.at, entry.fact_id) < (${at}::timestamptz, ${id}::uuid)`;
  const { rows } = await sql<RawEntry>`
    SELECT ${ENTRY} FROM ${FROM} WHERE ${matching(filter)} AND ${after} AND ${page.also ?? sql`true`}
    ORDER BY entry.at DESC, entry.fact_id DESC LIMIT ${page.limit + 1}`.execute(db);
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return rows.length > page.limit && last !== undefined
    ? { rows: shown, next: `${last.at.toISOString()}_${last.id}` }
    : { rows: shown };
}

/** Rows about leads of a unit. */
export const ofUnitsLeads = (
  unit: string,
): RawBuilder<unknown> => sql`entry.object_kind = 'lead' AND EXISTS (
  SELECT FROM casework.handling WHERE handling.lead_id = entry.object_id AND handling.department_id = ${unit})`;

export interface EntryWithProof {
  readonly row: RawEntry;
  readonly digest: string;
  readonly recordedAt: Date;
}

export async function findEntry(db: Database, id: string): Promise<EntryWithProof | undefined> {
  const { rows } = await sql<RawEntry & { digest: string; recordedAt: Date }>`
    SELECT ${ENTRY}, encode(fact.digest, 'hex') AS digest, fact.recorded_at AS "recordedAt"
    FROM ${FROM} JOIN fact.fact ON fact.id = entry.fact_id WHERE entry.fact_id = ${id}::uuid`.execute(
    db,
  );
  const [row] = rows;
  return row && { row, digest: row.digest, recordedAt: row.recordedAt };
}

interface Names {
  readonly kind: "person" | "post" | "unit" | "lead";
  readonly id: string;
  readonly name: string;
}

/** Fills in the names that persons, posts, units and leads have now. */
export async function withNames(
  db: Database,
  rows: readonly RawEntry[],
): Promise<readonly AuditEntry[]> {
  const ids = (pick: (row: RawEntry) => string | null) => [
    ...new Set(rows.map(pick).filter((id) => id !== null)),
  ];
  const leads = ids((row) => (row.objectKind === "lead" ? row.objectId : null));
  const { rows: names } = await sql<Names>`
    (SELECT DISTINCT ON (person) 'person' AS kind, person AS id, name FROM identity.person
     WHERE person = ANY (${ids((row) => row.person)}::text[]) ORDER BY person, valid_from DESC, fact_id DESC)
    UNION ALL
    (SELECT DISTINCT ON (post) 'post', post, title FROM identity.post
     WHERE post = ANY (${ids((row) => row.post)}::text[]) ORDER BY post, valid_from DESC, fact_id DESC)
    UNION ALL
    (SELECT DISTINCT ON (unit) 'unit', unit, name FROM identity.unit
     WHERE unit = ANY (${ids((row) => row.unit)}::text[]) ORDER BY unit, valid_from DESC, fact_id DESC)
    UNION ALL
    SELECT 'lead', id, number FROM screening.lead WHERE id = ANY (${leads}::text[])`.execute(db);
  const known = new Map(names.map(({ kind, id, name }) => [`${kind} ${id}`, name]));
  const named = (kind: Names["kind"], id: string) => ({
    id,
    name: known.get(`${kind} ${id}`) ?? id,
  });
  return rows.map((row) => entryOf(row, { named, label: (id) => known.get(`lead ${id}`) }));
}

interface Naming {
  readonly named: (kind: Names["kind"], id: string) => { id: string; name: string };
  readonly label: (id: string) => string | undefined;
}

function entryOf(row: RawEntry, { named, label }: Naming): AuditEntry {
  const { person, post, unit, purpose, objectKind, query, rows, leafIndex } = row;
  return {
    id: row.id,
    at: row.at.toISOString(),
    role: row.role,
    method: row.method,
    route: row.route,
    status: row.status,
    address: row.address,
    ...(person === null ? {} : { person: named("person", person) }),
    ...(post === null ? {} : { post: named("post", post) }),
    ...(unit === null ? {} : { unit: named("unit", unit) }),
    ...(purpose === null ? {} : { purpose }),
    ...(objectKind === null ? {} : { object: objectOf(objectKind, row.objectId, label) }),
    ...(query === null ? {} : { query }),
    ...(rows === null ? {} : { rows }),
    ...(leafIndex === null ? {} : { leafIndex }),
  };
}

function objectOf(
  kind: string,
  id: string | null,
  label: Naming["label"],
): NonNullable<AuditEntry["object"]> {
  if (id === null) return { kind };
  const known = kind === "lead" ? label(id) : undefined;
  return { kind, id, ...(known === undefined ? {} : { label: known }) };
}

const MOST_NAMED = 50;

/** Compares facts, rows and leaves. Young facts without a leaf are pending, not missing. */
export async function checkGaps(db: Database, days: number): Promise<GapReport> {
  const { rows } = await sql<
    Omit<GapReport, "retention"> & { last: GapReport["retention"]["last"] | null }
  >`
    WITH fact AS MATERIALIZED (
      SELECT fact.id, recorded_at, entry.fact_id IS NOT NULL AS has_entry, leaf.fact_id IS NOT NULL AS has_leaf,
        entry.fact_id IS NULL AND EXISTS (SELECT FROM audit.retention
          WHERE fact.occurred_at < retention.before AND fact.recorded_at < retention.before) AS is_retired
      FROM fact.fact LEFT JOIN audit.entry ON entry.fact_id = fact.id LEFT JOIN witness.leaf ON leaf.fact_id = fact.id
      WHERE kind = 'audit.accessed'),
    late AS (SELECT id FROM fact WHERE NOT has_leaf AND recorded_at < now() - interval '1 minute')
    SELECT count(*)::int AS facts, (SELECT count(*)::int FROM audit.entry) AS entries,
      count(*) FILTER (WHERE is_retired)::int AS retired, count(*) FILTER (WHERE has_leaf)::int AS leaves,
      count(*) FILTER (WHERE NOT has_leaf AND recorded_at >= now() - interval '1 minute')::int AS pending,
      ARRAY(SELECT id::text FROM fact WHERE NOT has_entry AND NOT is_retired ORDER BY id LIMIT ${MOST_NAMED}) AS "withoutEntry",
      ARRAY(SELECT fact_id::text FROM audit.entry WHERE NOT EXISTS (SELECT FROM fact WHERE fact.id = fact_id)
            ORDER BY fact_id LIMIT ${MOST_NAMED}) AS "withoutFact",
      ARRAY(SELECT id::text FROM late ORDER BY id LIMIT ${MOST_NAMED}) AS "withoutLeaf",
      (SELECT json_build_object('at', applied_at, 'before', before, 'rows', row_count, 'digestOfIds', digest_of_ids)
       FROM audit.retention ORDER BY fact_id DESC LIMIT 1) AS last
    FROM fact`.execute(db);
  const [report] = rows;
  if (report === undefined) throw new Error("no row from an aggregate");
  const { last, ...counts } = report;
  return { ...counts, retention: { days, ...(last == null ? {} : { last }) } };
}

/** Newest first. */
export async function listSealed(
  db: Database,
  organ: string,
  { cursor, limit }: { readonly cursor: string | undefined; readonly limit: number },
): Promise<{ readonly rows: SealedRow[]; readonly next?: string }> {
  const { rows } = await sql<Omit<SealedRow, "leafIndex"> & { leafIndex: number | null }>`
    SELECT sealed.fact_id AS id, key_id AS "keyId", envelope, leaf.leaf_index AS "leafIndex"
    FROM audit.sealed LEFT JOIN witness.leaf USING (fact_id)
    WHERE organ = ${organ} AND (${cursor ?? null}::uuid IS NULL OR sealed.fact_id < ${cursor ?? null}::uuid)
    ORDER BY sealed.fact_id DESC LIMIT ${limit + 1}`.execute(db);
  const shown = rows.slice(0, limit).map(({ leafIndex, ...row }) => ({
    ...row,
    ...(leafIndex === null ? {} : { leafIndex }),
  }));
  const last = shown.at(-1);
  return rows.length > limit && last !== undefined
    ? { rows: shown, next: last.id }
    : { rows: shown };
}

export async function countSealed(db: Database): Promise<{ year: number; total: number | null }[]> {
  const { rows } = await sql<{ year: number; total: number | null }>`
    SELECT year, total FROM released.sealed_count ORDER BY year`.execute(db);
  return rows;
}
