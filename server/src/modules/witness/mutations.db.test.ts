/** T07: fields of facts that the database's owner changes are found, and named. In full: 1,000 fields of 100,000 facts. */
import { randomUUID } from "node:crypto";

import { afterAll, beforeAll, expect, test } from "vitest";

import { createRandom } from "../../../../simulate/src/random.ts";
import { createTestDatabase, type TestDatabase } from "../../../test/harness.ts";
import { type SealedFact, sealFact } from "../../platform/facts/fact.ts";
import { pollOnce } from "../../platform/facts/feed.ts";
import { fsckLog } from "./fsck.service.ts";
import { sequencer } from "./sequencer.subscriber.ts";

const FACTS = Number(process.env["MINGJING_TEST_FACTS"] ?? 100_000);
const CASES = Number(process.env["MINGJING_TEST_CASES"] ?? 1000);
const PAGE = 5000;
const LIMIT_MS = 60_000;

/** A change of one field; `$1` is the id. */
const CHANGES = {
  kind: "kind = 'complaints.reply-served'",
  version: "version = version + 1",
  source: "source = source || 'x'",
  sourceId: "source_id = source_id || '/x'",
  subject: "subject = subject || 'x'",
  occurredAt: "occurred_at = occurred_at - interval '1 millisecond'",
  amount: "payload = jsonb_set(payload, '{amount}', to_jsonb(1 + (payload ->> 'amount')::bigint))",
  text: "payload = jsonb_set(payload, '{title}', to_jsonb((payload ->> 'title') || '。'))",
  member: "payload = payload || '{\"added\": 1}'",
  contentHash: "content_hash = sha256(content_hash)",
  salt: "salt = substring(sha256(salt) FOR 16)",
  digest: "digest = sha512(digest)",
} as const;

let database: TestDatabase;

const aFact = (n: number): SealedFact =>
  sealFact(
    {
      kind: "complaints.voice-received",
      version: 1,
      source: "demo",
      sourceId: `t07/${n}`,
      subject: `voice:${n}`,
      occurredAt: new Date(Date.UTC(2026, 0, 1) + n * 1000).toISOString(),
      payload: { title: `第${n}件投诉`, amount: n * 100, lotId: String(n % 7) },
    },
    randomUUID(),
  );

async function insert(facts: readonly SealedFact[]): Promise<void> {
  const column = <T>(of: (fact: SealedFact) => T) => facts.map(of);
  await database.query(
    `INSERT INTO fact.fact (id, kind, version, source, source_id, subject, occurred_at, payload, content_hash, salt, digest)
     SELECT id, kind, 1, source, source_id, subject, occurred_at, payload, content_hash, salt, digest
     FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::timestamptz[], $7::jsonb[], $8::bytea[],
                 $9::bytea[], $10::bytea[])
          AS row (id, kind, source, source_id, subject, occurred_at, payload, content_hash, salt, digest)`,
    [
      column(({ id }) => id),
      column(({ kind }) => kind),
      column(({ source }) => source),
      column(({ sourceId }) => sourceId),
      column(({ subject }) => subject),
      column(({ occurredAt }) => occurredAt),
      column(({ payloadBytes }) => payloadBytes.toString("utf8")),
      column(({ contentHash }) => Buffer.from(contentHash, "hex")),
      column(({ salt }) => salt),
      column(({ digest }) => digest),
    ],
  );
}

const ids: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  for (let from = 0; from < FACTS; from += PAGE) {
    const facts = Array.from({ length: Math.min(PAGE, FACTS - from) }, (_, n) => aFact(from + n));
    await insert(facts);
    ids.push(...facts.map(({ id }) => id));
  }
  while (await pollOnce(database.app.db, sequencer, { isWaiting: true })) continue;
}, 300_000);
afterAll(() => database.close());

test("a sound log is found sound", async () => {
  expect(await fsckLog(database.app.db)).toMatchObject({ size: FACTS, findings: [], count: 0 });
}, 120_000);

test("each changed field is found within a minute, and its fact is named", async () => {
  const random = createRandom(7, "t07");
  const left = [...ids];
  const changed = new Map<string, string>();
  const statements = ["SET session_replication_role = replica"];
  const fields = Object.keys(CHANGES) as (keyof typeof CHANGES)[];
  for (let n = 0; n < CASES; n++) {
    const [id = ""] = left.splice(random.integer(0, left.length - 1), 1);
    const field = fields[n % fields.length] ?? "kind";
    changed.set(id, field);
    statements.push(`UPDATE fact.fact SET ${CHANGES[field]} WHERE id = '${id}'`);
  }
  await database.asOwner(statements.join(";\n"));
  const since = performance.now();
  const { findings } = await fsckLog(database.app.db);
  const ms = performance.now() - since;
  const named = new Set(findings.filter(({ id }) => id !== undefined).map(({ id }) => id));
  const missed = [...changed].filter(([id]) => !named.has(id)).map(([, field]) => field);
  expect(missed).toEqual([]);
  // Nobody else is accused: what stands above a changed leaf is told by its place alone.
  expect([...named].filter((id) => !changed.has(id ?? ""))).toEqual([]);
  console.log(
    `T07: ${CASES} changed fields of ${FACTS} facts named in ${(ms / 1000).toFixed(1)} s`,
  );
  expect(ms).toBeLessThan(LIMIT_MS);
}, 180_000);
