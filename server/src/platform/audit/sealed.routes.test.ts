/** Accesses of discipline inspectors and police: sealed to their organ, invisible to everybody else. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { makeSealKey, openSealed, openSealKey } from "../../../../contract/src/seal-key.ts";
import { aDuty, sharedDeviceProcess } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { recordDemoAccesses } from "../../demo-audit.ts";
import { inTransaction } from "../database.ts";
import { recordFact } from "../facts/record.ts";
import { recordOrganisation } from "../identity/organisation.service.ts";

const PASSPHRASE = "纪检机关自己保管的口令";
const UNITS = [
  { unit: "discipline", name: "纪委监委", unitKind: "discipline" },
  {
    unit: "discipline-housing",
    name: "驻住建局纪检组",
    unitKind: "stationedDiscipline",
    parent: "discipline",
    stationedIn: "housing",
  },
  { unit: "police", name: "公安局", unitKind: "police" },
];
type Headers = Record<string, string>;

let app: TestApp;
let leadId: string;
let inspector: Headers;
let stationed: Headers;
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [aDuty(), ...sharedDeviceProcess("L1")]);
  await app.settle();
  const [lead] = await app.database.query("SELECT id FROM screening.lead");
  leadId = lead?.["id"] as string;
  inspector = await personOf("discipline", "inspector");
  stationed = await personOf("discipline-housing", "inspector");
});
afterAll(() => app.close());

/** A person of one of the organs, without a key: the harness would make one. */
async function personOf(unit: string, role: string): Promise<Headers> {
  const { sessions, registry } = app.application;
  const validFrom = "2020-01-01";
  const person = `${unit}-1`;
  const jurisdiction = [{ matters: ["process", "lead"], units: "any" }];
  await inTransaction(app.database.app.db, (tx) =>
    recordOrganisation(tx, registry, {
      at: "2020-01-01T00:00:00.000Z",
      changes: [
        ...UNITS.map((payload) => ({
          kind: "unit-registered" as const,
          payload: { ...payload, validFrom },
        })),
        {
          kind: "post-defined",
          payload: { post: `${person}-post`, unit, title: "监督员", role, jurisdiction, validFrom },
        },
        { kind: "person-registered", payload: { person, name: "方正言", validFrom } },
        {
          kind: "appointment-made",
          payload: { appointment: `${person}-post`, person, post: `${person}-post`, validFrom },
        },
      ],
    }),
  );
  await sessions.addAccount({ account: person, name: "方正言", isDemo: true, passwordHash: null });
  const token = await sessions.open({ account: person, methods: ["demo"] });
  return { cookie: `mingjing_session=${token}`, "x-mingjing-csrf": "1" };
}

const get = (url: string, headers: Headers) => app.inject({ url, headers });
const register = (headers: Headers, payload: object) =>
  app.inject({ method: "POST", url: "/api/audit/seal-keys", headers, payload });

const replace = (headers: Headers, payload: object) =>
  app.inject({ method: "POST", url: "/api/audit/seal-keys/replacement", headers, payload });

async function rowsOf(headers: Headers) {
  const response = await get("/api/audit/sealed?limit=500", headers);
  expect(response.statusCode, response.body).toBe(200);
  return response.json<{ rows: { id: string; keyId: string; envelope: never }[] }>().rows;
}

describe("before an organ has a key", () => {
  test("nothing sensitive is shown, and the way out is named", async () => {
    for (const url of ["/api/leads", `/api/leads/${leadId}`, "/api/audit/sealed"]) {
      const response = await get(url, inspector);
      expect(response.statusCode, url).toBe(403);
      expect(response.json()).toMatchObject({ code: "audit.seal-key-needed" });
    }
    const view = (await get("/api/audit/seal-keys", stationed)).json();
    expect(view).toMatchObject({ organ: { id: "discipline" }, isHolder: false, keys: [] });
  });

  test("a stationed group cannot register the organ's key, nor anybody of another role", async () => {
    const { keyId, publicKey } = await makeSealKey("discipline", PASSPHRASE);
    const refused = await register(stationed, { keyId, publicKey });
    expect([refused.statusCode, refused.json().code]).toEqual([403, "audit.not-key-holder"]);
    const officer = await app.signIn({
      account: "housing-1",
      name: "陈岚",
      departmentId: "housing",
      departmentName: "住建局",
    });
    expect((await register(officer, { keyId, publicKey })).statusCode).toBe(403);
  });

  test("a key whose id does not follow from it, or that is no point of the curve, is refused", async () => {
    const { publicKey } = await makeSealKey("discipline", PASSPHRASE);
    const noPoint = `B${"B".repeat(86)}`;
    for (const [keyId, key] of [
      ["0".repeat(32), publicKey],
      ["0".repeat(32), noPoint],
    ]) {
      const response = await register(inspector, { keyId, publicKey: key });
      expect(response.json()).toMatchObject({ code: "audit.bad-seal-key" });
    }
  });
});

describe("with a key", () => {
  test("accesses of the organ and its groups open with the key file, and only with the passphrase", async () => {
    const file = await makeSealKey("discipline", PASSPHRASE);
    const { keyId, publicKey } = file;
    expect((await register(inspector, { keyId, publicKey })).statusCode).toBe(200);
    expect((await get(`/api/leads/${leadId}`, stationed)).statusCode).toBe(200);
    expect((await get("/api/leads/absent-lead", inspector)).statusCode).toBe(404);
    const rows = await rowsOf(inspector);
    // The registration itself, the stationed group's read, the refused one; each reading of the log comes after it.
    expect(rows).toHaveLength(3);
    await expect(openSealKey(file, "falsch")).rejects.toMatchObject({ reason: "wrongPassphrase" });
    const opened = await openSealKey(file, PASSPHRASE);
    const [third, second, first] = await Promise.all(rows.map((row) => openSealed(opened, row)));
    expect(first).toMatchObject({ route: "/api/audit/seal-keys", method: "POST", status: 200 });
    expect(second).toMatchObject({
      person: "discipline-housing-1",
      unitName: "驻住建局纪检组",
      object: { kind: "lead", id: leadId },
      status: 200,
      rows: 1,
    });
    expect(third).toMatchObject({ object: { kind: "lead", id: "absent-lead" }, status: 404 });
    expect(await rowsOf(inspector)).toHaveLength(4);
  });

  test("a replaced key keeps old records readable with the old file only", async () => {
    const [old] = await rowsOf(inspector);
    const file = await makeSealKey("discipline", PASSPHRASE);
    const { keyId, publicKey } = file;
    expect((await register(inspector, { keyId, publicKey })).json()).toMatchObject({
      code: "audit.seal-key-exists",
    });
    const asked = { keyId, publicKey, reason: "密钥保管人轮换" };
    expect((await replace(stationed, asked)).json()).toMatchObject({
      code: "audit.not-key-holder",
    });
    const { approval } = (await replace(inspector, asked)).json<{ approval: string }>();
    const inUse = async () =>
      (await get("/api/audit/seal-keys", inspector)).json<{ keys: { keyId: string }[] }>().keys[0];
    expect((await inUse())?.keyId).not.toBe(keyId);
    // A group stationed elsewhere is another unit of the same organ.
    const approved = await app.inject({
      method: "POST",
      url: `/api/approvals/${approval}/approval`,
      headers: stationed,
      payload: { confirm: "纪委监委" },
    });
    expect(approved.statusCode, approved.body).toBe(200);
    expect((await inUse())?.keyId).toBe(keyId);
    expect((await replace(inspector, asked)).json()).toMatchObject({
      code: "audit.seal-key-known",
    });
    const opened = await openSealKey(file, PASSPHRASE);
    const rows = await rowsOf(inspector);
    expect(await openSealed(opened, rows[0]!)).toMatchObject({
      route: "/api/audit/seal-keys/replacement",
      status: 409,
    });
    await expect(openSealed(opened, old!)).rejects.toMatchObject({ reason: "otherKey" });
    const damaged = {
      ...rows[0]!,
      envelope: { ...(rows[0]!.envelope as object), iv: "AAAAAAAAAAAAAAAA" },
    };
    await expect(openSealed(opened, damaged as never)).rejects.toMatchObject({ reason: "damaged" });
  });

  test("nobody else's API returns them, and other organs see their own only", async () => {
    const police = await personOf("police", "police");
    const { keyId, publicKey } = await makeSealKey("police", PASSPHRASE);
    await register(police, { keyId, publicKey });
    const rows = await rowsOf(police);
    expect(rows.map((row) => row.keyId)).toEqual([keyId]);
    expect((await get("/api/audit/sealed", stationed)).json()).toMatchObject({
      code: "audit.not-key-holder",
    });
    const housing = await app.signIn({
      account: "housing-2",
      name: "韩立群",
      departmentId: "housing",
      departmentName: "住建局",
      role: "chief",
    });
    expect((await get("/api/audit/sealed", housing)).statusCode).toBe(403);
    expect((await get("/api/audit/seal-keys", housing)).statusCode).toBe(403);
    const seen = (await get("/api/audit/unit-entries", housing)).body;
    expect(seen).not.toContain("discipline");
  });

  test("who, what and where stand in clear in no table, no fact and no metric", async () => {
    const entries = await app.database.query(
      "SELECT FROM audit.entry WHERE role IN ('inspector', 'police') OR unit LIKE 'discipline%'",
    );
    expect(entries).toEqual([]);
    const facts = await app.database.query<{ text: string }>(
      "SELECT fact::text AS text FROM fact.fact WHERE kind = 'audit.sealed'",
    );
    expect(facts.length).toBeGreaterThan(5);
    for (const { text } of facts) {
      for (const word of [
        "discipline-housing",
        "discipline-1",
        "方正言",
        leadId,
        "/api/",
        "inspector",
      ])
        expect(text).not.toContain(word);
    }
    const rows = await app.database.query<{ size: number }>(
      "SELECT length(envelope ->> 'text') AS size FROM audit.sealed",
    );
    expect(new Set(rows.map(({ size }) => size)).size).toBe(1);
    const headers = { authorization: `Bearer ${app.operatorToken}` };
    const { body } = await get("/metrics", headers);
    const told = body.split("\n").filter((line) => line.includes("/api/audit/seal"));
    expect(body).toContain('route="sealed"');
    expect(told.filter((line) => !line.includes('status="403"'))).toEqual([]);
  });
});

describe("the demo city", () => {
  test("its officers' past accesses are in the table, its inspectors' are sealed", async () => {
    const sealedCount = async () =>
      (await app.database.query("SELECT FROM audit.sealed WHERE organ = 'discipline'")).length;
    const before = await sealedCount();
    const clock = { now: () => new Date("2026-06-01T08:00:00.000Z") };
    await app.signIn({
      account: "housing-1",
      name: "陈岚",
      departmentId: "housing",
      departmentName: "住建局",
    });
    await recordDemoAccesses(app.application, { app: app.database.app, clock });
    const entries = await app.database.query(
      "SELECT person FROM audit.entry WHERE purpose = '核对线索证据' ORDER BY person",
    );
    expect(entries).toEqual([{ person: "housing-1" }, { person: "housing-2" }]);
    expect(await sealedCount()).toBe(before + 1);
  });
});

describe("the public count", () => {
  test("whole years only, and none below five", async () => {
    const { registry } = app.application;
    const [sample] = await app.database.query(
      "SELECT payload FROM fact.fact WHERE kind = 'audit.sealed' LIMIT 1",
    );
    const add = (year: number, count: number) =>
      inTransaction(app.database.app.db, async (tx) => {
        for (let index = 0; index < count; index += 1) {
          await recordFact(tx, registry, {
            kind: "audit.sealed",
            source: "mingjing",
            sourceId: `count/${year}/${index}`,
            subject: "audit:count",
            occurredAt: `${year}-03-01T00:00:00.000Z`,
            payload: sample?.["payload"] as Record<string, unknown>,
          });
        }
      });
    await add(2020, 5);
    await add(2021, 4);
    const response = await app.get("/api/audit/sealed-count");
    expect(response.statusCode, response.body).toBe(200);
    const { years } = response.json<{ years: { year: number; total: number | null }[] }>();
    expect(years.slice(0, 3)).toEqual([
      { year: 2020, total: 5 },
      { year: 2021, total: null },
      { year: 2022, total: null },
    ]);
    expect(years.some(({ year }) => year >= new Date().getFullYear() + 1)).toBe(false);
    expect(years.at(-1)?.year).toBe(new Date().getFullYear() - 1);
  });
});
