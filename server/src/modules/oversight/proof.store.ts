/** Rows that the check of the log reads, and what it keeps. It reads as the serving login: every case, whoever may see it. */
import { sql } from "kysely";

import type { BrokenProof } from "../../../../contract/src/oversight-values.ts";
import { present } from "../../kernel/present.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { HandlingRow, MadeRow, SealedRow } from "./proof.ts";

const utc = (column: string) =>
  sql.raw(`to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`);

const SEALED = sql`fact.id, fact.kind, fact.version, fact.source, fact.source_id AS "sourceId", fact.subject,
  fact.corrects, fact.payload, ${utc("fact.occurred_at")} AS "occurredAt",
  encode(fact.content_hash, 'hex') AS "contentHash", fact.salt, fact.digest, leaf.leaf_hash AS "leafHash",
  substring(node.hashes FROM (leaf.leaf_index % 256)::int * 32 + 1 FOR 32) AS "nodeHash"`;

/** Of erased facts the leaf stays, the content that it stands for does not. */
const NOT_ERASED = sql`NOT fact.is_erased(fact.id)`;

const WITH_LEAF = sql`fact.fact LEFT JOIN witness.leaf ON leaf.fact_id = fact.id
  LEFT JOIN witness.node ON node.level = 0 AND node.block = leaf.leaf_index / 256`;

/** The next facts by id, of those the log has taken in. */
export async function readSealed(
  tx: Tx,
  after: string | null,
  limit: number,
): Promise<readonly SealedRow[]> {
  const { rows } = await sql<SealedRow>`
    SELECT ${SEALED} FROM ${WITH_LEAF}
    WHERE (${after}::uuid IS NULL OR fact.id > ${after}::uuid) AND ${NOT_ERASED} ORDER BY fact.id LIMIT ${limit}`.execute(
    tx,
  );
  return rows;
}

export async function readSealedOf(tx: Tx, ids: readonly string[]): Promise<readonly SealedRow[]> {
  const { rows } = await sql<SealedRow>`
    SELECT ${SEALED} FROM ${WITH_LEAF} WHERE fact.id = ANY (${[...ids]}::uuid[]) AND ${NOT_ERASED}`.execute(
    tx,
  );
  return rows;
}

/** What the tables that follow from these facts still say of them. */
export async function readWitnessed(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, MadeRow>> {
  if (ids.length === 0) return new Map();
  const { rows } = await sql<MadeRow>`
    SELECT fact_id AS "factId", kind, ${utc("occurred_at")} AS "occurredAt", payload FROM complaints.event
      WHERE fact_id = ANY (${[...ids]}::uuid[])
    UNION ALL SELECT fact_id, 'complaints.voice-received', ${utc("received_at")}, payload FROM complaints.voice
      WHERE fact_id = ANY (${[...ids]}::uuid[])
    UNION ALL SELECT fact_id, kind, ${utc("occurred_at")}, payload FROM casework.event
      WHERE fact_id = ANY (${[...ids]}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.factId, row]));
}

export interface VoiceRows {
  readonly subject: string;
  readonly facts: readonly MadeRow[];
  readonly voices: readonly MadeRow[];
  readonly events: readonly MadeRow[];
  readonly handling: HandlingRow | null;
}

const made = (kind: string, at: string) =>
  sql.raw(`coalesce(jsonb_agg(jsonb_build_object('factId', fact_id, 'kind', ${kind},
    'occurredAt', to_char(${at} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
    'payload', payload) ORDER BY fact_id), '[]')`);

/** Voices as the facts say and as the tables say. */
export async function readVoiceRows(
  tx: Tx,
  subjects: readonly string[],
): Promise<readonly VoiceRows[]> {
  if (subjects.length === 0) return [];
  const { rows } = await sql<VoiceRows>`
    SELECT subject,
      (SELECT ${made("kind", "occurred_at")} FROM (
         SELECT id AS fact_id, kind, occurred_at, payload FROM fact.fact
         WHERE fact.subject = asked.subject AND fact.kind LIKE 'complaints.%'
           AND NOT EXISTS (SELECT FROM fact.fact AS later WHERE later.corrects = fact.id)) AS said) AS facts,
      (SELECT ${made("'complaints.voice-received'", "received_at")} FROM complaints.voice
       WHERE voice.id = asked.id) AS voices,
      (SELECT ${made("kind", "occurred_at")} FROM complaints.event WHERE event.voice_id = asked.id) AS events,
      (SELECT jsonb_build_object('receivedAt', ${utc("received_at")}, 'state', state, 'version', version,
          'unit', unit_id, 'watcher', watcher_id, 'officer', officer_name, 'stateSince', ${utc("state_since")},
          'takenAt', ${utc("taken_at")}, 'acceptedOn', accepted_on, 'repliedAt', ${utc("replied_at")},
          'returns', returns, 'isPaused', is_paused, 'publication', publication)
       FROM complaints.handling WHERE handling.voice_id = asked.id) AS handling
    FROM (SELECT subject, substr(subject, 7) AS id FROM unnest(${[...subjects]}::text[]) AS subject) AS asked`.execute(
    tx,
  );
  return rows;
}

/** Leads' events and rungs that are not what their facts say; of all, or of these facts. */
export async function listOtherBroken(
  tx: Tx,
  ids: readonly string[],
): Promise<readonly BrokenProof[]> {
  const { rows } = await sql<BrokenProof & { stored: string | null; expected: string | null }>`
    SELECT 'lead' AS where, fact.subject, fact.id AS "factId", fact.kind,
      CASE WHEN event.fact_id IS NULL THEN 'missing'
           WHEN event.occurred_at <> fact.occurred_at THEN 'occurredAt' ELSE 'payload' END AS field,
      ${utc("event.occurred_at")} AS stored, ${utc("fact.occurred_at")} AS expected
    FROM fact.fact LEFT JOIN casework.event ON event.fact_id = fact.id
    WHERE fact.id = ANY (${[...ids]}::uuid[]) AND fact.subject LIKE 'lead:%' AND fact.kind LIKE 'casework.%'
      AND NOT EXISTS (SELECT FROM fact.fact AS later WHERE later.corrects = fact.id)
      AND (event.fact_id IS NULL OR (event.occurred_at, event.payload) IS DISTINCT FROM (fact.occurred_at, fact.payload))
    UNION ALL
    SELECT 'escalation', fact.subject, fact.id, fact.kind,
      CASE WHEN escalation.fact_id IS NULL THEN 'missing' ELSE 'occurredAt' END,
      ${utc("escalation.at")}, ${utc("fact.occurred_at")}
    FROM fact.fact LEFT JOIN deadlines.escalation ON escalation.fact_id = fact.id
    WHERE fact.id = ANY (${[...ids]}::uuid[]) AND fact.kind = 'deadlines.escalated'
      AND (escalation.fact_id IS NULL OR escalation.at <> fact.occurred_at
           OR escalation.due_at <> (fact.payload ->> 'dueAt')::timestamptz
           OR escalation.unit <> fact.payload -> 'unit' ->> 'id')`.execute(tx);
  return rows.map(present);
}

/** Leaves whose fact is gone. */
export async function listGone(tx: Tx): Promise<readonly BrokenProof[]> {
  const { rows } = await sql<{ factId: string; index: number }>`
    SELECT leaf.fact_id AS "factId", leaf_index AS index FROM witness.leaf
    WHERE NOT EXISTS (SELECT FROM fact.fact WHERE fact.id = leaf.fact_id) LIMIT 200`.execute(tx);
  return rows.map(({ factId, index }) => ({
    where: "fact",
    subject: `leaf:${index}`,
    factId,
    field: "missing",
  }));
}

export interface Changed {
  readonly facts: readonly string[];
  readonly voices: readonly string[];
  /** Facts behind changed rows of leads and rungs. */
  readonly others: readonly string[];
}

const MOST_CHANGED = 5000;

/**
 * Rows that a transaction wrote which had not ended when the last look began. The system column xmin tells it: also of a
 * row that somebody changed by hand, whatever triggers were off.
 */
export async function listChanged(tx: Tx, horizon: number): Promise<Changed> {
  const fresh = (table: string) =>
    sql`age(${sql.ref(`${table}.xmin`)}) <= age(${String(horizon)}::xid8::xid)`;
  const { rows } = await sql<{ what: keyof Changed; id: string }>`
    SELECT 'facts' AS what, id::text AS id FROM fact.fact WHERE ${fresh("fact")}
    UNION SELECT 'voices', 'voice:' || id FROM complaints.voice WHERE ${fresh("voice")}
    UNION SELECT 'voices', 'voice:' || voice_id FROM complaints.event WHERE ${fresh("event")}
    UNION SELECT 'voices', 'voice:' || voice_id FROM complaints.handling WHERE ${fresh("handling")}
    UNION SELECT 'others', fact_id::text FROM casework.event WHERE ${fresh("event")}
    UNION SELECT 'others', fact_id::text FROM deadlines.escalation WHERE ${fresh("escalation")}
    LIMIT ${MOST_CHANGED}`.execute(tx);
  const of = (what: keyof Changed) => rows.filter((row) => row.what === what).map(({ id }) => id);
  return { facts: of("facts"), voices: of("voices"), others: of("others") };
}

export interface ProofState {
  readonly horizon: number | null;
  readonly position: string | null;
  readonly passChecked: number;
  /** Seconds since the pass began; null: none runs. */
  readonly passAge: number | null;
  readonly isPassing: boolean;
  readonly reportAge: number | null;
  readonly deletions: number;
  readonly knownDeletions: number;
  /** The log holds more than twice what the last complete pass saw. */
  readonly isOutgrown: boolean;
}

/** Only one node looks at a time. @returns undefined while another does */
export async function takeState(tx: Tx): Promise<ProofState | undefined> {
  const { rows: locks } = await sql<{ got: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtextextended('oversight.proof', 0)) AS got`.execute(tx);
  if (locks[0]?.got !== true) return undefined;
  await sql`INSERT INTO oversight.proof_state (one) VALUES (true) ON CONFLICT DO NOTHING`.execute(
    tx,
  );
  const { rows } = await sql<ProofState>`
    SELECT horizon, position, pass_checked AS "passChecked", position IS NOT NULL AS "isPassing",
      extract(epoch FROM clock_timestamp() - pass_begun)::float8 AS "passAge",
      extract(epoch FROM clock_timestamp() - reported_at)::float8 AS "reportAge",
      deletions AS "knownDeletions",
      2 * checked < (SELECT coalesce(max(leaf_index) + 1, 0) FROM witness.leaf) AS "isOutgrown",
      (SELECT coalesce(sum(n_tup_del), 0)::bigint FROM pg_stat_user_tables
       WHERE (schemaname, relname) IN (('fact', 'fact'), ('complaints', 'voice'), ('complaints', 'event')))
        AS deletions
    FROM oversight.proof_state`.execute(tx);
  return rows[0];
}

/** The database's own time: the clock of a node may jump. */
export const NOW = sql`clock_timestamp()`;

/** Oldest transaction that has not ended: what it or later ones write is looked at next time. */
export async function readHorizon(tx: Tx): Promise<number> {
  const { rows } = await sql<{ horizon: number }>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS horizon`.execute(tx);
  return rows[0]?.horizon ?? 0;
}

export async function saveState(tx: Tx, change: Readonly<Record<string, unknown>>): Promise<void> {
  const sets = Object.entries(change).map(([name, value]) => sql`${sql.id(name)} = ${value}`);
  await sql`UPDATE oversight.proof_state SET ${sql.join(sets)}`.execute(tx);
}

export interface Found {
  /** What was looked at: everything found about it before is replaced. */
  readonly scope: string;
  readonly key: string;
  readonly proof: BrokenProof;
}

/** @returns true if something is broken that was not, or the other way round */
export async function replaceBroken(
  tx: Tx,
  scopes: readonly string[],
  { found, at }: { readonly found: readonly Found[]; readonly at: string },
): Promise<boolean> {
  const keys = found.map(({ key }) => key);
  const { rows: gone } = await sql`
    DELETE FROM oversight.broken WHERE split_part(id, '|', 1) = ANY (${[...scopes]}::text[])
      AND id <> ALL (${keys}::text[]) RETURNING id`.execute(tx);
  const rows = found.map(({ key, proof }) => ({ id: key, found_at: at, proof }));
  const { rows: added } = await sql`
    INSERT INTO oversight.broken SELECT * FROM json_populate_recordset(NULL::oversight.broken, ${JSON.stringify(rows)}::json)
    ON CONFLICT (id) DO UPDATE SET proof = excluded.proof WHERE broken.proof <> excluded.proof
    RETURNING id`.execute(tx);
  return gone.length + added.length > 0;
}

/** Facts whose own row is not what the log holds. */
export async function readBrokenFacts(tx: Tx): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ id: string }>`
    SELECT proof ->> 'factId' AS id FROM oversight.broken WHERE proof ->> 'where' = 'fact'`.execute(
    tx,
  );
  return new Set(rows.map(({ id }) => id));
}

/** What is broken now, the oldest first. */
export async function listBroken(
  tx: Tx,
  most: number,
): Promise<{ readonly proofs: readonly BrokenProof[]; readonly count: number }> {
  const { rows } = await sql<{ proof: BrokenProof }>`
    SELECT proof FROM oversight.broken ORDER BY found_at, id LIMIT ${most}`.execute(tx);
  const { rows: counted } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM oversight.broken`.execute(tx);
  return { proofs: rows.map(({ proof }) => proof), count: counted[0]?.count ?? 0 };
}

/** Figures of the last complete pass. */
export async function readPassFigures(tx: Tx) {
  const { rows } = await sql<{
    checked: number;
    sample: number;
    sampleGood: number;
    checkpoints: number;
    checkpointsGood: number;
    size: number;
    transaction: string;
  }>`
    SELECT pg_current_xact_id()::text AS transaction, checked, sample, sample_good AS "sampleGood", checkpoints, checkpoints_good AS "checkpointsGood",
      (SELECT coalesce(max(leaf_index) + 1, 0) FROM witness.leaf) AS size
    FROM oversight.proof_state`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error("no state of the check");
  return row;
}

/** Reads in it see one moment of everything. */
export async function inOneMoment<T>(db: Database, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel("repeatable read").execute(work);
}
