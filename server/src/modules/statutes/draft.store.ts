/** Entries that are being prepared. */
import { sql } from "kysely";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Database, Tx } from "../../platform/database.ts";
import type { Entry } from "./entry.ts";

type Reads = Database | Tx;

export interface Draft {
  readonly id: string;
  readonly entry: Entry;
  readonly madeBy: { readonly account: string; readonly name: string };
  readonly changedAt: string;
  /** The last request for it as it is. */
  readonly request: string | null;
}

interface DraftRow {
  readonly id: string;
  readonly kind: Entry["kind"];
  readonly content: Entry["content"];
  readonly account: string;
  readonly name: string;
  readonly changedAt: Date;
  readonly request: string | null;
}

const SELECT = sql`SELECT id, kind, content, made_by AS account, made_name AS name,
  changed_at AS "changedAt", request FROM statutes.draft`;

const draftOf = ({ id, kind, content, account, name, changedAt, request }: DraftRow): Draft => ({
  id,
  entry: { kind, content } as Entry,
  madeBy: { account, name },
  changedAt: changedAt.toISOString(),
  request,
});

export async function listDrafts(db: Reads): Promise<readonly Draft[]> {
  const { rows } = await sql<DraftRow>`${SELECT} ORDER BY changed_at DESC, id`.execute(db);
  return rows.map(draftOf);
}

export async function findDraft(db: Reads, id: string): Promise<Draft | undefined> {
  const { rows } = await sql<DraftRow>`${SELECT} WHERE id = ${id}::uuid`.execute(db);
  return rows[0] && draftOf(rows[0]);
}

/** @throws RuleViolation statutes.no-draft */
export async function getDraft(db: Reads, id: string): Promise<Draft> {
  const draft = await findDraft(db, id);
  if (draft === undefined) throw new RuleViolation("statutes.no-draft", { id }, { status: 404 });
  return draft;
}

export interface DraftWrite {
  readonly id: string;
  readonly entry: Entry;
  /** Who wrote it last: that person cannot approve it. */
  readonly by: { readonly account: string; readonly name: string };
  readonly at: Date;
}

export async function keepDraft(db: Reads, { id, entry, by, at }: DraftWrite): Promise<void> {
  await sql`INSERT INTO statutes.draft (id, kind, content, made_by, made_name, changed_at)
    VALUES (${id}::uuid, ${entry.kind}, ${JSON.stringify(entry.content)}::jsonb, ${by.account}, ${by.name}, ${at})
    ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, content = excluded.content,
      made_by = excluded.made_by, made_name = excluded.made_name, changed_at = excluded.changed_at,
      request = NULL`.execute(db);
}

export async function noteRequest(db: Reads, id: string, request: string): Promise<void> {
  await sql`UPDATE statutes.draft SET request = ${request} WHERE id = ${id}::uuid`.execute(db);
}

export async function dropDraft(db: Reads, id: string): Promise<void> {
  await sql`DELETE FROM statutes.draft WHERE id = ${id}::uuid`.execute(db);
}
