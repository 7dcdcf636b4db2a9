/** Facts of audit → rows. The tables are append-only, so a rebuild adds what is missing and empties nothing. */
import { sql } from "kysely";

import { type Accessed, accessed } from "../../../../contract/src/facts/audit.accessed.ts";
import {
  type RetentionApplied,
  retentionApplied,
} from "../../../../contract/src/facts/audit.retention-applied.ts";
import {
  type RetentionSet,
  retentionSet,
} from "../../../../contract/src/facts/audit.retention-set.ts";
import {
  type SealKeyRegistered,
  sealKeyRegistered,
} from "../../../../contract/src/facts/audit.seal-key-registered.ts";
import { type Sealed, sealed } from "../../../../contract/src/facts/audit.sealed.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Tx } from "../database.ts";
import type { FactProjection, StoredFact } from "../facts/registry.ts";
import { insertRows } from "../facts/rows.ts";

function entryOf({ id, occurredAt, payload }: StoredFact) {
  const { actor, visitor, purpose, method, route, object, query, status, rows, address } =
    payload as unknown as Accessed;
  return {
    fact_id: id,
    at: occurredAt,
    person: actor?.person ?? visitor?.account,
    post: actor?.post,
    unit: actor?.unit,
    role: actor?.role ?? (visitor === undefined ? "operator" : "visitor"),
    purpose,
    method,
    route,
    object_kind: object?.kind,
    object_id: object?.id,
    query,
    status,
    row_count: rows,
    address,
  };
}

/** What retention has taken out stays out when the facts are read again. */
async function addEntries(tx: Tx, facts: readonly StoredFact[]): Promise<void> {
  if (facts.length === 0) return;
  await sql`INSERT INTO audit.entry
    SELECT line.* FROM json_populate_recordset(NULL::audit.entry, ${JSON.stringify(facts.map(entryOf))}::json) AS line
    WHERE NOT EXISTS (
      SELECT FROM audit.retention JOIN fact.fact ON fact.id = line.fact_id
      WHERE line.at < retention.before AND fact.recorded_at < retention.before)
    ON CONFLICT DO NOTHING`.execute(tx);
}

function sealedOf({ id, occurredAt, payload }: StoredFact) {
  const { organ, keyId, envelope } = payload as unknown as Sealed;
  const onDay = plainDateOf(new Date(occurredAt));
  return { fact_id: id, on_day: onDay, organ, key_id: keyId, envelope };
}

function keyOf({ id, occurredAt, payload }: StoredFact) {
  const { organ, keyId, publicKey } = payload as unknown as SealKeyRegistered;
  return { fact_id: id, organ, key_id: keyId, public_key: publicKey, registered_at: occurredAt };
}

function retentionOf({ id, occurredAt, payload }: StoredFact) {
  const { before, rows, digestOfIds } = payload as unknown as RetentionApplied;
  return {
    fact_id: id,
    applied_at: occurredAt,
    before,
    row_count: rows,
    digest_of_ids: digestOfIds,
  };
}

function termOf({ id, occurredAt, payload }: StoredFact) {
  const { days } = payload as unknown as RetentionSet;
  return { fact_id: id, days, set_at: occurredAt };
}

export const auditFacts: FactProjection = {
  kinds: [accessed, sealed, sealKeyRegistered, retentionApplied, retentionSet],
  tables: [],
  async apply(tx, facts) {
    const of = (kind: string) => facts.filter((fact) => fact.kind === kind);
    await addEntries(tx, of(accessed.kind));
    await insertRows(tx, "audit.sealed", of(sealed.kind).map(sealedOf));
    await insertRows(tx, "audit.seal_key", of(sealKeyRegistered.kind).map(keyOf));
    await insertRows(tx, "audit.retention", of(retentionApplied.kind).map(retentionOf));
    await insertRows(tx, "audit.retention_term", of(retentionSet.kind).map(termOf));
  },
  // No source can send these kinds and nothing in the product corrects them.
  retract: () => Promise.reject(new Error("records of audit are never corrected")),
};
