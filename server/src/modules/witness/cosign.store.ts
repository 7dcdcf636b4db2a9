/** Cosignatures of our checkpoints, and what the public is told of the witnesses. */
import { createHash } from "node:crypto";

import { sql } from "kysely";

import { isQuorum, type PolicyWitness } from "../../../../verifier/src/index.ts";
import { type Database, inTransaction, type Tx } from "../../platform/database.ts";
import type { WitnessPolicy, WitnessState } from "./cosigning.ts";
import { ofLog, type StoredCheckpoint } from "./witness.store.ts";

/** The newest checkpoint that was signed of this log. */
export async function readNewestCheckpoint(
  db: Database,
  origin: string,
): Promise<StoredCheckpoint | undefined> {
  const { rows } = await sql<StoredCheckpoint>`
    SELECT size, root, note, signed_at AS "signedAt" FROM witness.checkpoint
    WHERE ${ofLog(origin)} ORDER BY size DESC LIMIT 1`.execute(db);
  return rows[0];
}

/** Largest size of this log that the witness cosigned, 0 if none. */
export async function readCosignedSize(
  db: Database,
  vkey: string,
  origin: string,
): Promise<number> {
  const { rows } = await sql<{ size: number }>`
    SELECT coalesce(max(size), 0)::bigint AS size FROM witness.cosignature JOIN witness.checkpoint USING (size)
    WHERE vkey = ${vkey} AND ${ofLog(origin)}`.execute(db);
  return rows[0]?.size ?? 0;
}

/** Says which witnesses there are; those that are no more in the policy go. */
export async function publishPolicy(
  db: Database,
  { text, policy: { witnesses } }: WitnessPolicy,
  at: Date,
): Promise<void> {
  const sha256 = createHash("sha256").update(text).digest("hex");
  const vkeys = witnesses.map(({ vkey }) => vkey);
  await inTransaction(db, async (tx) => {
    await sql`DELETE FROM released.log_policy WHERE sha256 <> ${sha256}`.execute(tx);
    await sql`INSERT INTO released.log_policy (sha256, policy) VALUES (${sha256}, ${text})
              ON CONFLICT DO NOTHING`.execute(tx);
    await sql`DELETE FROM released.log_witness WHERE vkey <> ALL (${vkeys}::text[])`.execute(tx);
    await sql`
      INSERT INTO released.log_witness (vkey, place, name, size, cosigned_at, state, since)
      SELECT given.vkey, given.place, given.name, last.size, last.cosigned_at, 'new', ${at}
      FROM unnest(${vkeys}::text[], ${witnesses.map(({ name }) => name)}::text[])
             WITH ORDINALITY AS given (vkey, name, place)
      LEFT JOIN LATERAL (SELECT size, cosigned_at FROM witness.cosignature
                         WHERE vkey = given.vkey ORDER BY size DESC LIMIT 1) AS last ON true
      ON CONFLICT (vkey) DO UPDATE SET place = excluded.place, name = excluded.name`.execute(tx);
  });
}

/** No policy any more: nobody is said to witness the log. */
export async function withdrawPolicy(db: Database): Promise<void> {
  await inTransaction(db, async (tx) => {
    await sql`DELETE FROM released.log_policy`.execute(tx);
    await sql`DELETE FROM released.log_witness`.execute(tx);
  });
}

export async function wasRecorded(tx: Tx, sourceId: string): Promise<boolean> {
  const { rows } = await sql`
    SELECT FROM fact.fact WHERE source = 'mingjing' AND source_id = ${sourceId} LIMIT 1`.execute(
    tx,
  );
  return rows.length > 0;
}

export interface NewState {
  readonly state: WitnessState;
  readonly detail?: string;
  readonly at: Date;
}

/** `since` stays while the state does. */
export async function setWitnessState(
  db: Database | Tx,
  vkey: string,
  { state, detail, at }: NewState,
): Promise<void> {
  await sql`
    UPDATE released.log_witness
    SET state = ${state}, detail = ${detail ?? null},
        since = CASE WHEN state = ${state} THEN since ELSE ${at} END
    WHERE vkey = ${vkey} AND (state, coalesce(detail, '')) <> (${state}, ${detail ?? ""})`.execute(
    db,
  );
}

export interface NewCosignature {
  readonly checkpoint: Pick<StoredCheckpoint, "size" | "note">;
  readonly witness: PolicyWitness;
  readonly line: string;
  /** By the clock of the witness. */
  readonly cosignedAt: Date;
  /** By ours. */
  readonly at: Date;
}

/** Stores a cosignature that was checked, and the notes that the public gets. */
export async function keepCosignature(
  db: Database,
  policy: WitnessPolicy,
  { checkpoint, witness: { vkey }, line, cosignedAt, at }: NewCosignature,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    // Witnesses answer at the same time: each note holds the lines of all that came before.
    await sql`SELECT pg_advisory_xact_lock(hashtextextended('witness.cosignature', 0))`.execute(tx);
    await sql`
      INSERT INTO witness.cosignature (size, vkey, line, cosigned_at, n)
      SELECT ${checkpoint.size}, ${vkey}, ${line}, ${cosignedAt}, coalesce(max(n), 0) + 1
      FROM witness.cosignature ON CONFLICT (size, vkey) DO NOTHING`.execute(tx);
    await sql`UPDATE released.log_witness SET size = ${checkpoint.size}, cosigned_at = ${cosignedAt}
              WHERE vkey = ${vkey} AND coalesce(size, -1) <= ${checkpoint.size}`.execute(tx);
    await setWitnessState(tx, vkey, { state: "good", at });
    await publishNotes(tx, policy, checkpoint);
  });
}

/** The checkpoint with all its lines as `latest`, and as `quorum` if they are enough; an older one replaces none. */
async function publishNotes(
  tx: Tx,
  { policy }: WitnessPolicy,
  { size, note }: Pick<StoredCheckpoint, "size" | "note">,
): Promise<void> {
  const { rows } = await sql<{ vkey: string; line: string; at: Date }>`
    SELECT vkey, line, cosigned_at AS at FROM witness.cosignature WHERE size = ${size}`.execute(tx);
  const found = policy.witnesses.flatMap(({ name, vkey }) => {
    const row = rows.find((one) => one.vkey === vkey);
    return row === undefined ? [] : [{ name, ...row }];
  });
  const whole = note + found.map(({ line }) => line).join("");
  const last = new Date(Math.max(...found.map(({ at }) => at.getTime())));
  const names = found.map(({ name }) => name);
  for (const kind of isQuorum(policy, names) ? ["latest", "quorum"] : ["latest"])
    await sql`
      INSERT INTO released.log_cosigned (kind, size, note, cosigned_at)
      VALUES (${kind}, ${size}, ${whole}, ${last})
      ON CONFLICT (kind) DO UPDATE
      SET size = excluded.size, note = excluded.note, cosigned_at = excluded.cosigned_at
      WHERE excluded.size >= log_cosigned.size`.execute(tx);
}
