/**
 * What certificates hold, and which were issued. For the public everything comes from schema `released`; a party gets its own
 * receipts and downloads besides.
 */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import type { Fact } from "../../platform/facts/fact.ts";
import { OCCURRED_AT } from "../../platform/facts/stored-fact.ts";
import type { Audience, PlacedFact, Row } from "./certificate.ts";

/** A fact that a certificate may show. */
export interface ShownFact extends PlacedFact {
  readonly recordedAt: Date;
  readonly digest: string;
}

/** Facts in which a party speaks of itself. */
export const OWN_KINDS = [
  "procurement.bid-received",
  "procurement.document-downloaded",
  "procurement.bid-decrypted",
];
/** Facts of the tender itself. What those who supervise it do is never told, not even as a number. */
const OF_TENDER = "^(procurement|opening)\\.";
const SEAL_KIND = "witness.certificate-issued";

/** Owner of a seal in released.fact. */
export const sealOwner = (subject: string): string => `seal:${subject}`;

/** One writer for all certificates, until commit: their numbers grow without gap. */
export const lockCertificates = (tx: Tx) =>
  sql`SELECT pg_advisory_xact_lock(hashtextextended('witness.certificate', 0))`.execute(tx);

export interface FactRow extends Omit<Fact, "corrects">, Omit<ShownFact, "fact"> {
  readonly corrects: string | null;
}

/** Columns of a fact with its leaf. */
export const factColumns = sql`fact.fact.id, fact.fact.kind, version, source, source_id AS "sourceId", fact.fact.subject, corrects, payload,
  ${OCCURRED_AT} AS "occurredAt", encode(content_hash, 'hex') AS "contentHash", fact.fact.salt,
  fact.fact.recorded_at AS "recordedAt", leaf_index AS "leafIndex", encode(digest, 'hex') AS digest`;

export const shownOf = ({
  salt,
  recordedAt,
  leafIndex,
  digest,
  corrects,
  ...fact
}: FactRow): ShownFact => ({
  fact: corrects === null ? fact : { ...fact, corrects },
  salt,
  recordedAt,
  leafIndex,
  digest,
});

/** Facts of a subject that are public whole and in the log, and how many public ones the log has not taken yet. */
export async function readReleasedFacts(
  tx: Tx,
  subject: string,
): Promise<{ readonly facts: readonly ShownFact[]; readonly waiting: number }> {
  const { rows } = await sql<FactRow>`
    SELECT ${factColumns} FROM fact.fact LEFT JOIN witness.leaf ON leaf.fact_id = fact.fact.id
    WHERE subject = ${subject} AND fact.fact.id IN (SELECT fact_id FROM released.fact WHERE ocid = ${subject})`.execute(
    tx,
  );
  const facts = rows.filter(({ leafIndex }) => leafIndex !== null).map(shownOf);
  return { facts, waiting: rows.length - facts.length };
}

/** What a party told and took itself. */
export async function readOwnFacts(
  tx: Tx,
  subject: string,
  uscc: string,
): Promise<readonly ShownFact[]> {
  const { rows } = await sql<FactRow>`
    SELECT ${factColumns} FROM fact.fact JOIN witness.leaf ON witness.leaf.fact_id = fact.fact.id
    WHERE subject = ${subject} AND kind = ANY (${OWN_KINDS})
      AND NOT EXISTS (SELECT FROM fact.erased WHERE erased.fact_id = fact.fact.id)
      AND (payload -> 'bidder' ->> 'uscc' = ${uscc}
           OR payload -> 'bidder' -> 'members' @> jsonb_build_array(jsonb_build_object('uscc', ${uscc}::text)))`.execute(
    tx,
  );
  return rows.map(shownOf);
}

/**
 * Digests of facts of the tender that are not public. None before the result: their number would tell how many bid.
 */
export async function readHiddenDigests(tx: Tx, subject: string): Promise<readonly string[]> {
  const { rows } = await sql<{ digest: string }>`
    SELECT encode(digest, 'hex') AS digest FROM fact.fact JOIN witness.leaf ON leaf.fact_id = fact.id
    WHERE subject = ${subject} AND kind ~ ${OF_TENDER}
      AND NOT EXISTS (SELECT FROM released.fact AS public WHERE public.fact_id = fact.id)
      AND EXISTS (SELECT FROM released.process WHERE ocid = ${subject} AND result_at IS NOT NULL)`.execute(
    tx,
  );
  return rows.map(({ digest }) => digest);
}

/** Whose process or publication it is, as the public knows it. */
export async function readOrgan(tx: Tx, subject: string): Promise<string | undefined> {
  const { rows } = await sql<{ organ: string | null }>`
    SELECT procuring_entity AS organ FROM released.process WHERE ocid = ${subject}
    UNION ALL SELECT unit_name FROM released.item WHERE 'publication:' || item = ${subject}`.execute(
    tx,
  );
  return rows[0]?.organ ?? undefined;
}

/** Title under which the public knows a process or an item; undefined: it knows none. */
export async function readTitle(db: Database | Tx, subject: string): Promise<string | undefined> {
  const { rows } = await sql<{ title: string }>`
    SELECT title FROM released.process WHERE ocid = ${subject}
    UNION ALL SELECT view ->> 'title' FROM released.item WHERE 'publication:' || item = ${subject}`.execute(
    db,
  );
  return rows[0]?.title;
}

export interface IssuedCertificate {
  readonly factId: string;
  readonly number: string;
  readonly issuedAt: Date;
  readonly root: Buffer;
  readonly rows: readonly Row[];
  readonly organ?: string | undefined;
}

/** Everything up to then, or chosen facts. */
export type Scope = "whole" | "chosen";

export interface Addressed {
  readonly subject: string;
  readonly audience: Audience;
}

export async function readNewestCertificate(
  db: Database | Tx,
  { subject, audience }: Addressed,
): Promise<IssuedCertificate | undefined> {
  const { rows } = await sql<IssuedCertificate>`
    SELECT fact_id AS "factId", number, issued_at AS "issuedAt", root, rows, organ FROM witness.certificate
    WHERE subject = ${subject} AND audience = ${audience} AND scope = 'whole' ORDER BY n DESC LIMIT 1`.execute(
    db,
  );
  const [row] = rows;
  return row && { ...row, organ: row.organ ?? undefined };
}

/** The content hash of a fact, hex. */
export async function readContentHash(tx: Tx, factId: string): Promise<string> {
  const { rows } = await sql<{ hash: string }>`
    SELECT encode(content_hash, 'hex') AS hash FROM fact.fact WHERE id = ${factId}::uuid`.execute(
    tx,
  );
  return rows[0]?.hash ?? "";
}

export const insertCertificate = (
  tx: Tx,
  {
    subject,
    audience,
    scope,
    organ,
  }: Addressed & { readonly scope: Scope; readonly organ: string | undefined },
  { factId, number, issuedAt, root, rows }: IssuedCertificate,
) =>
  sql`INSERT INTO witness.certificate (n, fact_id, number, subject, audience, scope, organ, issued_at, root, rows)
    SELECT coalesce(max(n), 0) + 1, ${factId}::uuid, ${number}, ${subject}, ${audience}, ${scope}, ${organ ?? null},
           ${issuedAt}, ${root}, ${JSON.stringify(rows)}::jsonb
    FROM witness.certificate`.execute(tx);

/** Which certificate for everybody stands in schema `released` now. */
export async function readReleasedNumber(tx: Tx, subject: string): Promise<string | undefined> {
  const { rows } = await sql<{ number: string }>`
    SELECT number FROM released.certificate WHERE subject = ${subject}`.execute(tx);
  return rows[0]?.number;
}

/** Puts a certificate in the place of the one that the public had. */
export async function replaceReleased(
  tx: Tx,
  subject: string,
  { factId, number, issuedAt, rows }: IssuedCertificate,
): Promise<void> {
  await sql`DELETE FROM released.fact WHERE ocid = ${sealOwner(subject)}`.execute(tx);
  await sql`INSERT INTO released.certificate (subject, fact_id, number, issued_at, rows)
    VALUES (${subject}, ${factId}::uuid, ${number}, ${issuedAt}, ${JSON.stringify(rows)}::jsonb)
    ON CONFLICT (subject) DO UPDATE SET fact_id = excluded.fact_id, number = excluded.number,
      issued_at = excluded.issued_at, rows = excluded.rows`.execute(tx);
}

/** Certificates for everybody that stand, each the newest of its subject. */
export async function listStanding(
  tx: Tx,
): Promise<readonly (IssuedCertificate & { readonly subject: string })[]> {
  const { rows } = await sql<IssuedCertificate & { subject: string }>`
    SELECT DISTINCT ON (subject) subject, fact_id AS "factId", number, issued_at AS "issuedAt", root, rows
    FROM witness.certificate WHERE audience = 'public' AND scope = 'whole' ORDER BY subject, n DESC`.execute(
    tx,
  );
  return rows;
}

/** What is public no more has no certificate for everybody; those that people hold stay valid. */
export async function withdrawReleased(tx: Tx, subject: string): Promise<void> {
  await sql`DELETE FROM released.fact WHERE ocid = ${sealOwner(subject)}`.execute(tx);
  await sql`DELETE FROM released.certificate WHERE subject = ${subject}`.execute(tx);
}

export async function listDue(db: Database, limit: number): Promise<readonly string[]> {
  const { rows } = await sql<{ subject: string }>`
    SELECT subject FROM witness.certificate_due ORDER BY due_at LIMIT ${limit}`.execute(db);
  return rows.map(({ subject }) => subject);
}

export async function isDue(db: Database, subject: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM witness.certificate_due WHERE subject = ${subject}`.execute(db);
  return rows.length > 0;
}

export const clearDue = (tx: Tx, subject: string) =>
  sql`DELETE FROM witness.certificate_due WHERE subject = ${subject}`.execute(tx);

interface SealedRows {
  readonly fact: Fact;
  readonly salt: Buffer;
  readonly leafIndex: number | null;
  readonly number: string;
  readonly rows: readonly Row[];
}

type SealRow = Omit<FactRow, "leafIndex"> & Omit<SealedRows, "fact">;

/** The certificate for everybody with its seal, through the public login. */
export async function readPublicSeal(
  publicDb: Database,
  subject: string,
): Promise<SealedRows | undefined> {
  const { rows } = await sql<SealedRows>`
    SELECT public.fact, public.salt, leaf_index AS "leafIndex", certificate.number, certificate.rows
    FROM released.certificate JOIN released.fact AS public USING (fact_id)
    LEFT JOIN released.fact_leaf USING (fact_id) WHERE subject = ${subject}`.execute(publicDb);
  return rows[0];
}

/** The same of a party, through the serving login. */
export async function readPartySeal(
  db: Database,
  { subject, audience }: Addressed,
): Promise<SealedRows | undefined> {
  const { rows } = await sql<SealRow>`
    SELECT ${factColumns}, certificate.number, certificate.rows
    FROM witness.certificate JOIN fact.fact ON fact.fact.id = certificate.fact_id
    LEFT JOIN witness.leaf ON leaf.fact_id = fact.fact.id
    WHERE certificate.subject = ${subject} AND audience = ${audience} AND scope = 'whole'
    ORDER BY n DESC LIMIT 1`.execute(db);
  return sealedRowsOf(rows[0]);
}

/** The same by its number. */
export async function readNumberedSeal(
  db: Database,
  number: string,
): Promise<SealedRows | undefined> {
  const { rows } = await sql<SealRow>`
    SELECT ${factColumns}, certificate.number, certificate.rows
    FROM witness.certificate JOIN fact.fact ON fact.fact.id = certificate.fact_id
    LEFT JOIN witness.leaf ON leaf.fact_id = fact.fact.id WHERE certificate.number = ${number}`.execute(
    db,
  );
  return sealedRowsOf(rows[0]);
}

function sealedRowsOf(row: SealRow | undefined): SealedRows | undefined {
  if (row === undefined) return undefined;
  const { number, rows: listed, leafIndex, ...fact } = row;
  const placed = shownOf({ ...fact, leafIndex: leafIndex ?? -1 });
  return { fact: placed.fact, salt: placed.salt, leafIndex, number, rows: listed };
}

/** Public facts at these places of the log; one that was withdrawn since is not there. */
export async function readPublicFacts(
  publicDb: Database,
  subject: string,
): Promise<readonly PlacedFact[]> {
  const { rows } = await sql<PlacedFact>`
    SELECT fact, salt, leaf_index AS "leafIndex" FROM released.fact JOIN released.fact_leaf USING (fact_id)
    WHERE ocid = ${subject} AND kind <> ${SEAL_KIND}`.execute(publicDb);
  return rows;
}

/** The newest fact of the roots below a size. */
export async function readRootsFact(
  publicDb: Database,
  owner: string,
  size: number,
): Promise<PlacedFact | undefined> {
  const { rows } = await sql<PlacedFact>`
    SELECT fact, salt, leaf_index AS "leafIndex" FROM released.fact JOIN released.fact_leaf USING (fact_id)
    WHERE ocid = ${owner} AND leaf_index < ${size} ORDER BY leaf_index DESC LIMIT 1`.execute(
    publicDb,
  );
  return rows[0];
}
