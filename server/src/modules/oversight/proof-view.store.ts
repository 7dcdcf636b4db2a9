/** What the check of the log found, as a reader may see it. */
import { sql } from "kysely";

import type { BrokenProof } from "../../../../contract/src/oversight-values.ts";
import type { Integrity } from "../../../../contract/src/oversight.ts";
import type { Tx } from "../../platform/database.ts";
import type { Scope } from "../../platform/identity/reader.ts";
import { visibleVoice } from "../../platform/identity/visible.ts";

interface RawState {
  readonly lookedAt: Date | null;
  readonly everyMs: number | null;
  readonly checked: number;
  readonly passing: number | null;
  readonly completeAt: Date | null;
  readonly sample: number;
  readonly sampleGood: number;
  readonly checkpoints: number;
  readonly checkpointsGood: number;
  readonly size: number;
}

const MOST = 200;

export async function readIntegrity(tx: Tx, scope: Scope): Promise<Integrity> {
  const { rows } = await sql<RawState>`
    SELECT looked_at AS "lookedAt", every_ms AS "everyMs", checked,
      CASE WHEN position IS NOT NULL THEN pass_checked END AS passing, complete_at AS "completeAt", sample,
      sample_good AS "sampleGood", checkpoints, checkpoints_good AS "checkpointsGood",
      (SELECT coalesce(max(size), 0)::int FROM released.log_checkpoint) AS size
    FROM oversight.proof_state`.execute(tx);
  const { rows: counted } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM oversight.broken`.execute(tx);
  const { rows: broken } = await sql<{ proof: BrokenProof; foundAt: Date }>`
    SELECT proof, found_at AS "foundAt" FROM oversight.broken
    WHERE EXISTS (SELECT FROM complaints.handling
            WHERE 'voice:' || handling.voice_id = proof ->> 'subject' AND ${visibleVoice(scope)})
      OR EXISTS (SELECT FROM identity.scope_cell AS c WHERE c.scope = ${scope.id}
            AND c.matter = 'complaint' AND c.unit = '*' AND c.cell = '*')
    ORDER BY found_at DESC, id LIMIT ${MOST}`.execute(tx);
  const [state] = rows;
  const { lookedAt, everyMs, completeAt, passing, ...known } = state ?? NOTHING;
  return {
    ...known,
    ...(lookedAt === null ? {} : { checkedAt: lookedAt.toISOString() }),
    ...(everyMs === null ? {} : { everySeconds: everyMs / 1000 }),
    ...(passing === null ? {} : { passing }),
    ...(completeAt === null ? {} : { completeAt: completeAt.toISOString() }),
    brokenCount: counted[0]?.count ?? 0,
    broken: broken.map(({ proof, foundAt }) => ({ ...proof, foundAt: foundAt.toISOString() })),
  };
}

const NOTHING: RawState = {
  lookedAt: null,
  everyMs: null,
  checked: 0,
  passing: null,
  completeAt: null,
  sample: 0,
  sampleGood: 0,
  checkpoints: 0,
  checkpointsGood: 0,
  size: 0,
};
