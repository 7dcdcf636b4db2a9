/** What the public form needs to know: projects as released, and the voice behind a receipt code. */
import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import { containing } from "../../platform/like.ts";

export interface PublicProject {
  readonly ocid: string;
  readonly title: string;
  readonly entity: string | null;
}

const MOST = 20;

/** @param db login that sees schema `released` only */
export async function searchProjects(
  db: Database,
  { q, regime }: { readonly q: string; readonly regime: string },
): Promise<readonly PublicProject[]> {
  const { rows } = await sql<PublicProject>`
    SELECT ocid, title, procuring_entity AS entity FROM released.process
    WHERE search ILIKE ${containing(q)} AND regime = ${regime}
    ORDER BY published_at DESC, ocid LIMIT ${MOST}`.execute(db);
  return rows;
}

export async function findProject(db: Database, ocid: string): Promise<PublicProject | undefined> {
  const { rows } = await sql<PublicProject>`
    SELECT ocid, title, procuring_entity AS entity FROM released.process WHERE ocid = ${ocid}`.execute(
    db,
  );
  return rows[0];
}

export async function findByReceipt(db: Database | Tx, hash: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    SELECT id FROM complaints.voice WHERE receipt_hash = ${hash}`.execute(db);
  return rows[0]?.id;
}
