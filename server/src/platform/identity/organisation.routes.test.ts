import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../database.ts";
import { SHEETS, templateWorkbook, writeWorkbook } from "./organisation-workbook.ts";
import { recordOrganisation } from "./organisation.service.ts";

let app: TestApp;
let system: Record<string, string>;
let chief: Record<string, string>;
let officer: Record<string, string>;
let colleague: Record<string, string>;
let stranger: Record<string, string>;

const housing = { departmentId: "housing", departmentName: "住建局" };
const operations = { departmentId: "operations", departmentName: "大数据中心" };

beforeAll(async () => {
  app = await createTestApp();
  system = await app.signIn({ account: "sys", name: "甲", ...operations, role: "systemAdmin" });
  chief = await app.signIn({ account: "chief", name: "韩科长", ...housing, role: "chief" });
  officer = await app.signIn({ account: "officer", name: "陈岚", ...housing });
  colleague = await app.signIn({ account: "colleague", name: "许清和", ...housing });
  stranger = await app.signIn({
    account: "stranger",
    name: "外人",
    departmentId: "water",
    departmentName: "水务局",
  });
});
afterAll(() => app.close());

const post = (url: string, headers: Record<string, string>, payload: object | Buffer = {}) =>
  app.inject({
    method: "POST",
    url: `/api/organisation/${url}`,
    headers: Buffer.isBuffer(payload)
      ? {
          ...headers,
          "content-type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
      : headers,
    payload,
  });
const get = (url: string, headers: Record<string, string>) =>
  app.inject({ method: "GET", url: `/api/organisation${url}`, headers });
const days = { validFrom: "2026-06-01", validTo: "2026-06-10" };
const reason = "参加专项检查";

describe("what holds on a day", () => {
  test("the tree and a person are those of the day asked for", async () => {
    const before = (await get("?on=2019-12-31", officer)).json();
    expect(before).toEqual({ on: "2019-12-31", units: [] });
    const now = (await get("", officer)).json<{ units: { unit: string; persons: number }[] }>();
    expect(now.units.find(({ unit }) => unit === "housing")).toMatchObject({
      persons: 3,
      posts: 3,
    });
    const person = (await get("/persons/officer", officer)).json<{ rights: object[] }>();
    expect(person.rights).toMatchObject([{ role: "officer", basis: "appointment" }]);
    const earlier = (await get("/persons/officer?on=2019-12-31", officer)).json<{
      rights: object[];
    }>();
    expect(earlier.rights).toEqual([]);
  });

  test("a delegation gives the post for its days, with the permissions of the role", async () => {
    const body = {
      post: "officer-post",
      toPerson: "colleague",
      matters: ["lead"],
      reason,
      ...days,
    };
    expect((await post("delegations", officer, body)).statusCode).toBe(200);
    const on = async (day: string) =>
      (await get(`/persons/colleague?on=${day}`, officer))
        .json<{ rights: { post: string; permissions: string[]; jurisdiction: object[] }[] }>()
        .rights.find((right) => right.post === "officer-post");
    expect(await on("2026-06-10")).toMatchObject({
      basis: "delegation",
      until: "2026-06-10",
      jurisdiction: [{ matters: ["lead"] }],
    });
    expect((await on("2026-06-10"))?.permissions).toContain("leads.decide");
    expect(await on("2026-06-11")).toBeUndefined();
  });

  test("a post cannot be delegated out of the branch, by somebody else, or backwards", async () => {
    const code = async (headers: Record<string, string>, body: object) =>
      (await post("delegations", headers, body)).json<{ code: string }>().code;
    const body = { post: "officer-post", toPerson: "stranger", reason, ...days };
    expect(await code(officer, body)).toBe("organisation.other-branch");
    expect(await code(stranger, { ...body, toPerson: "colleague" })).toBe("organisation.not-yours");
    const backwards = {
      ...body,
      toPerson: "colleague",
      validFrom: "2026-06-09",
      validTo: "2026-06-08",
    };
    expect(await code(officer, backwards)).toBe("organisation.days");
    const past = { ...body, toPerson: "colleague", validFrom: "2026-05-31" };
    expect(await code(officer, past)).toBe("organisation.past-day");
  });
});

describe("acts of the unit", () => {
  test("a chief records leave and appoints to ordinary posts of the own unit only", async () => {
    const leave = { person: "officer", deputy: "colleague", ...days };
    expect((await post("leaves", chief, leave)).statusCode).toBe(200);
    expect((await post("leaves", stranger, leave)).statusCode).toBe(403);
    const appoint = { person: "stranger", post: "officer-post", validFrom: "2026-07-01", reason };
    expect((await post("appointments", chief, appoint)).statusCode).toBe(200);
    const foreign = { ...appoint, post: "stranger-post" };
    expect((await post("appointments", chief, foreign)).json()).toMatchObject({
      code: "organisation.not-yours",
    });
  });

  test("nobody appoints himself, nor anybody to a privileged post, without a second person", async () => {
    const own = { person: "chief", post: "officer-post", validFrom: "2026-06-01", reason };
    // A chief may ask, since an officer's post is of the own unit; it waits.
    expect((await post("appointments", chief, own)).statusCode).toBe(202);
    const other = { person: "officer", post: "chief-post", validFrom: "2026-06-01", reason };
    expect((await post("appointments", chief, other)).statusCode).toBe(202);
    await expect(
      app.database.query(
        "SELECT 1 FROM identity.appointment WHERE post = 'chief-post' AND person <> 'chief'",
      ),
    ).resolves.toEqual([]);
  });

  test("a hand-over lists nothing new until it is received; then the post moves by day", async () => {
    const offer = {
      post: "colleague-post",
      toPerson: "officer",
      lastDay: "2026-06-15",
      note: "见档案柜",
    };
    expect((await post("handovers", colleague, offer)).statusCode).toBe(200);
    const view = (await get("/persons/officer", officer)).json<{
      handovers: { handover: string }[];
      rights: { post: string }[];
    }>();
    const id = view.handovers[0]?.handover ?? "";
    expect(view.rights.some((right) => right.post === "colleague-post")).toBe(false);
    expect((await post(`handovers/${id}/receipt`, stranger)).statusCode).toBe(404);
    expect((await post(`handovers/${id}/receipt`, officer)).statusCode).toBe(200);
    expect((await post(`handovers/${id}/receipt`, officer)).json()).toMatchObject({
      code: "organisation.received-already",
    });
    const holders = async (day: string) =>
      (await get(`/units/housing?on=${day}`, chief))
        .json<{ posts: { post: string; holders: { person: string }[] }[] }>()
        .posts.find((one) => one.post === "colleague-post")
        ?.holders.map(({ person }) => person);
    expect(await holders("2026-06-15")).toEqual(["colleague"]);
    expect(await holders("2026-06-16")).toEqual(["officer"]);
  });

  test("relations of a person are kept from colleagues", async () => {
    const body = {
      party: { kind: "organisation", name: "云澜宏图建设有限公司" },
      relation: "family",
      validFrom: "2026-06-01",
    };
    expect((await post("recusals", officer, body)).statusCode).toBe(200);
    const seen = async (headers: Record<string, string>) =>
      (await get("/persons/officer", headers)).json<{
        recusals: object[];
        history: { kind: string }[];
      }>();
    expect((await seen(officer)).recusals).toHaveLength(1);
    expect((await seen(chief)).recusals).toHaveLength(1);
    const seenByStranger = await seen(stranger);
    expect(seenByStranger.recusals).toEqual([]);
    expect(seenByStranger.history.map(({ kind }) => kind)).not.toContain(
      "identity.recusal-declared",
    );
  });
});

describe("three administrators (T14)", () => {
  const term = (appointment: string, post_: string, [validFrom, validTo]: readonly string[]) => ({
    kind: "appointment-made" as const,
    payload: {
      appointment,
      person: "triple",
      post: post_,
      validFrom,
      ...(validTo === undefined ? {} : { validTo }),
    },
  });

  test("the login of the application cannot combine two of them, by whatever way", async () => {
    const at = "2026-05-01T00:00:00.000Z";
    const define = (post_: string, role: string) => ({
      kind: "post-defined" as const,
      payload: {
        post: post_,
        unit: "operations",
        title: role,
        role,
        jurisdiction: [],
        validFrom: "2020-01-01",
      },
    });
    await inTransaction(app.database.app.db, (tx) =>
      recordOrganisation(tx, app.application.registry, {
        at,
        changes: [
          define("p-system", "systemAdmin"),
          define("p-audit", "auditor"),
          {
            kind: "person-registered",
            payload: { person: "triple", name: "三合一", validFrom: "2020-01-01" },
          },
          {
            kind: "person-registered",
            payload: { person: "other", name: "另一人", validFrom: "2020-01-01" },
          },
          term("t-1", "p-system", ["2026-01-01", "2026-06-30"]),
          term("t-2", "p-audit", ["2026-07-01"]),
          {
            kind: "appointment-made",
            payload: {
              appointment: "o-1",
              person: "other",
              post: "p-audit",
              validFrom: "2026-01-01",
              validTo: "2026-06-30",
            },
          },
        ],
      }),
    );
    const insert = (text: string) => app.database.query(text);
    const id = "gen_random_uuid()";
    const attempts = [
      `INSERT INTO identity.appointment VALUES (${id}, 'x', 'triple', 'p-audit', '2026-06-30', NULL)`,
      `UPDATE identity.appointment SET valid_to = NULL WHERE appointment = 't-1'`,
      `INSERT INTO identity.delegation VALUES (${id}, 'x', 'other', 'triple', 'p-audit', NULL, 'r', '2026-06-01', '2026-06-02')`,
      `INSERT INTO identity.leave VALUES (${id}, 'x', 'other', 'triple', 'r', '2026-06-01', '2026-06-02')`,
      `INSERT INTO identity.post VALUES (${id}, 'p-audit', 'operations', 't', 'securityAdmin', '[]', '2026-01-01', NULL),
        (${id}, 'p-audit', 'operations', 't', 'systemAdmin', '[]', '2026-03-01', NULL);
       INSERT INTO identity.appointment VALUES (${id}, 'o-2', 'other', 'p-system', '2026-02-01', '2026-02-02')`,
      `BEGIN ISOLATION LEVEL REPEATABLE READ;
       INSERT INTO identity.appointment VALUES (${id}, 'y', 'triple', 'p-system', '2026-01-01', '2026-01-02'); COMMIT`,
    ];
    for (const attempt of attempts)
      await expect(insert(attempt), attempt).rejects.toThrow(/would be|READ COMMITTED/);
    await expect(insert("ALTER TABLE identity.appointment DISABLE TRIGGER ALL")).rejects.toThrow(
      /owner/,
    );
    await expect(insert("SET session_replication_role = replica")).rejects.toThrow(/denied/);
    await expect(insert("TRUNCATE identity.appointment")).rejects.toThrow(/denied/);
  });

  test("two appointments at once, one half each, do not both win", async () => {
    const half = async (post_: string) => {
      const client = await app.database.app.pool.connect();
      try {
        await client.query("BEGIN");
        await client.query(
          `INSERT INTO identity.appointment VALUES (gen_random_uuid(), 'race-${post_}', 'racer', $1, '2026-06-01', NULL)`,
          [post_],
        );
        return { client, end: () => client.query("COMMIT") };
      } catch (error) {
        client.release();
        throw error;
      }
    };
    const first = await half("p-system");
    // Waits for the first, which holds the count of changes, and began before it ended.
    const second = half("p-audit");
    await first.end();
    first.client.release();
    const { client, end } = await second;
    await expect(end()).rejects.toThrow(/would be/);
    client.release();
  });

  test("the service says who, which two roles and from which day", async () => {
    const rejected = inTransaction(app.database.app.db, async (tx) => {
      const { recordSeparated } = await import("./organisation-rules.ts");
      await recordSeparated(tx, app.application.registry, {
        at: "2026-05-02T00:00:00.000Z",
        changes: [term("t-3", "p-audit", ["2026-06-20"])],
      });
    });
    await expect(rejected).rejects.toMatchObject({
      code: "organisation.administrators-separated",
      params: { person: "triple", day: "2026-06-20" },
    });
  });
});

describe("import", () => {
  const rowsOf = (count: number, make: (index: number) => readonly string[]) =>
    Array.from({ length: count }, (_, index) => make(index));
  const workbook = (parts: Partial<Record<keyof typeof SHEETS, readonly (readonly string[])[]>>) =>
    Buffer.from(
      writeWorkbook(
        Object.entries(parts).map(([kind, rows]) => {
          const { name, columns } = SHEETS[kind as keyof typeof SHEETS];
          return { name, rows: [columns, ...rows] };
        }),
      ),
    );

  test("the template downloads and reads back without an error", async () => {
    const template = await get("/import/template", system);
    expect(template.rawPayload).toEqual(Buffer.from(templateWorkbook()));
    const preview = await post("import/preview", system, template.rawPayload);
    expect(preview.json()).toMatchObject({
      errors: [],
      needsApproval: true,
      counts: { unit: { new: 1 }, post: { new: 1 }, person: { new: 1 }, appointment: { new: 1 } },
    });
    const applied = await post("import", system, template.rawPayload);
    expect(applied.statusCode).toBe(202);
  });

  test("2,000 rows are previewed and applied in less than ten seconds", async () => {
    const bytes = workbook({
      person: rowsOf(1000, (index) => [`import-${index}`, `人员${index}`, "2026-06-01", ""]),
      appointment: rowsOf(1000, (index) => [`import-${index}`, "officer-post", "2026-06-02", ""]),
    });
    const begin = performance.now();
    const preview = await post("import/preview", system, bytes);
    expect(preview.json()).toMatchObject({ errors: [], needsApproval: false });
    const applied = await post("import", system, bytes);
    const seconds = (performance.now() - begin) / 1000;
    expect(applied.json()).toEqual({ recorded: 2000 });
    expect(seconds).toBeLessThan(10);
    console.log(`import of 2,000 rows: preview and apply ${seconds.toFixed(2)} s`);
    const again = await post("import/preview", system, bytes);
    expect(again.json()).toMatchObject({
      counts: { person: { same: 1000 }, appointment: { same: 1000 } },
    });
  });

  test("each mistake names sheet, row and column; the good rows go through", async () => {
    const bytes = workbook({
      person: [
        ["good-person", "好人", "2026/6/1", ""],
        ["Bad Id", "某人", "2026-06-01", ""],
        ["no-day", "某人", "六月", ""],
        ["back", "某人", "2026-06-02", "2026-06-01"],
      ],
      appointment: [
        ["good-person", "officer-post", "2026-06-01", ""],
        ["nobody", "officer-post", "2026-06-01", ""],
        ["good-person", "no-post", "2026-06-01", ""],
      ],
    });
    const preview = (await post("import/preview", system, bytes)).json<{ errors: object[] }>();
    const found = ([sheet, row, column, code]: readonly [string, number, string, string]) =>
      expect.objectContaining({ sheet, row, column, code });
    expect(preview.errors).toEqual([
      found(["人员", 3, "人员编号", "badId"]),
      found(["人员", 4, "启用日期", "badDay"]),
      found(["人员", 5, "停用日期", "endsBefore"]),
      found(["任职", 3, "人员编号", "unknownPerson"]),
      found(["任职", 4, "岗位编号", "unknownPost"]),
    ]);
    expect((await post("import", system, bytes)).json()).toEqual({ recorded: 2 });
  });

  test("is refused to those who may not manage, and what is no workbook is refused in words", async () => {
    expect((await post("import", officer, Buffer.from(templateWorkbook()))).statusCode).toBe(403);
    const response = await post("import/preview", system, Buffer.from("no zip at all"));
    expect(response.json()).toMatchObject({
      code: "organisation.bad-workbook",
      params: { why: "zip" },
    });
  });
});
