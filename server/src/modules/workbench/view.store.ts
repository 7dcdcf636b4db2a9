/** Saved views: names for addresses. They hold no rows; whoever opens one sees what his own scope allows. */
import { sql } from "kysely";

import type { SavedView, SaveView } from "../../../../contract/src/workbench.ts";
import type { Database } from "../../platform/database.ts";

export interface ViewReader {
  readonly account: string;
  readonly name: string;
  readonly department: { readonly id: string };
}

/** Own views, and those shared in the unit of the post the reader acts in. */
export async function listViews(
  db: Database,
  { account, department }: ViewReader,
): Promise<SavedView[]> {
  const { rows } = await sql<SavedView>`
    SELECT id, name, path, is_shared AS "isShared", owner = ${account} AS "isOwn", owner_name AS "ownerName"
    FROM workbench.view WHERE owner = ${account} OR (is_shared AND unit = ${department.id})
    ORDER BY owner <> ${account}, created_at, id`.execute(db);
  return [...rows];
}

export async function countViews(db: Database, account: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    SELECT count(*)::int AS count FROM workbench.view WHERE owner = ${account}`.execute(db);
  return rows[0]?.count ?? 0;
}

export async function addView(
  db: Database,
  { account, name: ownerName, department }: ViewReader,
  { id, name, path, isShared }: SaveView & { readonly id: string },
): Promise<void> {
  await sql`INSERT INTO workbench.view (id, owner, owner_name, unit, name, path, is_shared)
    VALUES (${id}, ${account}, ${ownerName}, ${department.id}, ${name}, ${path}, ${isShared})`.execute(
    db,
  );
}

/** @returns false when the reader has no view of this id */
export async function removeView(db: Database, account: string, id: string): Promise<boolean> {
  const { numAffectedRows } = await sql`
    DELETE FROM workbench.view WHERE id::text = ${id} AND owner = ${account}`.execute(db);
  return numAffectedRows === 1n;
}
