/**
 * Reads what a certificate holds. For the public everything comes through the public login, which can see nothing but
 * what was released; a party gets its own receipts and downloads besides.
 */
import { type RawBuilder, sql } from "kysely";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import { isUscc } from "../../kernel/uscc.ts";
import type { Database } from "../../platform/database.ts";
import type { Fact } from "../../platform/facts/fact.ts";
import { OCCURRED_AT } from "../../platform/facts/stored-fact.ts";
import { type Audience, type Certificate, certificateOf } from "./certificate.ts";
import { readSignedLog } from "./released-log.store.ts";
import { inclusionProof } from "./tree.ts";
import { withNodes } from "./witness.store.ts";

export interface CertificateDeps {
  /** Serving login, for the receipts of a party; absent where only the public asks. */
  readonly db?: Database;
  readonly publicDb: Database;
}

export interface CertificateRequest {
  readonly ocid: string;
  /** One line. */
  readonly title: string;
  /** The caller has checked that the reader is this party. */
  readonly audience: Audience;
  readonly issuedAt: Date;
}

interface Row {
  readonly fact: Fact;
  readonly salt: Buffer;
  readonly recordedAt: Date;
  readonly leafIndex: number;
}

/** Facts in which a party speaks of itself. */
const OWN_KINDS = [
  "procurement.bid-received",
  "procurement.document-downloaded",
  "procurement.bid-decrypted",
];

/**
 * Certificate over the newest checkpoint. Facts that no checkpoint covers yet are left out.
 * @throws RuleViolation `certificate.not-found` (nothing to certify yet), `certificate.bad-party`
 */
export async function buildCertificate(
  deps: CertificateDeps,
  { ocid, title, audience, issuedAt }: CertificateRequest,
): Promise<Certificate> {
  const signed = await readSignedLog(deps.publicDb);
  if (signed === undefined) throw nothingYet(ocid);
  const facts = await readFacts(deps, { ocid, audience, size: signed.size });
  if (facts.length === 0) throw nothingYet(ocid);
  return certify(deps, { subject: ocid, title, audience, issuedAt, signed, facts });
}

interface Certifying extends Omit<CertificateRequest, "ocid"> {
  readonly subject: string;
  readonly signed: NonNullable<Awaited<ReturnType<typeof readSignedLog>>>;
  readonly facts: readonly Row[];
}

async function certify(
  deps: CertificateDeps,
  { signed, facts, ...header }: Certifying,
): Promise<Certificate> {
  const { size, note, origin, vkey } = signed;
  const proofs = await withNodes(deps.publicDb, "released.log_node", (read) =>
    facts.map(({ leafIndex }) => inclusionProof(read, leafIndex, size)),
  );
  const rows = facts.map((fact, index) => ({ ...fact, proof: proofs[index] ?? [] }));
  return certificateOf({ ...header, log: { origin, vkey }, checkpoint: note, rows });
}

export interface FactsRequest extends Pick<CertificateRequest, "title" | "issuedAt"> {
  readonly subject: string;
  /** Facts of the subject that the asker may see. */
  readonly factIds: readonly string[];
}

/** Certificate of named facts of one subject, for a file that is handed out; undefined: none is in a checkpoint yet. */
export async function certifyFacts(
  deps: CertificateDeps,
  { subject, title, issuedAt, factIds }: FactsRequest,
): Promise<Certificate | undefined> {
  const signed = await readSignedLog(deps.publicDb);
  if (signed === undefined || deps.db === undefined) return undefined;
  const chosen = sql`subject = ${subject} AND id = ANY (${[...factIds]}::uuid[])`;
  const facts = await readLeaves(deps.db, chosen, signed.size);
  if (facts.length === 0) return undefined;
  return certify(deps, { subject, title, audience: "public", issuedAt, signed, facts });
}

const nothingYet = (ocid: string) => new RuleViolation("certificate.not-found", { ocid });

interface Scope {
  readonly ocid: string;
  readonly audience: Audience;
  /** Leaves of the checkpoint. */
  readonly size: number;
}

async function readFacts(deps: CertificateDeps, scope: Scope): Promise<Row[]> {
  const released = await readReleased(deps.publicDb, scope);
  if (scope.audience === "public") return released;
  const uscc = scope.audience.slice("party:".length);
  if (!isUscc(uscc)) throw new RuleViolation("certificate.bad-party", {}, { status: 422 });
  const known = new Set(released.map(({ fact }) => fact.id));
  if (deps.db === undefined) throw new Error("certificates of a party are made inside only");
  const own = await readOwn(deps.db, scope, uscc);
  return [...released, ...own.filter(({ fact }) => !known.has(fact.id))];
}

/** Only facts whose subject is the process: a certificate has one subject. */
async function readReleased(publicDb: Database, { ocid, size }: Scope): Promise<Row[]> {
  const { rows } = await sql<Row>`
    SELECT fact, salt, recorded_at AS "recordedAt", leaf_index AS "leafIndex"
    FROM released.fact JOIN released.fact_leaf USING (fact_id)
    WHERE ocid = ${ocid} AND fact ->> 'subject' = ${ocid} AND leaf_index < ${size}`.execute(
    publicDb,
  );
  return rows;
}

interface OwnRow extends Omit<Fact, "corrects">, Omit<Row, "fact"> {
  readonly corrects: string | null;
}

const readOwn = (db: Database, { ocid, size }: Scope, uscc: string): Promise<Row[]> =>
  readLeaves(
    db,
    sql`subject = ${ocid} AND kind = ANY (${OWN_KINDS})
      AND (payload -> 'bidder' ->> 'uscc' = ${uscc}
           OR payload -> 'bidder' -> 'members' @> jsonb_build_array(jsonb_build_object('uscc', ${uscc}::text)))`,
    size,
  );

async function readLeaves(db: Database, chosen: RawBuilder<unknown>, size: number): Promise<Row[]> {
  const { rows } = await sql<OwnRow>`
    SELECT id, kind, version, source, source_id AS "sourceId", subject, corrects, payload,
           ${OCCURRED_AT} AS "occurredAt",
           encode(content_hash, 'hex') AS "contentHash", salt, recorded_at AS "recordedAt",
           leaf_index AS "leafIndex"
    FROM fact.fact JOIN witness.leaf ON witness.leaf.fact_id = fact.fact.id
    WHERE ${chosen} AND leaf_index < ${size}`.execute(db);
  return rows.map(({ salt, recordedAt, leafIndex, corrects, ...fact }) => ({
    fact: corrects === null ? fact : { ...fact, corrects },
    salt,
    recordedAt,
    leafIndex,
  }));
}
