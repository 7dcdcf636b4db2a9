/** Reads of openings. */
import { type RawBuilder, sql } from "kysely";

import type { ReplaySealed } from "../../../../contract/src/facts/opening.replay-sealed.ts";
import type { SessionPlanned } from "../../../../contract/src/facts/opening.session-planned.ts";
import type { BidRevealed } from "../../../../contract/src/facts/procurement.bid-revealed.ts";
import type { OpeningCandidate } from "../../../../contract/src/opening.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleProcess } from "../../platform/identity/visible.ts";
import type { Commitment } from "./commitment.ts";
import type { SealedReplay } from "./hall.ts";
import { openingRuleOf } from "./rules.ts";
import type { OpeningEvent, Session } from "./session.ts";

interface SessionRow {
  readonly id: string;
  readonly ocid: string;
  readonly title: string;
  readonly plan: SessionPlanned;
  readonly regime: string | null;
  readonly method: string | null;
  readonly agency: string | null;
  readonly entity: string | null;
}

export interface HeldSession extends Session {
  /** Party keys of who may run it. */
  readonly hosts: readonly string[];
}

const heldOf = ({ agency, entity, ...row }: SessionRow): HeldSession => ({
  ...row,
  rule: openingRuleOf(row.regime, row.method),
  hosts: [agency, entity].filter((key) => key !== null),
});

const sessions = (condition: RawBuilder<unknown>) => sql<SessionRow>`
  SELECT session.session AS id, session.ocid, coalesce(process.title, session.ocid) AS title,
    session.payload AS plan, process.regime, process.method, process.agency_key AS agency,
    process.entity_key AS entity
  FROM opening.session JOIN procurement.process ON process.ocid = session.ocid
  WHERE ${condition} ORDER BY session.starts_at, session.session LIMIT 500`;

interface Day {
  readonly from: Date;
  readonly to: Date;
}

const within = ({ from, to }: Day) =>
  sql`session.starts_at >= ${from} AND session.starts_at < ${to}`;

/** Of processes that the scope covers. */
export async function listSessions(tx: Tx, scope: Scope, day: Day): Promise<HeldSession[]> {
  const { rows } = await sessions(sql`${visibleProcess(scope)} AND ${within(day)}`).execute(tx);
  return rows.map(heldOf);
}

/** True if this bidder, or a consortium it belongs to, has a bid with the trading system or signed in. */
const isBidderOf = (own: readonly string[]) => sql`(EXISTS (
    SELECT FROM procurement.submission AS receipt
    WHERE receipt.ocid = session.ocid AND receipt.lot_id = session.lot_id AND receipt.stage = 'receipt'
      AND receipt.bidder_key = ANY (${[...own]}::text[])))`;

/** Of lots in which one of these parties bids; nobody else learns that it does. */
export async function listOwnSessions(
  db: Database,
  own: readonly string[],
  day: Day,
): Promise<HeldSession[]> {
  const { rows } = await sessions(sql`${isBidderOf(own)} AND ${within(day)}`).execute(db);
  return rows.map(heldOf);
}

/** @throws RuleViolation opening.not-found, also for one that this reader may not see */
export async function getSession(
  tx: Tx,
  id: string,
  scope: Scope | undefined,
): Promise<HeldSession> {
  const seen = scope === undefined ? sql`true` : visibleProcess(scope);
  const { rows } = await sessions(sql`${seen} AND session.session = ${id}`).execute(tx);
  return firstOf(rows, id);
}

/** @throws RuleViolation opening.not-found */
export async function getOwnSession(
  db: Database,
  id: string,
  own: readonly string[],
): Promise<HeldSession> {
  const { rows } = await sessions(sql`${isBidderOf(own)} AND session.session = ${id}`).execute(db);
  return firstOf(rows, id);
}

function firstOf([row]: readonly SessionRow[], id: string): HeldSession {
  if (row === undefined) throw new RuleViolation("opening.not-found", { id }, { status: 404 });
  return heldOf(row);
}

/** Acts of these sessions in order of version. */
export const readEvents = (db: Database | Tx, ids: readonly string[]) => select(db, ids, sql`true`);

/** The same without who signed in: even the time that reading takes says nothing of them. */
export const readToldEvents = (db: Database | Tx, ids: readonly string[]) =>
  select(db, ids, sql`coalesce(payload ->> 'act', '') <> 'signedIn'`);

async function select(
  db: Database | Tx,
  ids: readonly string[],
  condition: RawBuilder<unknown>,
): Promise<ReadonlyMap<string, readonly OpeningEvent[]>> {
  const { rows } = await sql<{ session: string; at: Date } & Omit<OpeningEvent, "at">>`
    SELECT session, fact_id AS "factId", kind, occurred_at AS at, version, payload FROM opening.event
    WHERE session = ANY (${[...ids]}::text[]) AND ${condition} ORDER BY session, version`.execute(
    db,
  );
  const bySession = Map.groupBy(rows, ({ session }) => session);
  return new Map(
    [...bySession].map(([session, own]) => [
      session,
      own.map(({ session: _session, at, ...event }) => ({
        ...event,
        at: at.toISOString(),
      })) as OpeningEvent[],
    ]),
  );
}

/** Seals of those sessions that are over. */
export async function readReplays(
  db: Database | Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SealedReplay>> {
  const { rows } = await sql<{ session: string; at: Date; payload: ReplaySealed }>`
    SELECT session, occurred_at AS at, payload FROM opening.replay
    WHERE session = ANY (${[...ids]}::text[])`.execute(db);
  return new Map(
    rows.map(({ session, at, payload: { session: _session, lotId: _lot, ...seal } }) => [
      session,
      { at: at.toISOString(), seal },
    ]),
  );
}

/** Name of who runs the openings of a process: its agency, else who purchases. @throws RuleViolation opening.no-process */
export async function findHost(tx: Tx, ocid: string, scope: Scope): Promise<string> {
  const { rows } = await sql<{ host: string | null }>`
    SELECT coalesce(procurement_agency ->> 'name', procuring_entity ->> 'name') AS host
    FROM procurement.process WHERE ocid = ${ocid} AND ${visibleProcess(scope)}`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new RuleViolation("opening.no-process", { ocid }, { status: 404 });
  return row.host ?? "交易中心";
}

/** Lots of the scope with an opening to come in their notice and no session. */
export async function listCandidates(
  tx: Tx,
  scope: Scope,
  now: Date,
): Promise<readonly OpeningCandidate[]> {
  const { rows } = await sql<Candidate>`
    SELECT process.ocid, lot.lot_id AS "lotId", coalesce(process.title, process.ocid) AS title,
      process.opening_at AS "openingAt", process.venue
    FROM procurement.process JOIN procurement.lot ON lot.ocid = process.ocid
    WHERE ${visibleProcess(scope)} AND process.opening_at > ${now}
      AND process.opening_at < ${now}::timestamptz + interval '60 days' AND lot.failed_at IS NULL
      AND NOT EXISTS (SELECT FROM opening.session
        WHERE session.ocid = process.ocid AND session.lot_id = lot.lot_id)
    ORDER BY process.opening_at, process.ocid, lot.lot_id LIMIT 100`.execute(tx);
  return rows.map(({ venue, openingAt, ...row }) => ({
    ...row,
    openingAt: openingAt.toISOString(),
    ...(venue === null ? {} : { venue }),
  }));
}

interface Candidate extends Omit<OpeningCandidate, "openingAt" | "venue"> {
  readonly openingAt: Date;
  readonly venue: string | null;
}

/** Openings in one room begin at least so far apart. */
const ROOM_MINUTES = 60;

/** What stands in the room around that time; whoever plans for it waits for this transaction. */
export async function findInRoom(
  tx: Tx,
  { room, at }: { readonly room: string; readonly at: string },
): Promise<{ readonly id: string; readonly at: string } | undefined> {
  await sql`SELECT pg_advisory_xact_lock(hashtextextended(${`opening room ${room}`}, 0))`.execute(
    tx,
  );
  const { rows } = await sql<{ id: string; at: Date }>`
    SELECT session AS id, starts_at AS at FROM opening.session
    WHERE payload ->> 'room' = ${room}
      AND starts_at > ${at}::timestamptz - make_interval(mins => ${ROOM_MINUTES})
      AND starts_at < ${at}::timestamptz + make_interval(mins => ${ROOM_MINUTES})
    ORDER BY starts_at LIMIT 1`.execute(tx);
  const [row] = rows;
  return row === undefined ? undefined : { id: row.id, at: row.at.toISOString() };
}

/** Sessions by id, as the product itself sees them. */
export async function readSessions(
  db: Database | Tx,
  ids: readonly string[],
): Promise<HeldSession[]> {
  const { rows } = await sessions(sql`session.session = ANY (${[...ids]}::text[])`).execute(db);
  return rows.map(heldOf);
}

/** Sessions that begin in a span, as the product itself sees them. */
export async function sessionsWithin(db: Database | Tx, span: Day): Promise<HeldSession[]> {
  const { rows } = await sessions(within(span)).execute(db);
  return rows.map(heldOf);
}

export async function listAllSessions(db: Database): Promise<readonly string[]> {
  const { rows } = await sql<{ session: string }>`
    SELECT session FROM opening.session ORDER BY session`.execute(db);
  return rows.map(({ session }) => session);
}

/** Sessions whose deadline has passed and which nobody locked. */
export async function listDue(db: Database, now: Date): Promise<readonly string[]> {
  const { rows } = await sql<{ session: string }>`
    SELECT session FROM opening.session
    WHERE starts_at <= ${now} AND starts_at > ${now}::timestamptz - interval '2 days'
      AND NOT EXISTS (SELECT FROM opening.event WHERE event.session = session.session
        AND event.kind = 'opening.step-taken' AND event.payload ->> 'step' = 'locked')
    ORDER BY starts_at LIMIT 200`.execute(db);
  return rows.map(({ session }) => session);
}

/** Sessions of these lots, whatever their stage. */
export async function sessionsOfLots(
  tx: Tx,
  lots: readonly { readonly ocid: string; readonly lotId: string }[],
): Promise<readonly string[]> {
  const { rows } = await sql<{ session: string }>`
    SELECT DISTINCT session.session FROM opening.session
    JOIN unnest(${lots.map(({ ocid }) => ocid)}::text[], ${lots.map(({ lotId }) => lotId)}::text[])
      AS wanted (ocid, lot_id) USING (ocid, lot_id)`.execute(tx);
  return rows.map(({ session }) => session);
}

export interface HeldBid {
  readonly key: string;
  readonly bidder: Party;
}

interface LotAt {
  readonly ocid: string;
  readonly lotId: string;
  readonly deadline: string;
}

/** Bids that the trading system received before the deadline and that were not withdrawn, in order of receipt. */
export async function listHeldBids(
  tx: Tx,
  { ocid, lotId, deadline }: LotAt,
): Promise<readonly HeldBid[]> {
  const { rows } = await sql<HeldBid>`
    SELECT key, bidder FROM (
      SELECT DISTINCT ON (bidder_key) bidder_key AS key, bidder, stage, occurred_at
      FROM procurement.submission
      WHERE ocid = ${ocid} AND lot_id = ${lotId} AND stage IN ('receipt', 'withdrawal')
        AND occurred_at < ${deadline}
      ORDER BY bidder_key, occurred_at DESC, fact_id DESC) AS last
    WHERE stage = 'receipt' ORDER BY occurred_at, key`.execute(tx);
  return rows;
}

export interface Decryption {
  readonly succeeded: boolean;
  readonly at: string;
}

/** Of each bidder its last decryption, as the trading system reported. */
export async function readDecryptions(
  tx: Tx,
  { ocid, lotId }: Omit<LotAt, "deadline">,
): Promise<ReadonlyMap<string, Decryption>> {
  const { rows } = await sql<{ key: string; succeeded: boolean; at: Date }>`
    SELECT DISTINCT ON (bidder_key) bidder_key AS key, succeeded, occurred_at AS at FROM procurement.submission
    WHERE ocid = ${ocid} AND lot_id = ${lotId} AND stage = 'decryption'
    ORDER BY bidder_key, occurred_at DESC, fact_id DESC`.execute(tx);
  return new Map(rows.map(({ key, succeeded, at }) => [key, { succeeded, at: at.toISOString() }]));
}

const COMMITTED_AT = sql`fact.committed_at(fact.epoch, fact.xid, fact.recorded_at)`;

/** Files as the trading system named them once the deadline had passed by the database's clock; what came before does not count. */
export async function readReveals(
  tx: Tx,
  { ocid, lotId, deadline }: LotAt,
): Promise<ReadonlyMap<string, BidRevealed>> {
  const { rows } = await sql<{ key: string; payload: BidRevealed }>`
    SELECT DISTINCT ON (bidder_key) bidder_key AS key, reveal.payload
    FROM procurement.reveal JOIN fact.fact ON fact.id = reveal.fact_id
    WHERE ocid = ${ocid} AND lot_id = ${lotId} AND bidder_key IS NOT NULL
      AND ${COMMITTED_AT} >= ${deadline}
    ORDER BY bidder_key, reveal.occurred_at DESC, fact_id DESC`.execute(tx);
  return new Map(rows.map(({ key, payload }) => [key, payload]));
}

export async function readCommitments(
  tx: Tx,
  { ocid, lotId, deadline }: LotAt,
): Promise<readonly Commitment[]> {
  // Compared in the database, to the microsecond.
  const { rows } = await sql<{ hash: string; at: Date; isInTime: boolean }>`
    SELECT commitment AS hash, commitment.occurred_at AS at, ${COMMITTED_AT} < ${deadline} AS "isInTime"
    FROM procurement.commitment JOIN fact.fact ON fact.id = commitment.fact_id
    WHERE ocid = ${ocid} AND lot_id = ${lotId}
    ORDER BY commitment.recorded_at, fact_id`.execute(tx);
  return rows.map(({ at, ...row }) => ({ ...row, at: at.toISOString() }));
}

/** The one clock that judges deadlines. */
export async function readNow(tx: Tx): Promise<string> {
  const { rows } = await sql<{ now: Date }>`SELECT opening.now() AS now`.execute(tx);
  return (rows[0]?.now ?? new Date(0)).toISOString();
}

/** Acts of one session wait for each other. */
export const lockSession = (tx: Tx, id: string) =>
  sql`SELECT pg_advisory_xact_lock(hashtextextended(${`opening ${id}`}, 0))`.execute(tx);
