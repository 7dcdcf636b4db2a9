/**
 * The facts of a project as the reader may see them: by subject and by name, under the policies of the console's login
 * (migration 0053), with the same conditions spelt here as first wall.
 */
import { type RawBuilder, sql } from "kysely";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../../platform/database.ts";
import { OCCURRED_AT } from "../../platform/facts/stored-fact.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleLead, visibleProcess, visibleVoice } from "../../platform/identity/visible.ts";
import { containing } from "../../platform/like.ts";
import { WITHHELD_FIELDS } from "./kinds.ts";

export interface ProjectHead {
  readonly ocid: string;
  readonly title: string;
  readonly regime: string;
  readonly place: string | null;
  readonly procuringEntity: string | null;
  readonly procurementAgency: string | null;
  readonly hasScores: boolean;
  readonly hasVideo: boolean;
}

/** Condition: the posts of the scope see recordings of this process. */
export const seesVideo = (scope: Scope, ocid: RawBuilder<unknown>): RawBuilder<unknown> =>
  sql`((SELECT identity.sees_all('video')) OR identity.cell_of_process(${ocid}) IN (
    SELECT c.cell FROM identity.scope_cell AS c WHERE c.scope = ${scope.id} AND c.matter = 'video'))`;

/** Everything that belongs to a project. Facts are members by one of the two lists. */
export interface Members {
  readonly ocid: string;
  readonly subjects: readonly string[];
  readonly named: readonly string[];
  readonly hasScores: boolean;
  /** Whoever sees a room's pictures sees who went in. */
  readonly hasVideo: boolean;
}

/** @throws RuleViolation processes.not-found */
export async function getProjectHead(tx: Tx, scope: Scope, ocid: string): Promise<ProjectHead> {
  const { rows } = await sql<ProjectHead>`
    SELECT ocid, coalesce(title, ocid) AS title, regime, place_name AS place,
      procuring_entity ->> 'name' AS "procuringEntity", procurement_agency ->> 'name' AS "procurementAgency",
      lookback.sees_scores(ocid) AS "hasScores", ${seesVideo(scope, sql`ocid`)} AS "hasVideo"
    FROM procurement.process WHERE ocid = ${ocid} AND ${visibleProcess(scope)}`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("processes.not-found", { ocid });
  return row;
}

export async function findMembers(tx: Tx, scope: Scope, head: ProjectHead): Promise<Members> {
  const { ocid, hasScores, hasVideo } = head;
  const { rows } = await sql<{ subject: string }>`
    WITH seen_lead AS MATERIALIZED (
      SELECT lead.id FROM screening.lead JOIN casework.handling ON handling.lead_id = lead.id
      WHERE lead.ocid = ${ocid} AND ${visibleLead(scope)}),
    seen_voice AS MATERIALIZED (
      SELECT voice_id AS id FROM complaints.handling WHERE ocid = ${ocid} AND ${visibleVoice(scope)}),
    seen_case AS MATERIALIZED (
      SELECT 'lead:' || id AS subject FROM seen_lead UNION ALL SELECT 'voice:' || id FROM seen_voice)
    SELECT subject FROM seen_case
    UNION SELECT 'warning:' || id FROM warnings.warning WHERE ocid = ${ocid}
    UNION SELECT 'notice:' || number FROM oversight.notice WHERE subject IN (SELECT subject FROM seen_case)
    UNION SELECT 'followup:' || thread FROM followup.event WHERE lead_id IN (SELECT id FROM seen_lead)`.execute(
    tx,
  );
  const named = await sql<{ id: string }>`SELECT dossier.facts_naming(${ocid}) AS id`.execute(tx);
  return {
    ocid,
    hasScores,
    hasVideo,
    subjects: [ocid, ...rows.map(({ subject }) => subject)],
    named: named.rows.map(({ id }) => id),
  };
}

const BIDS = [
  "procurement.bid-received",
  "procurement.bid-withdrawn",
  "procurement.bid-decrypted",
  "procurement.bid-committed",
  "procurement.bid-revealed",
];

/** Condition on fact.fact: of this project, and nothing that is secret at this moment. */
function belongs({ ocid, subjects, named, hasScores, hasVideo }: Members): RawBuilder<unknown> {
  return sql`(fact.subject = ANY (${[...subjects]}::text[]) OR fact.id = ANY (${[...named]}::uuid[]))
    AND fact.kind NOT IN ('procurement.document-downloaded', 'screening.lot-screened', 'screening.input-kept')
    AND (fact.kind <> 'procurement.expert-scored' OR ${hasScores})
    AND (fact.kind <> 'venue.event-recorded' OR ${hasVideo})
    -- For whom else a certificate was issued is theirs: it would tell who bids, and what inspectors look at.
    AND (fact.kind <> 'witness.certificate-issued' OR fact.payload ->> 'audience' = 'public')
    AND (fact.kind <> ALL (${BIDS}::text[]) OR fact.payload ->> 'lotId' IN
         (SELECT lot_id FROM procurement.opening WHERE opening.ocid = ${ocid}))`;
}

const KEY = sql`CASE WHEN fact.kind = 'procurement.notice-published'
  THEN fact.kind || '/' || (fact.payload ->> 'noticeType') ELSE fact.kind END`;

/** Who acted: an officer, a firm, an evaluator by masked name, who a door let in; else whoever published. */
const ACTOR = sql`coalesce(fact.payload #>> '{officer,name}', fact.payload #>> '{by,name}',
  fact.payload #>> '{bidder,name}', fact.payload #>> '{bidder,maskedName}', fact.payload #>> '{supplier,name}',
  fact.payload #>> '{evaluator,maskedName}', fact.payload #>> '{firm,name}',
  fact.payload #>> '{procurementAgency,name}', fact.payload #>> '{procuringEntity,name}',
  CASE WHEN fact.kind = 'venue.event-recorded' THEN coalesce(fact.payload ->> 'name', fact.payload ->> 'bearer') END)`;

export interface FactFilter {
  /** Keys of `placeKeyOf`; absent: all. */
  readonly keys?: readonly string[] | undefined;
  readonly actor?: string | undefined;
  readonly text?: string | undefined;
  /** Kinds whose title holds the text. */
  readonly kindsOfText?: readonly string[] | undefined;
}

function matches({ keys, actor, text, kindsOfText }: FactFilter): RawBuilder<unknown> {
  const conditions = [sql`true`];
  if (keys !== undefined) conditions.push(sql`${KEY} = ANY (${[...keys]}::text[])`);
  if (actor !== undefined) conditions.push(sql`${ACTOR} = ${actor}`);
  if (text !== undefined)
    // What is kept back must not be found by trying either.
    conditions.push(sql`(fact.kind = ANY (${[...(kindsOfText ?? [])]}::text[])
      OR (fact.payload - ${[...WITHHELD_FIELDS]}::text[])::text ILIKE ${containing(text)})`);
  return sql.join(conditions, sql` AND `);
}

export interface Column {
  readonly key: string;
  readonly column: number;
  readonly count: number;
  readonly files: number;
  readonly firstAt: Date;
  readonly lastAt: Date;
}

/** How many facts of each kind in each of so many equal spans from the first fact to the last. */
export async function countColumns(
  tx: Tx,
  members: Members,
  columns: number,
): Promise<readonly Column[]> {
  const { rows } = await sql<Column>`
    WITH member AS MATERIALIZED (
      SELECT ${KEY} AS key, fact.occurred_at AS at, fact.payload ? 'fileHash' AS has_file
      FROM fact.fact WHERE ${belongs(members)}),
    span AS (SELECT extract(epoch FROM min(at)) AS lo, extract(epoch FROM max(at)) + 1 AS hi FROM member)
    SELECT key, width_bucket(extract(epoch FROM at), lo, hi, ${sql.lit(columns)}) - 1 AS column,
      count(*)::int AS count, (count(*) FILTER (WHERE has_file))::int AS files,
      min(at) AS "firstAt", max(at) AS "lastAt"
    FROM member CROSS JOIN span GROUP BY 1, 2 ORDER BY 2, 1`.execute(tx);
  return rows;
}

const MOST_ACTORS = 60;

export async function listActors(
  tx: Tx,
  members: Members,
): Promise<readonly { readonly name: string; readonly count: number }[]> {
  const { rows } = await sql<{ name: string; count: number }>`
    SELECT ${ACTOR} AS name, count(*)::int AS count FROM fact.fact
    WHERE ${belongs(members)} AND ${ACTOR} IS NOT NULL
    GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT ${sql.lit(MOST_ACTORS)}`.execute(tx);
  return rows;
}

export interface FactRow {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly source: string;
  readonly subject: string;
  readonly occurredAt: string;
  readonly recordedAt: Date;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly contentHash: string;
  readonly corrects: string | null;
  readonly correctedBy: string | null;
  readonly leafIndex: number | null;
  readonly actor: string | null;
}

const COLUMNS = sql`fact.id, fact.kind, fact.version, fact.source, fact.subject, fact.corrects, fact.payload,
  ${OCCURRED_AT} AS "occurredAt", fact.recorded_at AS "recordedAt", ${ACTOR} AS actor,
  encode(fact.content_hash, 'hex') AS "contentHash", leaf.leaf_index AS "leafIndex",
  (SELECT later.id FROM fact.fact AS later WHERE later.corrects = fact.id LIMIT 1) AS "correctedBy"`;

export interface Window {
  readonly at: string;
  readonly id?: string | undefined;
  readonly direction: "after" | "before";
}

/** Up to `limit` facts in the direction of the window, nearest first. */
export async function readFacts(
  tx: Tx,
  members: Members,
  {
    filter,
    window,
    limit,
  }: {
    readonly filter: FactFilter;
    readonly window: Window | undefined;
    readonly limit: number;
  },
): Promise<readonly FactRow[]> {
  const order = sql.raw(window?.direction === "before" ? "DESC" : "ASC");
  const { rows } = await sql<FactRow>`
    WITH page AS MATERIALIZED (
      SELECT fact.id FROM fact.fact
      WHERE ${belongs(members)} AND ${matches(filter)} AND ${within(window)}
      ORDER BY fact.occurred_at ${order}, fact.id ${order} LIMIT ${limit})
    SELECT ${COLUMNS} FROM page JOIN fact.fact USING (id) LEFT JOIN witness.leaf ON leaf.fact_id = fact.id
    ORDER BY fact.occurred_at ${order}, fact.id ${order}`.execute(tx);
  return rows;
}

/** Condition on the place in time; without an id the instant itself is included. */
function within(window: Window | undefined): RawBuilder<unknown> {
  if (window === undefined) return sql`true`;
  const { at, id, direction } = window;
  const place = sql`(fact.occurred_at, fact.id)`;
  const bound = sql`(${at}::timestamptz, ${id ?? "00000000-0000-0000-0000-000000000000"}::uuid)`;
  return direction === "after" ? sql`${place} > ${bound}` : sql`${place} < ${bound}`;
}

export async function findFact(tx: Tx, members: Members, id: string): Promise<FactRow | undefined> {
  const { rows } = await sql<FactRow>`
    SELECT ${COLUMNS} FROM fact.fact LEFT JOIN witness.leaf ON leaf.fact_id = fact.id
    WHERE fact.id = ${id}::uuid AND ${belongs(members)}`.execute(tx);
  return rows[0];
}

/** Those of these facts that belong to the project and are no secret at this moment. */
export async function findFacts(
  tx: Tx,
  members: Members,
  ids: readonly string[],
): Promise<readonly Pick<FactRow, "id" | "payload">[]> {
  const { rows } = await sql<Pick<FactRow, "id" | "payload">>`
    SELECT fact.id, fact.payload FROM fact.fact
    WHERE fact.id = ANY (${[...ids]}::uuid[]) AND ${belongs(members)} ORDER BY fact.id`.execute(tx);
  return rows;
}

export interface Mark {
  readonly kind: "lead" | "warning";
  readonly at: Date;
  readonly id: string;
  readonly label: string;
}

const MOST_MARKS = 200;

/** Leads and warnings of a project, for the river; the members hold those that the reader sees. */
export async function listMarks(tx: Tx, { ocid, subjects }: Members): Promise<readonly Mark[]> {
  const { rows } = await sql<Mark>`
    SELECT 'lead' AS kind, raised_at AS at, id, number AS label FROM screening.lead
    WHERE ocid = ${ocid} AND 'lead:' || id = ANY (${[...subjects]}::text[])
    UNION ALL
    SELECT 'warning', at, id::text, node FROM warnings.warning WHERE ocid = ${ocid}
    ORDER BY at LIMIT ${sql.lit(MOST_MARKS)}`.execute(tx);
  return rows;
}
