/** Drafts of the public form: sealed under a key that follows from the receipt code, which only the writer has. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";

import { sql } from "kysely";

import type { Database, Tx } from "../../platform/database.ts";
import type { Job } from "../../platform/module.ts";
import { normaliseCode } from "./receipt-code.ts";
import { receiptHash } from "./receive.service.ts";

export type DraftFields = Readonly<Record<string, readonly string[]>>;

const KEPT_DAYS = 30;
const NONCE = 12;
const TAG = 16;

const keyOf = (code: string): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", normaliseCode(code), "", "mingjing voice draft", 32));

function seal(code: string, fields: DraftFields): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", keyOf(code), nonce);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(fields)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]);
}

function open(code: string, bytes: Buffer): DraftFields {
  const decipher = createDecipheriv("aes-256-gcm", keyOf(code), bytes.subarray(0, NONCE));
  decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
  return JSON.parse(text.toString("utf8")) as DraftFields;
}

interface Draft {
  readonly code: string;
  readonly fields: DraftFields;
  readonly now: Date;
}

/** @returns the last instant at which it can be found */
export async function keepDraft(db: Database, { code, fields, now }: Draft): Promise<string> {
  const until = new Date(now.getTime() + KEPT_DAYS * 86_400_000);
  await sql`INSERT INTO complaints.draft (code_hash, sealed, kept_until)
    VALUES (${receiptHash(code)}, ${seal(code, fields)}, ${until})
    ON CONFLICT (code_hash) DO UPDATE SET sealed = excluded.sealed, kept_until = excluded.kept_until`.execute(
    db,
  );
  return until.toISOString();
}

export async function findDraft(
  db: Database,
  code: string,
  now: Date,
): Promise<DraftFields | undefined> {
  const { rows } = await sql<{ sealed: Buffer }>`
    SELECT sealed FROM complaints.draft
    WHERE code_hash = ${receiptHash(code)} AND kept_until >= ${now}`.execute(db);
  return rows[0] && open(code, rows[0].sealed);
}

export async function dropDraft(tx: Database | Tx, code: string): Promise<void> {
  await sql`DELETE FROM complaints.draft WHERE code_hash = ${receiptHash(code)}`.execute(tx);
}

export const dropDraftsJob = ({ db }: { readonly db: Database }): Job => ({
  name: "voice-drafts",
  everySeconds: 3600,
  async run(now) {
    await sql`DELETE FROM complaints.draft WHERE kept_until < ${now}`.execute(db);
  },
});
