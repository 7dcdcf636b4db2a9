/** Logs that were sealed, as facts of the log that goes on, each with its way to the newest checkpoint. */
import { sql } from "kysely";
import Type, { type Static } from "typebox";

import type { ShardSealed } from "../../../../contract/src/facts/witness.shard-sealed.ts";
import type { Database } from "../../platform/database.ts";
import type { PlacedFact } from "./certificate.ts";
import { readSignedLog } from "./released-log.store.ts";
import { SHARDS } from "./shard.ts";
import { inclusionProof } from "./tree.ts";
import { withNodes } from "./witness.store.ts";

const closed = { additionalProperties: false };
const Place = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export const LogShards = Type.Object(
  {
    /** Name of the present log; null before its first checkpoint. */
    origin: Type.Union([Type.String(), Type.Null()]),
    /** The newest checkpoint, to which the proofs lead. */
    checkpoint: Type.Union([Type.String(), Type.Null()]),
    /** Oldest first. */
    sealed: Type.Array(
      Type.Object(
        {
          fact: Type.Unknown(),
          salt: Type.String(),
          leafIndex: Place,
          /** From the leaf upwards, hex; empty while no checkpoint covers it. */
          proof: Type.Array(Type.String()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type LogShards = Static<typeof LogShards>;

async function readSeals(publicDb: Database): Promise<readonly PlacedFact[]> {
  const { rows } = await sql<PlacedFact>`
    SELECT fact, salt, leaf_index AS "leafIndex" FROM released.fact JOIN released.fact_leaf USING (fact_id)
    WHERE ocid = ${SHARDS} ORDER BY leaf_index`.execute(publicDb);
  return rows;
}

type SealedLog = Omit<
  ShardSealed,
  "vkey" | "root" | "witnesses" | "lostReceipts" | "nextOrigin"
> & {
  readonly sealedAt: string;
};

/** For the page of the log. */
export async function listSealedLogs(publicDb: Database): Promise<readonly SealedLog[]> {
  return (await readSeals(publicDb)).map(({ fact: { payload, occurredAt } }) => {
    const { origin, size, kept, reason, reasonZh, reasonEn, decidedBy } =
      payload as unknown as ShardSealed;
    return { origin, size, kept, reason, reasonZh, reasonEn, decidedBy, sealedAt: occurredAt };
  });
}

export async function describeShards(publicDb: Database): Promise<LogShards> {
  const signed = await readSignedLog(publicDb);
  const seals = await readSeals(publicDb);
  const size = signed?.size ?? 0;
  const proofs = await withNodes(publicDb, "released.log_node", (read) =>
    seals.map(({ leafIndex }) => (leafIndex < size ? inclusionProof(read, leafIndex, size) : [])),
  );
  return {
    origin: signed?.origin ?? null,
    checkpoint: signed?.note ?? null,
    sealed: seals.map(({ fact, salt, leafIndex }, index) => ({
      fact,
      salt: salt.toString("hex"),
      leafIndex,
      proof: (proofs[index] ?? []).map((hash) => hash.toString("hex")),
    })),
  };
}
