/** Sources that registered a key sign what they send about voices (docs/decisions/0016-signed-voices.md). */
import { createHash } from "node:crypto";

import type { FastifyRequest } from "fastify";
import { sql } from "kysely";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { Clock } from "../../platform/clock.ts";
import type { Database } from "../../platform/database.ts";
import { isFresh, isSigned, SIGNED_FOR_MS } from "./signature.ts";

export const hashOf = (bytes: string | Uint8Array): string =>
  createHash("sha256").update(bytes).digest("hex");

const headerOf = ({ headers }: FastifyRequest, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === "string" && value !== "" ? value : undefined;
};

const refuse = (code: string): RuleViolation => new RuleViolation(code, {}, { status: 401 });

/** A source without a key of its own is known by its bearer key alone. @throws RuleViolation intake.…signature… */
export async function requireSignature(
  { db, clock }: { readonly db: Database; readonly clock: Clock },
  request: FastifyRequest,
  { source, bodyHash }: { readonly source: string; readonly bodyHash: string },
): Promise<void> {
  const publicKey = await findSourceKey(db, source);
  if (publicKey === undefined) return;
  const date = headerOf(request, "x-mingjing-date");
  const signature = headerOf(request, "x-mingjing-signature");
  if (date === undefined || signature === undefined) throw refuse("intake.signature-required");
  const now = clock.now();
  if (!isFresh(date, now)) throw refuse("intake.signature-expired");
  const signed = { method: request.method, path: request.url, bodyHash, date };
  if (!isSigned(signed, publicKey, signature)) throw refuse("intake.bad-signature");
  if (!(await useOnce(db, { hash: hashOf(signature), now })))
    throw refuse("intake.signature-replayed");
}

async function findSourceKey(db: Database, source: string): Promise<string | undefined> {
  const { rows } = await sql<{ key: string }>`
    SELECT public_key AS key FROM intake.signing_key WHERE source = ${source}
    ORDER BY registered_at DESC, fact_id DESC LIMIT 1`.execute(db);
  return rows[0]?.key;
}

async function useOnce(
  db: Database,
  { hash, now }: { readonly hash: string; readonly now: Date },
): Promise<boolean> {
  await sql`DELETE FROM intake.used_signature WHERE until < ${now}`.execute(db);
  const until = new Date(now.getTime() + 2 * SIGNED_FOR_MS);
  const { numAffectedRows } = await sql`
    INSERT INTO intake.used_signature (hash, until) VALUES (${hash}, ${until})
    ON CONFLICT DO NOTHING`.execute(db);
  return numAffectedRows === 1n;
}
