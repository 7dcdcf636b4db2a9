/** Certificates of chosen facts of one subject, for files that are handed out. */
import { sql } from "kysely";

import type { Database } from "../../platform/database.ts";
import type { Fact } from "../../platform/facts/fact.ts";
import { OCCURRED_AT } from "../../platform/facts/stored-fact.ts";
import { certificateOf, type CertifiedRow, type FactCertificate } from "./fact-certificate.ts";
import { readSignedLog } from "./released-log.store.ts";
import { inclusionProof } from "./tree.ts";
import { withNodes } from "./witness.store.ts";

export interface FactsRequest {
  readonly subject: string;
  /** One line. */
  readonly title: string;
  readonly issuedAt: Date;
  /** Facts of the subject that the asker may see. */
  readonly factIds: readonly string[];
}

interface Row extends Omit<Fact, "corrects">, Omit<CertifiedRow, "fact" | "proof"> {
  readonly corrects: string | null;
}

async function readLeaves(
  db: Database,
  { subject, factIds }: FactsRequest,
  size: number,
): Promise<Omit<CertifiedRow, "proof">[]> {
  const { rows } = await sql<Row>`
    SELECT id, kind, version, source, source_id AS "sourceId", subject, corrects, payload,
           ${OCCURRED_AT} AS "occurredAt", encode(content_hash, 'hex') AS "contentHash", salt,
           recorded_at AS "recordedAt", leaf_index AS "leafIndex"
    FROM fact.fact JOIN witness.leaf ON witness.leaf.fact_id = fact.fact.id
    WHERE subject = ${subject} AND id = ANY (${[...factIds]}::uuid[]) AND leaf_index < ${size}`.execute(
    db,
  );
  return rows.map(({ salt, recordedAt, leafIndex, corrects, ...fact }) => ({
    fact: corrects === null ? fact : { ...fact, corrects },
    salt,
    recordedAt,
    leafIndex,
  }));
}

/** Undefined: none of the facts is in a checkpoint yet. */
export async function certifyFacts(
  { db, publicDb }: { readonly db: Database; readonly publicDb: Database },
  request: FactsRequest,
): Promise<FactCertificate | undefined> {
  const signed = await readSignedLog(publicDb);
  if (signed === undefined) return undefined;
  const { size, note, origin, vkey } = signed;
  const facts = await readLeaves(db, request, size);
  if (facts.length === 0) return undefined;
  const proofs = await withNodes(publicDb, "released.log_node", (read) =>
    facts.map(({ leafIndex }) => inclusionProof(read, leafIndex, size)),
  );
  const { subject, title, issuedAt } = request;
  return certificateOf({
    subject,
    title,
    audience: "public",
    issuedAt,
    log: { origin, vkey },
    checkpoint: note,
    rows: facts.map((fact, index) => ({ ...fact, proof: proofs[index] ?? [] })),
  });
}
