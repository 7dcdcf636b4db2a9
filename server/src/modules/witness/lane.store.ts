/** What waits for the next block of the log. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import type { Marker, Waiting } from "./lane.ts";

/** Kinds that wait; undefined before the first marker. */
export async function readHolds(tx: Tx): Promise<readonly string[] | undefined> {
  const { rows } = await sql<{ holds: readonly string[] }>`SELECT holds FROM witness.lane`.execute(
    tx,
  );
  return rows[0]?.holds;
}

/** In the order of the feed. */
export async function readWaiting(tx: Tx): Promise<readonly Waiting[]> {
  const { rows } = await sql<Waiting>`
    SELECT fact_id AS id, digest, is_padding AS "isPadding"
    FROM witness.waiting JOIN fact.fact ON fact.id = fact_id ORDER BY n`.execute(tx);
  return rows;
}

export async function readMarkers(tx: Tx, ids: readonly string[]): Promise<Map<string, Marker>> {
  const { rows } = await sql<{ id: string; payload: Marker }>`
    SELECT id, payload FROM fact.fact WHERE id = ANY (${ids}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, payload }) => [id, payload]));
}

export async function addWaiting(tx: Tx, waiting: readonly Waiting[]): Promise<void> {
  if (waiting.length === 0) return;
  await sql`
    INSERT INTO witness.waiting (fact_id, is_padding)
    SELECT fact_id, is_padding
    FROM unnest(${waiting.map(({ id }) => id)}::uuid[], ${waiting.map(({ isPadding }) => isPadding)}::boolean[])
           WITH ORDINALITY AS line (fact_id, is_padding, place)
    ORDER BY place`.execute(tx);
}

export async function removeWaiting(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql`DELETE FROM witness.waiting WHERE fact_id = ANY (${ids}::uuid[])`.execute(tx);
}

export async function writeHolds(
  tx: Tx,
  { marker, holds }: { readonly marker: string; readonly holds: readonly string[] },
): Promise<void> {
  await sql`INSERT INTO witness.lane (marker, holds) VALUES (${marker}, ${holds}::text[])
    ON CONFLICT (is_only) DO UPDATE SET marker = excluded.marker, holds = excluded.holds`.execute(
    tx,
  );
}

/** One process closes blocks at a time, until commit. */
export async function lockLane(tx: Tx): Promise<boolean> {
  const { rows } = await sql<{ isMine: boolean }>`
    SELECT pg_try_advisory_xact_lock(hashtextextended('witness.lane', 0)) AS "isMine"`.execute(tx);
  return rows[0]?.isMine === true;
}

export interface LaneCount {
  /** Facts that wait, without padding. */
  readonly waiting: number;
  readonly padding: number;
  /** Id of the marker that was read last. */
  readonly marker: string | null;
  /** True while some kind waits. */
  readonly isOpen: boolean;
}

export async function countLane(db: Database | Tx): Promise<LaneCount> {
  const { rows } = await sql<LaneCount>`
    SELECT (SELECT count(*) FROM witness.waiting WHERE NOT is_padding)::int AS waiting,
           (SELECT count(*) FROM witness.waiting WHERE is_padding)::int AS padding,
           (SELECT marker FROM witness.lane) AS marker,
           coalesce((SELECT cardinality(holds) > 0 FROM witness.lane), false) AS "isOpen"`.execute(
    db,
  );
  return rows[0] ?? { waiting: 0, padding: 0, marker: null, isOpen: false };
}
