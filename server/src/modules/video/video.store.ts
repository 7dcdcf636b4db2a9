/** Reads of cameras and recordings, and the two tables that are no projection. */
import { sql } from "kysely";

import type { RecordingChecked } from "../../../../contract/src/facts/video.recording-checked.ts";
import type { RecordingExtended } from "../../../../contract/src/facts/video.recording-extended.ts";
import type { ViewingOpened } from "../../../../contract/src/facts/video.viewing-opened.ts";
import type { Span } from "../../../../contract/src/video-values.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleProcess } from "../../platform/identity/visible.ts";
import type { Trouble } from "./statement.ts";

type Reading = Database | Tx;

/** What was recorded of a channel and touches the span. */
export async function spansOf(db: Reading, channel: string, { from, to }: Span): Promise<Span[]> {
  const { rows } = await sql<{ payload: RecordingExtended }>`
    SELECT payload FROM video.recording
    WHERE channel = ${channel} AND start_at < ${to} AND end_at > ${from}
    ORDER BY start_at`.execute(db);
  return rows.flatMap(({ payload }) => payload.spans);
}

/** Heads of the chain whose segments touch the span, in order, with the facts that tell them. */
export async function headsOf(
  db: Reading,
  channel: string,
  { from, to }: Span,
): Promise<(RecordingExtended & { readonly factId: string })[]> {
  const { rows } = await sql<{ factId: string; payload: RecordingExtended }>`
    SELECT fact_id AS "factId", payload FROM video.recording
    WHERE channel = ${channel} AND start_at < ${to} AND end_at > ${from}
    ORDER BY start_at, last`.execute(db);
  return rows.map(({ factId, payload }) => ({ ...payload, factId }));
}

/** Facts that tell of gaps of the channel in the span. */
export async function gapFactsOf(
  db: Reading,
  channel: string,
  { from, to }: Span,
): Promise<string[]> {
  const { rows } = await sql<{ factId: string }>`
    SELECT fact_id AS "factId" FROM video.trouble
    WHERE channel = ${channel} AND what LIKE 'gap %' AND from_at < ${to}
      AND coalesce(to_at, 'infinity') > ${from} ORDER BY from_at LIMIT 500`.execute(db);
  return rows.map(({ factId }) => factId);
}

/** Last number of a recording that a fact tells of; 0: none. */
export async function lastToldOf(db: Reading, channel: string, recording: string): Promise<number> {
  const { rows } = await sql<{ last: number | null }>`
    SELECT max(last) AS last FROM video.recording
    WHERE channel = ${channel} AND recording = ${recording}`.execute(db);
  return rows[0]?.last ?? 0;
}

/** Gaps and odd pictures that touch the span, as told. */
export async function troublesOf(
  db: Reading,
  channel: string,
  { from, to }: Span,
): Promise<Trouble[]> {
  const { rows } = await sql<{ what: string; from: Date; to: Date | null }>`
    SELECT what, from_at AS "from", to_at AS "to" FROM video.trouble
    WHERE channel = ${channel} AND from_at < ${to} AND coalesce(to_at, 'infinity') > ${from}
    ORDER BY from_at, to_at NULLS FIRST`.execute(db);
  return rows.map((row) => ({
    what: row.what,
    from: row.from.toISOString(),
    ...(row.to === null ? {} : { to: row.to.toISOString() }),
  }));
}

/** Which of these projects the scope covers. */
export async function visibleOf(
  tx: Tx,
  scope: Scope,
  ocids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ ocid: string; title: string }>`
    SELECT process.ocid, coalesce(process.title, process.ocid) AS title FROM procurement.process
    WHERE process.ocid = ANY (${[...ocids]}::text[]) AND ${visibleProcess(scope)}`.execute(tx);
  return new Map(rows.map(({ ocid, title }) => [ocid, title]));
}

export interface StoredViewing extends ViewingOpened {
  readonly ocid: string;
  readonly at: string;
  /** True: no fact tells of it. */
  readonly isSealed?: boolean;
}

export async function putSealedViewing(
  db: Reading,
  row: { readonly viewing: string; readonly until: string; readonly sealed: Buffer },
): Promise<void> {
  await sql`INSERT INTO video.sealed_viewing (viewing, until, sealed)
    VALUES (${row.viewing}, ${row.until}, ${row.sealed})`.execute(db);
}

export async function findSealedViewing(db: Reading, viewing: string): Promise<Buffer | undefined> {
  const { rows } = await sql<{ sealed: Buffer }>`
    SELECT sealed FROM video.sealed_viewing WHERE viewing = ${viewing}`.execute(db);
  return rows[0]?.sealed;
}

/** Those that are over. */
export async function dropSealedViewings(db: Reading, at: Date): Promise<void> {
  await sql`DELETE FROM video.sealed_viewing WHERE until <= ${at}`.execute(db);
}

export async function findViewing(db: Reading, id: string): Promise<StoredViewing | undefined> {
  const { rows } = await sql<{ ocid: string; at: Date; payload: ViewingOpened }>`
    SELECT ocid, occurred_at AS at, payload FROM video.event
    WHERE kind = 'viewing-opened' AND key = ${id}`.execute(db);
  const [row] = rows;
  return row && { ...row.payload, ocid: row.ocid, at: row.at.toISOString() };
}

export async function countLooks(db: Reading, viewing: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::integer AS count FROM video.event
    WHERE kind = 'viewing-ended' AND key = ${viewing}`.execute(db);
  return rows[0]?.count ?? 0;
}

export interface ViewingRow extends StoredViewing {
  readonly seconds: number;
  /** Of each look, as they were put on record; empty for live pictures. */
  readonly stretches: readonly Span[];
}

/** Who looked at pictures of a project, or of any that the reader may see; newest first. */
export async function listViewings(
  tx: Tx,
  scope: Scope,
  ocid: string | undefined,
): Promise<(ViewingRow & { readonly project: string })[]> {
  const { rows } = await sql<{
    ocid: string;
    project: string;
    at: Date;
    payload: ViewingOpened;
    seconds: number;
    stretches: Span[];
  }>`
    SELECT opened.ocid, coalesce(process.title, process.ocid) AS project, opened.occurred_at AS at,
      opened.payload, coalesce(looks.seconds, 0) AS seconds, looks.stretches
    FROM video.event AS opened JOIN procurement.process ON process.ocid = opened.ocid
    CROSS JOIN LATERAL (
      SELECT sum((ended.payload ->> 'seconds')::float8) AS seconds,
        ARRAY(SELECT jsonb_array_elements(each.payload -> 'stretches') FROM video.event AS each
          WHERE each.kind = 'viewing-ended' AND each.key = opened.key
            AND each.payload ? 'stretches') AS stretches
      FROM video.event AS ended
      WHERE ended.kind = 'viewing-ended' AND ended.key = opened.key) AS looks
    WHERE opened.kind = 'viewing-opened' AND ${visibleProcess(scope)}
      AND (${ocid ?? null}::text IS NULL OR opened.ocid = ${ocid ?? null})
    ORDER BY opened.occurred_at DESC LIMIT 500`.execute(tx);
  return rows.map(({ at, payload, ...row }) => ({ ...payload, ...row, at: at.toISOString() }));
}

/** Payloads of what happened to a project's recordings: `clip-exported`, `coverage-stated`, `replay-sealed`, holds. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the caller names the fact whose payload it reads
export async function listEvents<T>(
  db: Reading,
  kind: string,
  ocid: string,
): Promise<{ readonly id: string; readonly at: string; readonly payload: T }[]> {
  const { rows } = await sql<{ id: string; at: Date; payload: T }>`
    SELECT fact_id AS id, occurred_at AS at, payload FROM video.event
    WHERE kind = ${kind} AND ocid = ${ocid} ORDER BY occurred_at, fact_id LIMIT 2000`.execute(db);
  return rows.map(({ id, at, payload }) => ({ id, at: at.toISOString(), payload }));
}

/** Keys among these that have an event of the kind. */
export async function haveEvent(
  db: Reading,
  kind: string,
  keys: readonly string[],
): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ key: string }>`
    SELECT DISTINCT key || coalesce('/' || channel, '') AS key FROM video.event
    WHERE kind = ${kind} AND key = ANY (${[...keys]}::text[])`.execute(db);
  return new Set(rows.map(({ key }) => key));
}

export interface DayAsked extends Span {
  readonly channel: string;
  readonly recording: string;
}

/** Chain values that the log tells of a day. */
export async function headsOfDay(
  db: Reading,
  { channel, recording, from, to }: DayAsked,
): Promise<{ last: number; chain: string }[]> {
  const { rows } = await sql<{ last: number; chain: string }>`
    SELECT last, payload ->> 'chain' AS chain FROM video.recording
    WHERE channel = ${channel} AND recording = ${recording}
      AND start_at >= ${from}::timestamptz - interval '1 hour' AND start_at < ${to}
    ORDER BY last`.execute(db);
  return rows;
}

/** Public pictures of openings that are over. */
export async function listReplays(
  db: Reading,
): Promise<{ session: string; channel: string; last: number; chain: string }[]> {
  const { rows } = await sql<{ session: string; channel: string; last: number; chain: string }>`
    SELECT DISTINCT ON (key) key AS session, channel, (payload ->> 'last')::integer AS last,
      payload ->> 'chain' AS chain FROM video.event WHERE kind = 'replay-sealed'
    ORDER BY key, occurred_at DESC, fact_id DESC`.execute(db);
  return rows;
}

/** Last check of a whole recording, by `<recording>/<channel>`. */
export async function lastChecks(
  db: Reading,
): Promise<ReadonlyMap<string, { readonly at: Date; readonly found: number }>> {
  const { rows } = await sql<{ name: string; at: Date; found: number }>`
    SELECT DISTINCT ON (key, channel) key || '/' || channel AS name, occurred_at AS at,
      (payload ->> 'found')::integer AS found FROM video.event
    WHERE kind = 'recording-checked' AND payload -> 'span' IS NULL
    ORDER BY key, channel, occurred_at DESC, fact_id DESC`.execute(db);
  return new Map(rows.map(({ name, ...rest }) => [name, rest]));
}

export type StoredCheck = RecordingChecked & { readonly at: string };

/** Checks that found something and that no later check of the whole recording has overtaken, newest first. */
export async function standingFindings(db: Reading): Promise<StoredCheck[]> {
  const { rows } = await sql<{ at: Date; payload: RecordingChecked }>`
    SELECT occurred_at AS at, payload FROM video.event AS bad
    WHERE kind = 'recording-checked' AND (payload ->> 'found')::integer > 0 AND NOT EXISTS (
      SELECT FROM video.event AS later WHERE later.kind = 'recording-checked'
        AND later.key = bad.key AND later.channel = bad.channel
        AND later.payload -> 'span' IS NULL AND later.occurred_at > bad.occurred_at)
    ORDER BY occurred_at DESC LIMIT 200`.execute(db);
  return rows.map(({ at, payload }) => ({ ...payload, at: at.toISOString() }));
}

/** The last checks, newest first. */
export async function listChecks(db: Reading): Promise<StoredCheck[]> {
  const { rows } = await sql<{ at: Date; payload: RecordingChecked }>`
    SELECT occurred_at AS at, payload FROM video.event WHERE kind = 'recording-checked'
    ORDER BY occurred_at DESC LIMIT 100`.execute(db);
  return rows.map(({ at, payload }) => ({ ...payload, at: at.toISOString() }));
}

/** The last check of each of these recordings, whole or of a span, newest first. Recordings as `day/channel`. */
export async function lastChecksOf(
  db: Reading,
  recordings: readonly string[],
): Promise<StoredCheck[]> {
  const { rows } = await sql<{ at: Date; payload: RecordingChecked }>`
    SELECT DISTINCT ON (key, channel, payload -> 'span') occurred_at AS at, payload FROM video.event
    WHERE kind = 'recording-checked' AND key || '/' || channel = ANY (${[...recordings]}::text[])
    ORDER BY key, channel, payload -> 'span', occurred_at DESC, fact_id DESC`.execute(db);
  return rows
    .toSorted((a, b) => b.at.getTime() - a.at.getTime())
    .map(({ at, payload }) => ({ ...payload, at: at.toISOString() }));
}

interface HoldRow {
  readonly channel: string;
  readonly from: Date;
  readonly to: Date;
}

/** Holds that stand on this day. */
export async function standingHolds(db: Reading, day: string): Promise<HoldRow[]> {
  const { rows } = await sql<HoldRow>`
    SELECT channel, (payload -> 'span' ->> 'from')::timestamptz AS "from",
      (payload -> 'span' ->> 'to')::timestamptz AS "to"
    FROM video.event AS hold WHERE kind = 'hold-set'
      AND coalesce((payload ->> 'until')::date, 'infinity') >= ${day}::date
      AND NOT EXISTS (SELECT FROM video.event AS ended
        WHERE ended.kind = 'hold-ended' AND ended.key = hold.key)`.execute(db);
  return rows;
}

export async function putSource(db: Reading, channel: string, sealed: Buffer): Promise<void> {
  await sql`INSERT INTO video.source (channel, sealed, changed_at) VALUES (${channel}, ${sealed}, now())
    ON CONFLICT (channel) DO UPDATE SET sealed = excluded.sealed, changed_at = excluded.changed_at`.execute(
    db,
  );
}

export async function readSources(
  db: Reading,
): Promise<{ channel: string; sealed: Buffer; changedAt: Date }[]> {
  const { rows } = await sql<{ channel: string; sealed: Buffer; changedAt: Date }>`
    SELECT channel, sealed, changed_at AS "changedAt" FROM video.source`.execute(db);
  return rows;
}

const CLAIM_SECONDS = 20;

/** True: this process records the camera for the next seconds. */
export async function claim(
  db: Reading,
  { channel, holder, state, why }: ClaimState & { readonly holder: string },
): Promise<boolean> {
  const { rows } = await sql`
    INSERT INTO video.claim (channel, holder, until, state, why)
    VALUES (${channel}, ${holder}, now() + make_interval(secs => ${CLAIM_SECONDS}), ${state}, ${why})
    ON CONFLICT (channel) DO UPDATE SET holder = excluded.holder, until = excluded.until,
      state = excluded.state, why = excluded.why
    WHERE claim.holder = excluded.holder OR claim.until < now() RETURNING 1`.execute(db);
  return rows.length > 0;
}

export async function letGo(db: Reading, holder: string, channel: string): Promise<void> {
  await sql`DELETE FROM video.claim WHERE holder = ${holder} AND channel = ${channel}`.execute(db);
}

export interface ClaimState {
  readonly channel: string;
  readonly state: string;
  readonly why: string;
}

/** States of cameras that some process records now. */
export async function readClaims(db: Reading): Promise<ClaimState[]> {
  const { rows } = await sql<ClaimState>`
    SELECT channel, state, why FROM video.claim WHERE until > now()`.execute(db);
  return rows;
}

export interface FactMark {
  readonly at: string;
  readonly kind: string;
}

/** Acts of an opening, an evaluation or a witness, as they happened; what is secret is no part of it. */
export async function listFactMarks(tx: Tx, ocid: string, { from, to }: Span): Promise<FactMark[]> {
  const { rows } = await sql<{ at: Date; kind: string }>`
    SELECT occurred_at AS at, kind FROM fact.fact
    WHERE subject = ${ocid} AND occurred_at >= ${from} AND occurred_at < ${to}
      AND (kind LIKE 'opening.%' OR kind LIKE 'witnessing.%' OR kind = 'procurement.bids-opened'
        OR kind = 'video.clip-exported')
    ORDER BY occurred_at LIMIT 1000`.execute(tx);
  return rows.map(({ at, kind }) => ({ at: at.toISOString(), kind }));
}

/** The project of a hold. */
export async function findHold(
  db: Reading,
  hold: string,
): Promise<{ readonly ocid: string } | undefined> {
  const { rows } = await sql<{ ocid: string }>`
    SELECT ocid FROM video.event WHERE kind = 'hold-set' AND key = ${hold}`.execute(db);
  return rows[0];
}

export async function regimesOf(
  db: Reading,
  ocids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ ocid: string; regime: string }>`
    SELECT ocid, regime FROM procurement.process
    WHERE ocid = ANY (${[...ocids]}::text[]) AND regime IS NOT NULL`.execute(db);
  return new Map(rows.map(({ ocid, regime }) => [ocid, regime]));
}
