/** Tiles and entries as c2sp.org/tlog-tiles has them, read over HTTP by the rules of `mingjing log fsck`. */
import { afterAll, beforeAll, expect, test } from "vitest";

import { runLogFsck } from "../../../../cli/src/commands/log-fsck.ts";
import { leafHash } from "../../../../verifier/src/index.ts";
import { honestProcess, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp();
});
afterAll(() => app.close());

/** Grows the log to so many leaves, with facts that no module reads. */
async function growTo(size: number): Promise<void> {
  await app.database.asOwner(`
    INSERT INTO fact.fact (id, kind, version, source, source_id, subject, occurred_at, payload, content_hash, salt, digest)
    SELECT gen_random_uuid(), 'test.leaf', 1, 'test', gen_random_uuid()::text, 'test', now(), '{}',
           sha256(n::text::bytea), substr(sha256(n::text::bytea), 1, 16), sha512(n::text::bytea)
    FROM generate_series((SELECT count(*) FROM fact.fact) + 1, ${size}) AS n`);
  await app.settle();
}

async function bytesOf(url: string): Promise<Buffer> {
  const reply = await app.get(url);
  if (reply.statusCode !== 200) throw new Error(`${reply.statusCode} ${url}`);
  return reply.rawPayload;
}

const PUBLIC = ["--url", "http://log.example"];

async function fsck(
  where: readonly string[],
  ...args: readonly string[]
): Promise<{ code: number; text: string }> {
  const text: string[] = [];
  const code = await runLogFsck([...where, ...args], {
    fetchText: async (url) => (await bytesOf(new URL(url).pathname)).toString(),
    fetchBytes: (url) => bytesOf(new URL(url).pathname),
    readText: async () => "",
    askServer: async () => {
      const headers = { authorization: `Bearer ${app.operatorToken}` };
      const reply = await app.inject({ url: "/api/admin/log/fsck", headers });
      expect(reply.statusCode, reply.body).toBe(200);
      return reply.json();
    },
    now: () => 0,
    write: (part) => void text.push(part),
    printError: (part) => void text.push(part),
  });
  return { code, text: text.join("") };
}

test.each([1, 255, 256, 257, 70_000])(
  "a log of %i leaves, or of some more that jobs recorded meanwhile, holds over HTTP",
  async (size) => {
    await growTo(size);
    const { size: signed, vkey } = (await app.get("/api/log/checkpoint")).json<{
      size: number;
      vkey: string;
    }>();
    expect(signed).toBeGreaterThanOrEqual(size);
    const { code, text } = await fsck(PUBLIC, "--vkey", vkey);
    expect(text).toContain(`核查无误：${signed} 条叶子`);
    expect(code).toBe(0);
  },
  120_000,
);

test("an entry is 64 bytes behind its length and hashes to the leaf of level 0; both may be kept for ever", async () => {
  const [leaves, entries] = await Promise.all([
    app.get("/log/tile/0/273.p/112"),
    app.get("/log/tile/entries/273.p/112"),
  ]);
  for (const { headers } of [leaves, entries])
    expect(headers).toMatchObject({
      "content-type": "application/octet-stream",
      "cache-control": "public, max-age=31536000, immutable",
    });
  const bundle = entries.rawPayload;
  expect(bundle).toHaveLength(112 * 66);
  expect(bundle.readUInt16BE(0)).toBe(64);
  expect(Buffer.from(leafHash(bundle.subarray(2, 66)))).toEqual(leaves.rawPayload.subarray(0, 32));
});

test.each([
  "entries/273",
  "entries/273.p/200",
  "entries/273.p/0",
  "entries/274",
  "entries/x000/001",
  "entries/1",
  "0/274",
  "1/002",
])("there is no tile %s", async (path) => {
  expect((await app.get(`/log/tile/${path}`)).statusCode).toBe(404);
});

test("the database of so many leaves: the facts of this test are none, and each is named", async () => {
  const { code, text } = await fsck(["--database"]);
  expect(code).toBe(1);
  expect(text).toContain("第 0 号叶子的事实被改过：test，test.leaf");
  expect(text).toContain("核查没有通过");
});

test("what was changed in the database is named", async () => {
  const { vkey } = (await app.get("/api/log/checkpoint")).json<{ vkey: string }>();
  await app.database.asOwner(`
    ALTER TABLE fact.fact DISABLE TRIGGER fact_append_only;
    UPDATE fact.fact SET digest = sha512('another') WHERE id = (SELECT fact_id FROM witness.leaf WHERE leaf_index = 300);
    ALTER TABLE fact.fact ENABLE TRIGGER fact_append_only;
    UPDATE witness.node SET hashes = overlay(hashes PLACING sha256('another') FROM 65) WHERE level = 8 AND block = 0`);
  const { code, text } = await fsck(PUBLIC, "--vkey", vkey);
  expect(code).toBe(1);
  expect(text).toContain("tile/entries/001：第 300 号叶子的数据与它的哈希对不上");
  expect(text).toContain("tile/1/000：第 2 个哈希与它下面一层对不上");
});

test("the database holds, and what was changed in it is named, by the operator alone", async () => {
  const other = await createTestApp();
  try {
    const key = await other.addSource("trading");
    await other.send(key, [...honestProcess("F1"), ...honestProcess("F2")]);
    await other.settle();
    const headers = { authorization: `Bearer ${other.operatorToken}` };
    const look = async () =>
      (await other.inject({ url: "/api/admin/log/fsck", headers })).json<{
        size: number;
        checkpoints: number;
        count: number;
        findings: { code: string; index: number; level: number; subject?: string }[];
      }>();
    expect((await other.get("/api/admin/log/fsck")).statusCode).toBe(401);
    const good = await look();
    expect(good).toMatchObject({ count: 0, findings: [] });
    expect(good.size).toBeGreaterThan(8);
    expect(good.checkpoints).toBeGreaterThan(0);
    const [row] = await other.database.query<{ index: number }>(
      `SELECT leaf_index::int AS index FROM witness.leaf JOIN fact.fact ON id = fact_id
       WHERE subject = $1 AND kind = 'procurement.award-decided'`,
      [ocidOf("F1")],
    );
    const index = row?.index ?? -1;
    await other.database.asOwner(`
      ALTER TABLE fact.fact DISABLE TRIGGER fact_append_only;
      UPDATE fact.fact SET payload = payload || '{"lotId":"9"}'
      WHERE id = (SELECT fact_id FROM witness.leaf WHERE leaf_index = ${index});
      ALTER TABLE fact.fact ENABLE TRIGGER fact_append_only`);
    const { findings } = await look();
    expect(findings[0]).toMatchObject({
      code: "fact",
      index,
      subject: ocidOf("F1"),
      kind: "procurement.award-decided",
    });
    expect(findings).toContainEqual({ code: "node", level: 0, index });
    expect(findings.at(-1)).toMatchObject({ code: "root" });
  } finally {
    await other.close();
  }
});
