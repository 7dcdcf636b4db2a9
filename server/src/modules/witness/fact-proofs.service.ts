/**
 * Named facts of one subject with their place in the log, as a file that is handed out beside what they speak of: format
 * "mingjing-certificate/1" (verifier/README.md). Nothing is issued and nothing recorded: whoever hands it out records that.
 */
import { createHash } from "node:crypto";

import { sql } from "kysely";

import { canonicalJson } from "../../kernel/canonical-json.ts";
import type { Database } from "../../platform/database.ts";
import type { Fact } from "../../platform/facts/fact.ts";
import { OCCURRED_AT } from "../../platform/facts/stored-fact.ts";
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

interface PlacedRow extends Omit<Fact, "corrects"> {
  readonly corrects: string | null;
  readonly salt: Buffer;
  readonly recordedAt: Date;
  readonly leafIndex: number;
}

interface ProofDeps {
  readonly db: Database;
  readonly publicDb: Database;
}

async function readPlaced(
  db: Database,
  { subject, factIds }: FactsRequest,
  size: number,
): Promise<readonly PlacedRow[]> {
  const { rows } = await sql<PlacedRow>`
    SELECT id, kind, version, source, source_id AS "sourceId", subject, corrects, payload, ${OCCURRED_AT} AS "occurredAt",
           encode(content_hash, 'hex') AS "contentHash", fact.fact.salt, fact.fact.recorded_at AS "recordedAt",
           leaf_index AS "leafIndex"
    FROM fact.fact JOIN witness.leaf ON witness.leaf.fact_id = fact.fact.id
    WHERE subject = ${subject} AND id = ANY (${[...factIds]}::uuid[]) AND leaf_index < ${size}
    ORDER BY occurred_at, id`.execute(db);
  return rows;
}

/** The file; undefined: no checkpoint covers one of them yet. */
export async function certifyFacts(
  { db, publicDb }: ProofDeps,
  wanted: FactsRequest,
): Promise<string | undefined> {
  const signed = await readSignedLog(publicDb);
  if (signed === undefined) return undefined;
  const { size, note, origin, vkey } = signed;
  const placed = await readPlaced(db, wanted, size);
  if (placed.length === 0) return undefined;
  const proofs = await withNodes(publicDb, "released.log_node", (read) =>
    placed.map(({ leafIndex }) => inclusionProof(read, leafIndex, size)),
  );
  const facts = placed.map(({ salt, recordedAt, leafIndex, corrects, ...fact }, index) => ({
    fact: corrects === null ? fact : { ...fact, corrects },
    salt: salt.toString("hex"),
    recordedAt: recordedAt.toISOString(),
    leafIndex,
    proof: (proofs[index] ?? []).map((hash) => hash.toString("hex")),
  }));
  const content = {
    format: "mingjing-certificate/1",
    subject: wanted.subject,
    title: wanted.title,
    audience: "public",
    issuedAt: wanted.issuedAt.toISOString(),
    log: { origin, vkey },
    checkpoint: note,
    facts,
  };
  const hash = createHash("sha256").update(canonicalJson(content), "utf8").digest("hex");
  const certificateId = `MJ-${hash.slice(0, 24).toUpperCase()}`;
  return `${JSON.stringify({ ...content, certificateId }, undefined, 2)}\n`;
}
