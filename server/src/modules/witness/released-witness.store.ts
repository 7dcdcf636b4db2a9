/** What the public login sees of the witnesses and of what they cosigned. */
import { sql } from "kysely";

import type { Database } from "../../platform/database.ts";
import type { WitnessState } from "./cosigning.ts";

export interface ReleasedWitness {
  /** Name in the policy. */
  readonly name: string;
  readonly vkey: string;
  /** Largest checkpoint that it cosigned. */
  readonly size: number | null;
  /** By its own clock. */
  readonly cosignedAt: Date | null;
  readonly state: WitnessState;
  readonly detail: string | null;
  readonly since: Date;
}

/** In the order of the policy; none where there is no policy. */
export async function readWitnesses(publicDb: Database): Promise<readonly ReleasedWitness[]> {
  const { rows } = await sql<ReleasedWitness>`
    SELECT name, vkey, size, cosigned_at AS "cosignedAt", state, detail, since
    FROM released.log_witness ORDER BY place`.execute(publicDb);
  return rows;
}

interface CosignedCheckpoint {
  readonly size: number;
  /** Signed note with the cosignatures. */
  readonly note: string;
  /** Of the last of them, by the clock of its witness. */
  readonly cosignedAt: Date;
}

/** The newest checkpoint with the quorum that the policy asks for; undefined if none ever had it. */
export async function readQuorumCheckpoint(
  publicDb: Database,
): Promise<CosignedCheckpoint | undefined> {
  const { rows } = await sql<CosignedCheckpoint>`
    SELECT size, note, cosigned_at AS "cosignedAt" FROM released.log_cosigned
    WHERE kind = 'quorum'`.execute(publicDb);
  return rows[0];
}

/** Text of the policy by which cosignatures count; undefined where there is none. */
export async function readPolicyText(publicDb: Database): Promise<string | undefined> {
  const { rows } = await sql<{ policy: string }>`SELECT policy FROM released.log_policy`.execute(
    publicDb,
  );
  return rows[0]?.policy;
}
