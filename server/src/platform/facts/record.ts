/** Recording facts: one transaction, one code path for a single act, a batch and a million lines. */
import { sql } from "kysely";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Tx } from "../database.ts";
import {
  byteaArray,
  hexArray,
  instantArray,
  int2Array,
  textArray,
  utf8Array,
  uuidArray,
} from "./binary-array.ts";
import { normaliseInstant, type SealedFact, sealFact, type UnsealedFact } from "./fact.ts";
import type { FactRegistry, StoredFact } from "./registry.ts";
import { STORED_FACT } from "./stored-fact.ts";
import { nextUuid } from "./uuid.ts";

/** Serialises rebuild (exclusive) against recording (shared). */
export const PROJECTION_LOCK = 7_301_002;
export const FEED_CHANNEL = "mingjing_facts";

export type RecordOutcome =
  | { readonly status: "accepted"; readonly id: string; readonly digest: string }
  | { readonly status: "duplicate"; readonly id: string; readonly digest: string }
  | { readonly status: "refused"; readonly code: string; readonly field: string };

/** A checked fact that may still name what it corrects by the source's own id. */
export interface RecordableFact extends UnsealedFact {
  readonly correctsSourceId?: string;
}

/** A fact with its hashes that may still name what it corrects by the source's own id. */
export interface SealedInput extends SealedFact {
  readonly correctsSourceId?: string;
}

/**
 * Hashes a checked fact and gives it its id. Outside of the transaction, so that hashing goes on while
 * the database works. @throws RuleViolation if the fact is not canonical JSON
 */
export const sealInput = (fact: RecordableFact): SealedInput =>
  sealFact(fact, nextUuid(Date.now()));

/** `recordSealed` for facts that are not sealed yet. */
export async function recordFacts(
  tx: Tx,
  registry: FactRegistry,
  facts: readonly RecordableFact[],
): Promise<readonly RecordOutcome[]> {
  return recordSealed(tx, registry, { facts: facts.map(sealInput) });
}

export interface SealedFacts {
  readonly facts: readonly SealedInput[];
  /** Called when the facts stand in their table, before the tables that follow from them. */
  readonly onWritten?: (() => void) | undefined;
}

/**
 * Records checked facts and projects them, in the caller's transaction. Outcomes are in input order.
 * The caller has checked kind and payload (`FactRegistry.check`). Facts may come from several sources;
 * of two with one sourceId the first wins.
 */
export async function recordSealed(
  tx: Tx,
  registry: FactRegistry,
  { facts, onWritten }: SealedFacts,
): Promise<readonly RecordOutcome[]> {
  const outcomes: RecordOutcome[] = [];
  const plain: number[] = [];
  const correcting: number[] = [];
  facts.forEach((fact, index) => {
    const corrects = fact.corrects !== undefined || fact.correctsSourceId !== undefined;
    (corrects ? correcting : plain).push(index);
  });
  await recordPlain(tx, registry, { facts, onWritten, indices: plain, outcomes });
  for (const index of correcting) {
    const fact = facts[index];
    if (fact) outcomes[index] = await recordCorrection(tx, registry, fact);
  }
  return outcomes;
}

/** A fact that the product itself states: of an act of a person, or of a finding. */
export type OwnFact = Omit<UnsealedFact, "version">;

/** Records one act of a person inside the product. @throws RuleViolation when the payload is refused. */
export async function recordFact(tx: Tx, registry: FactRegistry, fact: OwnFact): Promise<string> {
  const [id] = await recordOwnFacts(tx, registry, [fact]);
  return id as string;
}

/**
 * Records facts of the product in few statements. @returns their ids, in input order
 * @throws RuleViolation when one is refused; then none may be kept
 */
export async function recordOwnFacts(
  tx: Tx,
  registry: FactRegistry,
  facts: readonly OwnFact[],
): Promise<readonly string[]> {
  const outcomes = await recordFacts(
    tx,
    registry,
    facts.map((fact) => ({
      ...fact,
      occurredAt: normaliseInstant(fact.occurredAt),
      version: versionOf(registry, fact),
    })),
  );
  return facts.map(({ sourceId }, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined || outcome.status === "refused")
      throw new RuleViolation(outcome?.code ?? "fault", { sourceId });
    return outcome.id;
  });
}

function versionOf(registry: FactRegistry, { kind, payload }: OwnFact): number {
  const errors = registry.check(kind, payload);
  const version = registry.version(kind);
  if (errors === undefined || version === undefined) throw new Error(`unknown kind ${kind}`);
  if (errors.length > 0) throw new RuleViolation("request.invalid", {}, { status: 400, errors });
  return version;
}

interface PlainBatch extends SealedFacts {
  readonly indices: readonly number[];
  readonly outcomes: RecordOutcome[];
}

async function recordPlain(tx: Tx, registry: FactRegistry, batch: PlainBatch): Promise<void> {
  const { facts, indices, outcomes } = batch;
  if (indices.length === 0) return;
  const sealed = indices.map((index) => facts[index] as SealedInput);
  const accepted = await insertFacts(tx, sealed);
  batch.onWritten?.();
  const missed: { readonly index: number; readonly fact: SealedFact }[] = [];
  const fresh: StoredFact[] = [];
  sealed.forEach((fact, position) => {
    const index = indices[position] as number;
    if (!accepted.has(fact.id)) return void missed.push({ index, fact });
    outcomes[index] = { status: "accepted", id: fact.id, digest: fact.digest.toString("hex") };
    fresh.push(fact);
  });
  await explainMissed(tx, missed, outcomes);
  await project(tx, registry, fresh);
}

/**
 * Writes facts, unless they are there; wakes the subscribers at commit. One statement, because a single fact costs
 * little more than its round trips: the lock is held before the first row is written, hence also while the tables that
 * follow are. Sorted by key so that two batches with the same facts wait for each other instead of deadlocking.
 * @returns ids of the facts that were new
 */
async function insertFacts(tx: Tx, facts: readonly SealedFact[]): Promise<ReadonlySet<string>> {
  const sorted = facts.toSorted((a, b) => {
    if (a.sourceId !== b.sourceId) return a.sourceId < b.sourceId ? -1 : 1;
    return a.source < b.source ? -1 : Number(a.source > b.source);
  });
  const column = <T>(pick: (fact: SealedFact) => T) => sorted.map(pick);
  const { rows } = await sql<{ ids: string }>`
    WITH held AS MATERIALIZED (SELECT pg_advisory_xact_lock_shared(${PROJECTION_LOCK})),
    written AS (
      INSERT INTO fact.fact (id, kind, version, source, source_id, subject, occurred_at, corrects,
                             payload, content_hash, salt, digest, epoch)
      SELECT id, kind, version, source, source_id, subject, occurred_at, corrects,
             payload::jsonb, content_hash, salt, digest, (SELECT epoch FROM fact.current_epoch)
      FROM held,
           unnest(${uuidArray(column((fact) => fact.id))}::uuid[],
                  ${textArray(column((fact) => fact.kind))}::text[],
                  ${int2Array(column((fact) => fact.version))}::int2[],
                  ${textArray(column((fact) => fact.source))}::text[],
                  ${textArray(column((fact) => fact.sourceId))}::text[],
                  ${textArray(column((fact) => fact.subject))}::text[],
                  ${instantArray(column((fact) => fact.occurredAt))}::timestamptz[],
                  ${uuidArray(column((fact) => fact.corrects))}::uuid[],
                  ${utf8Array(column((fact) => fact.payloadBytes))}::text[],
                  ${hexArray(column((fact) => fact.contentHash))}::bytea[],
                  ${byteaArray(column((fact) => fact.salt))}::bytea[],
                  ${byteaArray(column((fact) => fact.digest))}::bytea[])
        AS line (id, kind, version, source, source_id, subject, occurred_at, corrects,
                 payload, content_hash, salt, digest)
      ON CONFLICT DO NOTHING
      RETURNING id)
    SELECT string_agg(id::text, ',') AS ids, pg_notify(${FEED_CHANNEL}, '')
    FROM written HAVING count(*) > 0`.execute(tx);
  return new Set(rows[0]?.ids.split(","));
}

interface Existing {
  readonly id: string;
  readonly source: string;
  readonly sourceId: string;
  readonly contentHash: string;
  readonly digest: string;
}

async function explainMissed(
  tx: Tx,
  missed: readonly { readonly index: number; readonly fact: SealedFact }[],
  outcomes: RecordOutcome[],
): Promise<void> {
  if (missed.length === 0) return;
  const { rows } = await sql<Existing>`
    SELECT stored.id, stored.source, stored.source_id AS "sourceId",
           encode(stored.content_hash, 'hex') AS "contentHash", encode(stored.digest, 'hex') AS digest
    FROM unnest(${textArray(missed.map(({ fact }) => fact.source))}::text[],
                ${textArray(missed.map(({ fact }) => fact.sourceId))}::text[]) AS line (source, source_id)
    JOIN fact.fact stored USING (source, source_id)`.execute(tx);
  const known = new Map(rows.map((row) => [keyOf(row), row]));
  for (const { index, fact } of missed) {
    const same = known.get(keyOf(fact));
    outcomes[index] = same
      ? { status: "duplicate", id: same.id, digest: same.digest }
      : { status: "refused", code: "intake.conflicting-source-id", field: "sourceId" };
  }
}

const keyOf = (fact: { source: string; sourceId: string; contentHash: string }): string =>
  `${fact.source}\n${fact.sourceId}\n${fact.contentHash}`;

async function recordCorrection(
  tx: Tx,
  registry: FactRegistry,
  fact: SealedInput,
): Promise<RecordOutcome> {
  const { correctsSourceId, ...rest } = fact;
  const already = await findSame(tx, fact);
  if (already !== undefined) return { status: "duplicate", id: already.id, digest: already.digest };
  const target = await findCorrected(tx, fact);
  if (target === undefined || target.kind !== fact.kind) {
    const field = correctsSourceId === undefined ? "corrects" : "correctsSourceId";
    return { status: "refused", code: "intake.unknown-corrects", field };
  }
  const correcting = sealFact({ ...rest, corrects: target.id }, fact.id);
  const accepted = await insertFacts(tx, [correcting]);
  if (!accepted.has(correcting.id)) return recordCorrection(tx, registry, fact);
  await registry.projectionOf(fact.kind)?.retract(tx, [target]);
  await project(tx, registry, [correcting]);
  return { status: "accepted", id: correcting.id, digest: correcting.digest.toString("hex") };
}

async function findSame(
  tx: Tx,
  fact: SealedFact,
): Promise<{ id: string; digest: string } | undefined> {
  const { rows } = await sql<{ id: string; digest: string }>`
    SELECT id, encode(digest, 'hex') AS digest FROM fact.fact
    WHERE source = ${fact.source} AND source_id = ${fact.sourceId}
      AND content_hash = ${Buffer.from(fact.contentHash, "hex")}`.execute(tx);
  return rows[0];
}

/** The fact meant: by id, or the last one the same source sent under that sourceId. */
async function findCorrected(tx: Tx, fact: RecordableFact): Promise<StoredFact | undefined> {
  const wanted =
    fact.corrects === undefined
      ? sql`source_id = ${fact.correctsSourceId}`
      : sql`id = ${fact.corrects}::uuid`;
  const { rows } = await sql<StoredFact>`
    SELECT ${STORED_FACT}
    FROM fact.fact WHERE source = ${fact.source} AND ${wanted}
    ORDER BY recorded_at DESC, id DESC LIMIT 1`.execute(tx);
  return rows[0];
}

/** Hands facts to the modules that own their kinds, one call a module. */
export async function project(
  tx: Tx,
  registry: FactRegistry,
  facts: readonly StoredFact[],
): Promise<void> {
  for (const projection of registry.projections) {
    const own = facts.filter((fact) => registry.projectionOf(fact.kind) === projection);
    if (own.length > 0) await projection.apply(tx, own);
  }
}
