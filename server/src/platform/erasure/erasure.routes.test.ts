/**
 * T76: of a hundred persons the data goes and the certificates stay. Nothing of them is left in the database, in a backup
 * made after, or in the files beside; who knows everything about a person cannot confirm it from the digest that stays.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { IssuedChosen } from "../../../../contract/src/certificates.ts";
import type { FoundPersonalData } from "../../../../contract/src/erasure.ts";
import { verifyCertificate } from "../../../../verifier/src/index.ts";
import { aNotice, honestProcess, ocidOf } from "../../../test/builders.ts";
import { createTestApp, OPERATOR_TOKEN, type TestApp } from "../../../test/harness.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";
import { leafHashOf } from "../../modules/witness/index.ts";
import { contentHashOf, digestOf, type Fact, leafText } from "../facts/fact.ts";

const PERSONS = 100;
const MARK = "金丝雀七十六";
/** Name and an identity number of 18 digits, as a careless notice would print them. */
const personOf = (n: number): string =>
  `联系人${MARK}甲${n}，身份证号${110_105_194_912_310_000n + BigInt(n)}`;
const codeOf = (n: number): string => `ER${n}`;

interface Before extends Fact {
  readonly salt: Buffer;
  readonly digest: Buffer;
}

let app: TestApp;
let as: Record<"coordinator" | "inspector" | "centre", Record<string, string>>;
let before: readonly Before[];
let publicCertificate: string;
let courtCertificate: IssuedChosen;
let found: FoundPersonalData;

const readFacts = () =>
  app.database.query<Before>(
    `SELECT id, kind, version, source, source_id AS "sourceId", subject, payload, salt, digest,
       to_char(occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS "occurredAt",
       encode(content_hash, 'hex') AS "contentHash"
     FROM fact.fact WHERE kind = 'procurement.notice-published' AND subject = ANY ($1) ORDER BY id`,
    [Array.from({ length: PERSONS }, (_, n) => ocidOf(codeOf(n)))],
  );

const post = (who: keyof typeof as, url: string, payload: object) =>
  app.inject({ method: "POST", url, headers: as[who], payload });

beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  const notices = Array.from({ length: PERSONS }, (_, n) =>
    aNotice(codeOf(n), { text: personOf(n) }),
  );
  await app.send(key, [...notices, ...honestProcess("ERX")]);
  await app.settle();
  const unit = (name: string) => ({ departmentId: name, departmentName: `${name} 的单位` });
  const jurisdiction = [{ matters: ["process" as const], units: "any" as const }];
  as = {
    coordinator: await app.signIn({
      account: "coordinator-1",
      name: "甲",
      role: "coordinator",
      ...unit("coordinator"),
    }),
    inspector: await app.signIn({
      account: "inspector-1",
      name: "乙",
      role: "inspector",
      ...unit("discipline"),
    }),
    centre: await app.signIn({
      account: "centre-1",
      name: "丙",
      role: "centre",
      ...unit("centre"),
      jurisdiction,
    }),
  };
  before = await readFacts();
  publicCertificate = (await app.get(`/api/public/processes/${ocidOf("ERX")}/certificate`)).body;
  const issued = await post("centre", `/api/dossier/projects/${ocidOf(codeOf(7))}/certificates`, {
    facts: [before.find(({ subject }) => subject === ocidOf(codeOf(7)))?.id],
    audience: "court",
    addressee: "云澜市中级人民法院",
    purpose: "答复法院调取证据",
  });
  expect(issued.statusCode, issued.body).toBe(200);
  courtCertificate = issued.json();
}, 120_000);
afterAll(() => app.close());

const ask = (
  facts: object,
  order = { organ: "云澜市中级人民法院", number: "（2026）云01民终12号" },
) =>
  post("coordinator", "/api/erasures", {
    facts,
    ground: "purposeEnded",
    order,
    reason: "当事人请求删除，法院判决支持",
  });

/** Every row of every table that holds the mark, as the owner would dump it. */
async function tablesWithMark(): Promise<string[]> {
  const tables = await app.database.query<{ name: string }>(
    `SELECT format('%I.%I', nspname, relname) AS name FROM pg_class
     JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE relkind IN ('r', 'p', 'm') AND nspname NOT IN ('pg_catalog', 'information_schema')
       AND has_table_privilege(pg_class.oid, 'SELECT')`,
  );
  expect(tables.length).toBeGreaterThan(100);
  const hits: string[] = [];
  for (const { name } of tables) {
    const [row] = await app.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${name} AS line WHERE line::text LIKE '%${MARK}%'`,
    );
    if ((row?.count ?? 0) > 0) hits.push(name);
  }
  return hits;
}

describe("asking", () => {
  test("where the texts stand is found, and only one unit asks and another agrees", async () => {
    expect(await tablesWithMark()).toContain("fact.fact");
    const reply = await post("coordinator", "/api/erasures/search", { text: MARK });
    expect(reply.statusCode, reply.body).toBe(200);
    found = reply.json();
    expect(found.facts).toHaveLength(PERSONS);
    expect(found.isCut).toBe(false);
    for (const fact of found.facts)
      expect(fact).toMatchObject({ paths: [["text"]], isErasable: true });
    for (const who of ["inspector", "centre"] as const)
      expect((await post(who, "/api/erasures/search", { text: MARK })).statusCode).toBe(403);
  });

  test.each([
    ["erasure.unknown-fact", "00000000-0000-7000-8000-000000000000", ["text"]],
    ["erasure.no-text", undefined, ["nothing"]],
  ])("refused: %s", async (code, id, path) => {
    const target = { id: id ?? before[0]?.id, paths: [path] };
    expect((await ask([target])).json()).toMatchObject({ code });
  });

  test("until somebody of another unit agrees nothing is done", async () => {
    const facts = found.facts.map(({ id, paths }) => ({ id, paths }));
    const asked = await ask(facts);
    expect(asked.statusCode, asked.body).toBe(202);
    const { approval } = asked.json<{ approval: string }>();
    expect(await readFacts()).toEqual(before);
    const confirm = { confirm: "（2026）云01民终12号" };
    const url = `/api/approvals/${approval}/approval`;
    expect((await post("coordinator", url, confirm)).statusCode).toBe(403);
    const done = await post("inspector", url, confirm);
    expect(done.statusCode, done.body).toBeLessThan(300);
    await app.settle();
  });
});

describe("what is left", () => {
  test("no table, no backup and no file holds any of the hundred", async () => {
    expect(await tablesWithMark()).toEqual([]);
    const backup = await app.inject({
      url: "/api/admin/backup",
      headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
    });
    expect(backup.statusCode).toBe(200);
    const text = gunzipSync(backup.rawPayload).toString("utf8");
    expect(text).toContain('"erased"');
    expect(text).not.toContain(MARK);
    const files = await readdir(app.dataDir, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile()))
      expect((await readFile(join(file.parentPath, file.name))).includes(MARK), file.name).toBe(
        false,
      );
  });

  test("the digests stay, and who knows everything of a person cannot confirm it from them", async () => {
    const after = await readFacts();
    expect(after).toHaveLength(PERSONS);
    for (const [place, fact] of after.entries()) {
      const known = before[place];
      if (known === undefined) throw new Error("a fact is missing");
      expect(fact.digest).toEqual(known.digest);
      expect(fact.payload["text"]).toBe("■■■");
      expect(fact.payload["title"]).toBe(known.payload["title"]);
      const text = canonicalJson(known.payload);
      expect(contentHashOf(known, text)).toBe(known.contentHash);
      expect(fact.contentHash).not.toBe(known.contentHash);
      expect(fact.salt).toEqual(Buffer.alloc(16));
      // With the salt the content is confirmed; with what is left of it, it is not.
      expect(digestOf(known.salt, leafText(known, text))).toEqual(fact.digest);
      expect(digestOf(fact.salt, leafText(known, text))).not.toEqual(fact.digest);
    }
    const salts = await app.database.query(
      "SELECT FROM fact.fact WHERE encode(salt, 'hex') = ANY ($1) OR encode(content_hash, 'hex') = ANY ($2)",
      [
        before.map(({ salt }) => salt.toString("hex")),
        before.map(({ contentHash }) => contentHash),
      ],
    );
    expect(salts).toEqual([]);
  });

  test("the log still fits: every leaf is that of its fact, and a rebuild changes nothing", async () => {
    const leaves = await app.database.query<{ digest: Buffer; leafHash: Buffer }>(
      `SELECT digest, leaf_hash AS "leafHash" FROM fact.fact JOIN witness.leaf ON leaf.fact_id = fact.id`,
    );
    expect(leaves.length).toBeGreaterThan(PERSONS);
    for (const { digest, leafHash } of leaves) expect(leafHash).toEqual(leafHashOf(digest));
    const state = async () =>
      createHash("sha256")
        .update(JSON.stringify(await readFacts()))
        .digest("hex");
    const was = await state();
    await app.application.rebuild();
    expect(await state()).toBe(was);
    expect(await tablesWithMark()).toEqual([]);
  });
});

describe("certificates", () => {
  test("what was issued verifies; who holds it holds the text, nobody else does", async () => {
    expect(verifyCertificate(publicCertificate).verdict).toBe("valid");
    expect(verifyCertificate(courtCertificate.certificate).verdict).toBe("valid");
    expect(courtCertificate.certificate).toContain(MARK);
    const again = await app.get(`/api/public/processes/${ocidOf("ERX")}/certificate`);
    expect(verifyCertificate(again.body).verdict).toBe("valid");
  });

  test("a certificate of an erased fact shows its row and nothing of its content", async () => {
    const reply = await post("centre", `/api/dossier/projects/${ocidOf(codeOf(7))}/certificates`, {
      facts: [before.find(({ subject }) => subject === ocidOf(codeOf(7)))?.id],
      audience: "court",
      addressee: "云澜市中级人民法院",
      purpose: "答复法院调取证据",
    });
    expect(reply.statusCode, reply.body).toBe(200);
    const issued = reply.json<IssuedChosen>();
    const report = verifyCertificate(issued.certificate);
    expect(report).toMatchObject({ verdict: "valid", rows: { shown: 1 }, facts: [] });
    expect(issued.certificate).not.toContain(MARK);
  });
});

test("the database refuses a change that no erasure orders, and an erasure that no fact orders", async () => {
  const id = before[0]?.id ?? "";
  const other = await app.database.query<{ id: string }>(
    "SELECT id FROM fact.fact WHERE kind = 'procurement.bids-opened' LIMIT 1",
  );
  await expect(
    app.database.asOwner(`UPDATE fact.fact SET payload = '{}' WHERE id = '${id}'`),
  ).rejects.toThrow("append-only");
  await expect(
    app.database.query(
      `SELECT fact.erase('${other[0]?.id}'::uuid, '${id}'::uuid, '[["title"]]'::jsonb)`,
    ),
  ).rejects.toThrow("no fact orders");
});
