/**
 * A calendar or an article was entered: the dates of every voice that is open are counted again. What is done stays
 * done, rungs that were climbed stay climbed, and both dates are recorded (T58).
 */
import { sql } from "kysely";

import { type Database, inTransaction } from "../../platform/database.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Job } from "../../platform/module.ts";
import { recordMoves, recountSubscriber } from "../deadlines/index.ts";
import { summariseVoices } from "./summary.service.ts";

const EVERY_SECONDS = 10;
const PAGE = 500;

export const voiceRecountSubscriber = recountSubscriber("complaints", [
  "statutes.calendar-year-entered",
  "statutes.article-entered",
]);

interface RecountDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
}

async function recountPage(
  { db, registry }: RecountDeps,
  { ids, because, at }: Page,
): Promise<void> {
  await inTransaction(db, (tx) =>
    recordMoves(tx, registry, {
      subjects: ids.map((id) => `voice:${id}`),
      kind: "complaints.dates-moved",
      because,
      at,
      run: () => summariseVoices(tx, ids),
    }),
  );
}

interface Page {
  readonly ids: readonly string[];
  readonly because: string;
  readonly at: string;
}

/** @returns how many voices were counted again */
export async function recount(deps: RecountDeps, now: Date): Promise<number> {
  const { rows: wanted } = await sql<{ id: string }>`
    SELECT fact_id AS id FROM complaints.recount ORDER BY fact_id`.execute(deps.db);
  const because = wanted.at(-1)?.id;
  if (because === undefined) return 0;
  let count = 0;
  for (let after = ""; ;) {
    const { rows } = await sql<{ id: string }>`
      SELECT voice_id AS id FROM complaints.handling
      WHERE voice_id > ${after} AND state NOT IN ('refused', 'withdrawn', 'transferred', 'published')
      ORDER BY voice_id LIMIT ${PAGE}`.execute(deps.db);
    const last = rows.at(-1);
    if (last === undefined) break;
    const ids = rows.map(({ id }) => id);
    await recountPage(deps, { ids, because, at: now.toISOString() });
    count += ids.length;
    after = last.id;
  }
  await sql`DELETE FROM complaints.recount WHERE fact_id = ANY (${wanted.map(({ id }) => id)}::uuid[])`.execute(
    deps.db,
  );
  return count;
}

export const recountJob = (deps: RecountDeps): Job => ({
  name: "complaints.recount",
  everySeconds: EVERY_SECONDS,
  run: async (now) => void (await recount(deps, now)),
});
