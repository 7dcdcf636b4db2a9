/** A pause that nobody ended runs out at its expected end, at the latest at the city's cap: the clock goes on by itself. */
import { sql } from "kysely";

import { plainDateOf } from "../../kernel/plain-date.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Job } from "../../platform/module.ts";
import { readKnownLaw } from "./law.service.ts";
import { pauseEndOf, standingOf } from "./standing.ts";
import { readVoices } from "./summary.service.ts";

const EVERY_SECONDS = 60;
const PAGE = 200;

export async function endPauses(
  { db, registry }: { readonly db: Database; readonly registry: FactRegistry },
  now: Date,
): Promise<number> {
  const today = plainDateOf(now);
  const { rows } = await sql<{ id: string }>`
    SELECT voice_id AS id FROM complaints.handling
    WHERE is_paused AND pause_ends_on < ${today}::date ORDER BY voice_id LIMIT ${PAGE}`.execute(db);
  for (const { id } of rows) {
    await inTransaction(db, async (tx) => {
      const [facts] = await readVoices(tx, [id]);
      if (facts === undefined) return;
      const standing = standingOf(facts);
      const end = pauseEndOf(standing, await readKnownLaw(tx));
      if (end === undefined || end.day >= today) return;
      await recordFact(tx, registry, {
        kind: "complaints.pause-ended",
        source: "mingjing",
        sourceId: `voice/${id}/pause-ended/${standing.pauses.length}`,
        subject: `voice:${id}`,
        occurredAt: now.toISOString(),
        payload: { to: end.day, why: end.why },
      });
    });
  }
  return rows.length;
}

export const pauseEndJob = (deps: {
  readonly db: Database;
  readonly registry: FactRegistry;
}): Job => ({
  name: "complaints.pause-end",
  everySeconds: EVERY_SECONDS,
  run: async (now) => void (await endPauses(deps, now)),
});
