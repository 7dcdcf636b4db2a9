/** Items over HTTP, from the officer's act to the reader's page, and away again. */
import { SaxesParser } from "saxes";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createTestApp, NOW, type OfficerAccount, type TestApp } from "../../../test/harness.ts";

const HOUSING: OfficerAccount = {
  account: "housing-1",
  name: "陈岚",
  departmentId: "housing",
  departmentName: "云澜市住房和城乡建设局",
};
const FINANCE: OfficerAccount = {
  account: "finance-1",
  name: "沈望舒",
  departmentId: "finance",
  departmentName: "云澜市财政局",
};
const COURT: OfficerAccount = {
  account: "court-1",
  name: "钟平衡",
  departmentId: "court",
  departmentName: "云澜市中级人民法院",
  role: "court",
};

type Headers = Record<string, string>;
let app: TestApp;
let housing: Headers;
let finance: Headers;
let court: Headers;
beforeAll(async () => {
  app = await createTestApp();
  housing = await app.signIn(HOUSING);
  finance = await app.signIn(FINANCE);
  court = await app.signIn(COURT);
});
afterAll(() => app.close());

const aPenalty = (change: object = {}) => ({
  kind: "penalty",
  documentNo: "云建罚〔2026〕7号",
  decidedOn: "2026-05-28",
  title: "对安澜建设工程有限公司的行政处罚决定",
  text: "经查，当事人在投标中提供虚假业绩材料。\n处罚款二万元。",
  legalBasis: "行政处罚法第48条",
  articles: ["招标投标法第54条"],
  subjects: [{ kind: "organisation", name: "安澜建设工程有限公司" }],
  regime: "works",
  ...change,
});

const post = (url: string, headers: Headers, payload: object = {}) =>
  app.inject({ method: "POST", url: `/api/publications${url}`, headers, payload });
const read = (url: string, headers: Headers) =>
  app.inject({ method: "GET", url: `/api/publications${url}`, headers });
const page = (url: string) => app.inject({ method: "GET", url, headers: { accept: "text/html" } });

async function publish(change: object = {}, headers = housing): Promise<string> {
  const reply = await post("", headers, aPenalty(change));
  expect(reply.statusCode, reply.body).toBe(201);
  return reply.json<{ row: { id: string } }>().row.id;
}

const publicIds = async (query = "") =>
  (await app.get(`/api/public/items${query}`))
    .json<{ rows: { id: string }[] }>()
    .rows.map(({ id }) => id);

describe("copies in the bell (T30)", () => {
  test("the readers of every member unit are told once, who publishes is not, and nothing of the item is said", async () => {
    await publish({ title: "对秘藏建设有限公司的行政处罚决定", documentNo: "云建罚〔2026〕99号" });
    await app.settle();
    const told = async (headers: Headers) => {
      const reply = await app.inject({ url: "/api/notifications", headers });
      for (const secret of ["秘藏建设", "云建罚", HOUSING.departmentName])
        expect(reply.body).not.toContain(secret);
      return reply
        .json<{ rows: { kind: string }[] }>()
        .rows.filter(({ kind }) => kind === "copySent").length;
    };
    expect([await told(finance), await told(court), await told(housing)]).toEqual([1, 1, 0]);
    await publish({
      kind: "inspectionResult",
      title: "双随机抽查结果",
      documentNo: "抽查〔2026〕1号",
    });
    await app.settle();
    expect(await told(finance)).toBe(1);
  });
});

describe("publishing", () => {
  test("an item is public at once: page, list, search, JSON, CSV and feed", async () => {
    const id = await publish();
    const item = await page(`/column/${id}`);
    expect(item.statusCode).toBe(200);
    for (const words of [
      "云建罚〔2026〕7号",
      "提供虚假业绩材料",
      "云澜市住房和城乡建设局",
      "招标投标法第54条",
    ])
      expect(item.body).toContain(words);
    expect((await page("/column?kind=penalty")).body).toContain(`/column/${id}`);
    expect(await publicIds("?q=安澜建设")).toContain(id);
    expect(await publicIds("?kind=reply")).not.toContain(id);
    expect(await publicIds("?from=2026-06-02")).not.toContain(id);
    expect(await publicIds("?to=2026-06-01")).toContain(id);
    expect((await app.get("/api/public/items.csv")).body).toContain(id);
    const feed = await app.get("/column.rss?kind=penalty");
    expect(feed.headers["content-type"]).toContain("application/rss+xml");
    new SaxesParser({ xmlns: true }).write(feed.body).close();
    expect(feed.body).toContain(`/column/${id}</link>`);
  });

  test("who publishes is not named; what is public is whole, so it has a certificate", async () => {
    const id = await publish();
    const { body } = await app.get(`/api/public/items/${id}`);
    expect(body).not.toContain(HOUSING.name);
    await app.settle();
    expect((await app.get(`/api/public/items/${id}`)).json()).toHaveProperty("leafIndex");
    const certificate = await app.get(`/api/public/items/${id}/certificate`);
    expect(certificate.statusCode).toBe(200);
    expect(certificate.json()).toMatchObject({ format: "mingjing-certificate/2" });
    expect((await page(`/verify?ocid=publication:${id}`)).statusCode).toBe(200);
  });

  test.each([
    ["identity number", { text: "当事人陈某，身份证号11010519491231002X。" }],
    ["mobile number", { text: "联系13800138000。" }],
    ["account", { title: "退款至6222020200112233445" }],
    ["name of a person", { text: "法定代表人：陈岚，处罚款。" }],
  ])("a text with an %s is refused, and nothing is kept", async (_, change) => {
    const before = await publicIds();
    const reply = await post("", housing, aPenalty(change));
    expect(reply.statusCode).toBe(422);
    expect(reply.json()).toMatchObject({ code: "publications.personal-data" });
    expect(await publicIds()).toEqual(before);
  });

  test("the check says where, and offers the text without it", async () => {
    const reply = await post("/check", housing, {
      title: "决定",
      text: "法定代表人：陈岚，电话13800138000",
    });
    expect(reply.json()).toMatchObject({
      findings: [
        { field: "text", kind: "personName", words: "陈岚" },
        { field: "text", kind: "phone", words: "13800138000" },
      ],
      redacted: { title: "决定", text: "法定代表人：陈某，电话****" },
    });
  });

  test.each([
    ["decided tomorrow", { decidedOn: "2026-06-02" }, "publications.decided-later"],
    ["over yesterday", { expiresOn: "2026-05-31" }, "publications.already-over"],
    [
      "with a wrong credit code",
      { subjects: [{ kind: "organisation", name: "甲公司", uscc: "91340100MA2N5XQ84X" }] },
      "publications.bad-uscc",
    ],
  ])("%s is refused", async (_, change, code) => {
    expect((await post("", housing, aPenalty(change))).json()).toMatchObject({ code });
  });

  test("each post publishes the kinds of its own office only", async () => {
    for (const [headers, kind, status] of [
      [housing, "courtResult", 403],
      [housing, "inspectionResult", 201],
      [court, "penalty", 403],
      [court, "courtResult", 201],
    ] as const)
      expect((await post("", headers, aPenalty({ kind }))).statusCode, kind).toBe(status);
    const reader = await app.signIn({
      ...HOUSING,
      account: "centre-9",
      departmentId: "centre",
      role: "centre",
    });
    expect((await post("", reader, aPenalty())).statusCode).toBe(403);
  });
});

describe("copies", () => {
  test("a court's result goes to every member unit but the court; each signs once", async () => {
    const id = await publish({ kind: "courtResult", title: "串通投标一案的判决结果" }, court);
    const view = (await read(`/${id}`, court)).json<{ copies: { unit: { id: string } }[] }>();
    const units = view.copies.map(({ unit }) => unit.id);
    expect(units).toEqual(expect.arrayContaining(["finance", "housing"]));
    expect(units).not.toContain("court");
    const copy = (await read("?view=copies", finance)).json<{
      rows: { id: string }[];
      counts: object;
    }>();
    expect(copy.rows.map((row) => row.id)).toContain(id);
    const before = (copy.counts as { unsigned: number }).unsigned;
    expect((await post(`/${id}/receipt`, finance)).json()).toMatchObject({
      row: { copy: { receivedBy: FINANCE.name } },
    });
    expect((await post(`/${id}/receipt`, finance)).json()).toMatchObject({
      code: "publications.already-signed",
    });
    expect((await post(`/${id}/receipt`, court)).statusCode).toBe(404);
    const after = (await read("?view=copies", finance)).json<{ counts: { unsigned: number } }>();
    expect(after.counts.unsigned).toBe(before - 1);
    expect((await read(`/${id}`, court)).json()).toMatchObject({
      row: { copies: { received: 1 } },
    });
  });

  test("what was not copied to a unit is not there for it", async () => {
    const id = await publish({ kind: "inspectionResult" });
    expect((await read(`/${id}`, finance)).statusCode).toBe(404);
    expect((await read(`/${id}`, housing)).statusCode).toBe(200);
  });
});

describe("withdrawal", () => {
  test("处罚法48, 85: three working days after the event; the content goes, the reason stays", async () => {
    const id = await publish({ title: "将被撤销的处罚决定", text: "不该留下的内容。" });
    await app.settle();
    // 2026-05-28 was a Thursday: Friday, Monday, Tuesday.
    const due = await post(`/${id}/withdrawal-requirement`, housing, {
      reason: "reversed",
      since: "2026-05-28",
      ground: "行政复议决定撤销。",
    });
    expect(due.json()).toMatchObject({ row: { requirement: { dueOn: "2026-06-02" } } });
    const list = (await read("?view=due", housing)).json<{
      rows: { id: string }[];
      counts: object;
    }>();
    expect(list.rows.map((row) => row.id)).toContain(id);
    expect(list.counts).toMatchObject({ overdue: 0 });

    expect(
      (await post(`/${id}/withdrawal`, finance, { reason: "reversed", publicReason: "撤销" }))
        .statusCode,
    ).toBe(403);
    const gone = await post(`/${id}/withdrawal`, housing, {
      reason: "reversed",
      publicReason: "原决定经行政复议撤销。",
    });
    expect(gone.json()).toMatchObject({ row: { state: "withdrawn" }, text: "不该留下的内容。" });
    const left = await page(`/column/${id}`);
    expect(left.statusCode).toBe(410);
    expect(left.body).toContain("原决定经行政复议撤销。");
    for (const secret of ["将被撤销", "不该留下", "云澜市住房"])
      expect(left.body).not.toContain(secret);
    expect((await app.get(`/api/public/items/${id}`)).json()).toMatchObject({
      status: 410,
      code: "items.gone",
    });
    expect((await app.get(`/api/public/items/${id}/certificate`)).statusCode).toBe(410);
    expect(await publicIds("?q=将被撤销")).toEqual([]);
    const rows = await app.database.public.pool.query(
      `SELECT (SELECT count(*) FROM released.item WHERE item = $1)::int

         + (SELECT count(*) FROM released.fact WHERE ocid = 'publication:' || $1)::int AS left`,
      [id],
    );
    expect(rows.rows).toEqual([{ left: 0 }]);
  });

  test("units that had a copy no longer see what was taken down", async () => {
    const id = await publish({ title: "抄送后撤回", text: "撤下的内容。" });
    await post(`/${id}/withdrawal`, housing, { reason: "mistaken", publicReason: "公示有误。" });
    const { body } = await read(`/${id}`, finance);
    expect(body).not.toContain("撤下的内容");
    expect(body).not.toContain("抄送后撤回");
  });

  test("twice is refused, and a reason that names a person too", async () => {
    const id = await publish();
    const withdrawal = { reason: "mistaken", publicReason: "公示有误。" };
    const named = { ...withdrawal, publicReason: "当事人身份证11010519491231002X有误" };
    expect((await post(`/${id}/withdrawal`, housing, named)).statusCode).toBe(422);
    expect((await post(`/${id}/withdrawal`, housing, withdrawal)).statusCode).toBe(200);
    expect((await post(`/${id}/withdrawal`, housing, withdrawal)).json()).toMatchObject({
      code: "publications.already-gone",
    });
  });

  test("an overdue withdrawal is counted as such", async () => {
    const id = await publish();
    await post(`/${id}/withdrawal-requirement`, housing, {
      reason: "privacy",
      since: "2026-05-20",
      ground: "含有不应公开的内容。",
    });
    expect((await read("", housing)).json()).toMatchObject({ counts: { overdue: 1 } });
  });
});

describe("expiry", () => {
  test("shown on its last day, gone the day after: content leaves the released data", async () => {
    const id = await publish({ expiresOn: "2026-06-10", title: "到期的公示" });
    app.setNow("2026-06-10T15:59:59.000Z");
    expect((await page(`/column/${id}`)).statusCode).toBe(200);
    app.setNow("2026-06-10T16:00:00.000Z");
    const gone = await page(`/column/${id}`);
    expect(gone.statusCode).toBe(410);
    expect(gone.body).not.toContain("到期的公示");
    const expire = app.application.modules
      .flatMap(({ jobs = [] }) => jobs)
      .find(({ name }) => name === "publication.expire");
    await expire?.run(new Date("2026-06-10T16:00:00.000Z"));
    const rows = await app.database.query(
      "SELECT state FROM released.item_tombstone WHERE item = $1",
      [id],
    );
    expect(rows).toEqual([{ state: "expired" }]);
    expect(await app.database.query("SELECT FROM released.item WHERE item = $1", [id])).toEqual([]);
    expect((await page(`/column/${id}`)).statusCode).toBe(410);
    app.setNow(NOW);
  });
});

test("a rebuild from the facts gives the same public items", async () => {
  await app.settle();
  app.setNow("2026-06-11T00:00:00.000Z");
  await app.application.publication.refreshAll();
  const state = () =>
    app.database.query(
      `SELECT item, 'shown' AS state FROM released.item UNION ALL SELECT item, state FROM released.item_tombstone ORDER BY 1`,
    );
  const before = await state();
  expect(before.length).toBeGreaterThan(5);
  await app.application.rebuild();
  await app.application.publication.refreshAll();
  expect(await state()).toEqual(before);
  app.setNow(NOW);
});

test("an item whose recorded text holds an identity number is held back, whoever recorded it", async () => {
  const { recordFact } = await import("../../platform/facts/record.ts");
  const { inTransaction } = await import("../../platform/database.ts");
  await inTransaction(app.database.app.db, (tx) =>
    recordFact(tx, app.application.registry, {
      kind: "publication.item-published",
      source: "mingjing",
      sourceId: "item/held",
      subject: "publication:held",
      occurredAt: NOW,
      payload: {
        kind: "reply",
        unit: { id: "housing", name: HOUSING.departmentName },
        documentNo: "云建监诉〔2026〕9号",
        decidedOn: "2026-05-28",
        title: "答复",
        text: "投诉人身份证11010519491231002X",
        legalBasis: "政府信息公开条例第20条",
        articles: [],
      },
    }),
  );
  await app.settle();
  expect((await page("/column/held")).statusCode).toBe(404);
  expect((await read("/held", housing)).json()).toMatchObject({ row: { state: "held" } });
});
