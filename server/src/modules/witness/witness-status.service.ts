/** How the witnesses stand: for the health of the server and for the public. */
import Type, { type Static } from "typebox";

import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { readLatestCheckpoint } from "./released-log.store.ts";
import { readQuorumCheckpoint, readWitnesses } from "./released-witness.store.ts";

const closed = { additionalProperties: false };
const Size = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });
const Instant = Type.String({ format: "date-time" });

export const LogWitnesses = Type.Object(
  {
    /** Size of the newest checkpoint of the log. */
    size: Size,
    /** True while the newest checkpoint has not the cosignatures that the policy asks for. */
    isAwaiting: Type.Boolean(),
    /** The newest checkpoint that has them. */
    quorum: Type.Union([Type.Object({ size: Size, cosignedAt: Instant }, closed), Type.Null()]),
    witnesses: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          vkey: Type.String(),
          size: Type.Union([Size, Type.Null()]),
          cosignedAt: Type.Union([Instant, Type.Null()]),
          state: Type.Enum(["new", "good", "silent", "unwilling", "split"]),
          detail: Type.Union([Type.String(), Type.Null()]),
          since: Instant,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type LogWitnesses = Static<typeof LogWitnesses>;

/** Undefined where nobody is asked to cosign. */
export async function describeWitnesses(publicDb: Database): Promise<LogWitnesses | undefined> {
  const witnesses = await readWitnesses(publicDb);
  if (witnesses.length === 0) return undefined;
  const quorum = await readQuorumCheckpoint(publicDb);
  const size = (await readLatestCheckpoint(publicDb))?.size ?? 0;
  return {
    size,
    isAwaiting: (quorum?.size ?? -1) < size,
    quorum:
      quorum === undefined
        ? null
        : { size: quorum.size, cosignedAt: quorum.cosignedAt.toISOString() },
    witnesses: witnesses.map(({ cosignedAt, since, ...rest }) => ({
      ...rest,
      cosignedAt: cosignedAt?.toISOString() ?? null,
      since: since.toISOString(),
    })),
  };
}

const PATIENCE_MS = 10 * 60_000;

/** Red where a second history is suspected; a warning where cosignatures stay away. */
export async function checkWitnesses(publicDb: Database, clock: Clock) {
  const status = await describeWitnesses(publicDb);
  if (status === undefined)
    return { ok: true, detail: "no witnesses outside (MINGJING_WITNESS_POLICY)" };
  const split = status.witnesses.filter(({ state }) => state === "split");
  if (split.length > 0) {
    const names = split.map(({ name, detail, since }) => `${name} (${detail}, since ${since})`);
    return { ok: false, detail: `a second history of the log is suspected: ${names.join(", ")}` };
  }
  const { size, isAwaiting, quorum } = status;
  const detail = `quorum of ${quorum?.size ?? 0}, checkpoint of ${size}`;
  const signedAt = (await readLatestCheckpoint(publicDb))?.signedAt.getTime() ?? 0;
  if (!isAwaiting || clock.now().getTime() - signedAt < PATIENCE_MS) return { ok: true, detail };
  const absent = status.witnesses.filter(({ state }) => state !== "good").map(({ name }) => name);
  const warning = `the newest checkpoint waits for cosignatures; ${absent.join(", ")} not heard`;
  return { ok: true, detail, warning };
}
