/** Deletes the ciphertexts of closed tip-offs whose time has run out; an unread message stops that time. */
import { plainDateOf } from "../../kernel/plain-date.ts";
import { type Database, inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import type { FactRegistry } from "../../platform/facts/registry.ts";
import type { Job } from "../../platform/module.ts";
import { deleteBoxes, listKept } from "./tipoff.store.ts";
import { deletedOn } from "./tipoff.ts";

export interface DeleteContentDeps {
  readonly db: Database;
  readonly registry: FactRegistry;
}

/** @returns ids of the tip-offs whose content went */
export async function deleteContent(
  { db, registry }: DeleteContentDeps,
  now: Date,
): Promise<readonly string[]> {
  const today = plainDateOf(now);
  const due = (await listKept(db)).filter(({ kept }) => (deletedOn(kept) ?? "9999") <= today);
  for (const { id, kept } of due) {
    await inTransaction(db, async (tx) => {
      const boxes = await deleteBoxes(tx, id);
      if (boxes === 0) return;
      await recordFact(tx, registry, {
        kind: "tipoffs.content-deleted",
        source: "mingjing",
        sourceId: `tipoff/${id}/deleted`,
        subject: `tipoff:${id}`,
        occurredAt: now.toISOString(),
        payload: { boxes, closedOn: kept.closedOn ?? today },
      });
    });
  }
  return due.map(({ id }) => id);
}

const EVERY_SECONDS = 3600;

export const deleteContentJob = (deps: DeleteContentDeps): Job => ({
  name: "tipoffs.delete-content",
  everySeconds: EVERY_SECONDS,
  run: async (now) => void (await deleteContent(deps, now)),
});
