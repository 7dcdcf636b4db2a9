/** Before the act, in spite of it, after it: over HTTP, with what people set and do. */
import { afterAll, beforeAll, expect, test } from "vitest";

import type { CheckAnswer, WarningPage, WarningView } from "../../../../contract/src/warnings.ts";
import { aNotice, firm, ocidOf, total, yuan } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

const unit = (departmentId: string, departmentName: string) => ({ departmentId, departmentName });
const DIRECTOR = {
  account: "director-1",
  name: "许行之",
  ...unit("centre", "云澜市公共资源交易中心"),
  role: "director" as const,
};
const OFFICER = {
  account: "housing-1",
  name: "陈岚",
  ...unit("housing", "云澜市住房和城乡建设局"),
};
const WATER = {
  account: "water-1",
  name: "沈望舒",
  ...unit("water", "云澜市水务局"),
  jurisdiction: [{ matters: ["process" as const], industries: ["water"] }],
};
const INSPECTOR = {
  account: "inspector-1",
  name: "方正言",
  ...unit("discipline", "云澜市纪委监委"),
  role: "inspector" as const,
};

let app: TestApp;
let key = "";
let director: Record<string, string>;
let officer: Record<string, string>;
beforeAll(async () => {
  app = await createTestApp();
  key = await app.addSource("trading");
  director = await app.signIn(DIRECTOR);
  officer = await app.signIn(OFFICER);
}, 120_000);
afterAll(() => app.close());

const post = (url: string, headers: Record<string, string>, payload: object) =>
  app.inject({ method: "POST", url, headers, payload });
const bySource = (url: string, payload: object) =>
  post(url, { authorization: `Bearer ${key}` }, payload);
async function check(payload: object): Promise<CheckAnswer> {
  const reply = await bySource("/api/warnings/check", payload);
  if (reply.statusCode !== 200) throw new Error(reply.body);
  return reply.json<CheckAnswer>();
}
async function board(query = "", headers = director): Promise<WarningPage> {
  const reply = await app.inject({ url: `/api/warnings${query}`, headers });
  if (reply.statusCode !== 200) throw new Error(reply.body);
  return reply.json<WarningPage>();
}
const countOf = async (table: string) =>
  Number((await app.database.query(`SELECT count(*) AS n FROM ${table}`))[0]?.["n"]);

/** Bids open two days from the documents: 法24 wants twenty. */
const shortNotice = (code: string, changes: object = {}) => ({
  actId: `notice/${code}`,
  stage: "notice",
  act: "publishNotice",
  ocid: ocidOf(code),
  at: "2026-05-01T09:00:00+08:00",
  facts: {
    regime: "works",
    isMandatory: true,
    documentsFrom: "2026-05-01",
    documentsTo: "2026-05-07",
    bidDeadline: "2026-05-11T09:30:00+08:00",
    openingAt: "2026-05-11T09:30:00+08:00",
    isInDesignatedMedia: true,
    ...changes,
  },
});

test("before the act: the node, the article, the day that would do; the same again is the same answer", async () => {
  const first = await check(shortNotice("A1"));
  expect(first).toMatchObject({ advice: "block", isRepeated: false });
  expect(first.nodes).toHaveLength(1);
  expect(first.nodes[0]).toMatchObject({
    id: "W-NOT-01",
    advice: "block",
    params: { days: 10, limit: 20, earliest: "2026-05-21" },
    articles: [{ id: "ZTB-24", isFromMemory: false }],
  });
  const again = await check(shortNotice("A1"));
  expect(again).toEqual({ ...first, isRepeated: true });
  const { total: all } = await board(`?ocid=${ocidOf("A1")}`);
  expect(all).toBe(1);
});

test("checks of one act at once make one warning; a check that finds it settled makes it heeded", async () => {
  const answers = await Promise.all([1, 2, 3, 4].map(() => check(shortNotice("A2"))));
  expect(new Set(answers.map(({ checkId }) => checkId)).size).toBe(1);
  expect((await board(`?ocid=${ocidOf("A2")}`)).total).toBe(1);
  const later = await check(
    shortNotice("A2", {
      bidDeadline: "2026-05-21T09:30:00+08:00",
      openingAt: "2026-05-21T09:30:00+08:00",
    }),
  );
  expect(later).toMatchObject({ advice: "allow", nodes: [] });
  const { rows } = await board(`?ocid=${ocidOf("A2")}`);
  expect(rows).toMatchObject([{ node: "W-NOT-01", course: "heeded" }]);
});

test("an act that finds nothing leaves no fact", async () => {
  const before = await countOf("warnings.asked");
  const good = {
    bidDeadline: "2026-05-22T09:30:00+08:00",
    openingAt: "2026-05-22T09:30:00+08:00",
  };
  expect(await check(shortNotice("A3", good))).toMatchObject({ advice: "allow", nodes: [] });
  expect(await countOf("warnings.asked")).toBe(before);
});

test("a missing fact is named; a wrong act and an unknown field are refused with their name", async () => {
  const answer = await check({ ...shortNotice("A4"), facts: { regime: "works" } });
  expect(answer.nodes.map(({ id, notComputable }) => [id, notComputable])).toContainEqual([
    "W-NOT-01",
    "documentsFrom",
  ]);
  const wrong = await bySource("/api/warnings/check", { ...shortNotice("A4"), act: "openBids" });
  expect(wrong.statusCode).toBe(400);
  expect(wrong.json()).toMatchObject({ code: "warnings.act-not-of-stage" });
  const unknown = await bySource("/api/warnings/check", shortNotice("A4", { bidDedline: "x" }));
  expect(unknown.statusCode).toBe(400);
  expect(unknown.body).toContain("bidDedline");
  const stranger = await post(
    "/api/warnings/check",
    { authorization: "Bearer nobody" },
    shortNotice("A4"),
  );
  expect(stranger.statusCode).toBe(401);
});

test("in spite of a warning: a reason long enough, once, and it stands on the board", async () => {
  await check(shortNotice("B1"));
  const override = {
    actId: "notice/B1",
    node: "W-NOT-01",
    ground: "notMandatory",
    reason: "单项合同估算价低于必须招标限额，属于自愿招标项目。",
    approvedBy: "业主代表 林一舟",
  };
  const short = await bySource("/api/warnings/overrides", { ...override, reason: "自愿招标" });
  expect(short.statusCode).toBe(400);
  const other = await bySource("/api/warnings/overrides", { ...override, actId: "notice/none" });
  expect(other.statusCode).toBe(404);
  const taken = await bySource("/api/warnings/overrides", override);
  expect(taken.json()).toMatchObject({ course: "overridden" });
  expect((await bySource("/api/warnings/overrides", override)).statusCode).toBe(200);
  expect(await countOf("warnings.override")).toBe(1);
  const { rows } = await board(`?ocid=${ocidOf("B1")}`);
  expect(rows).toMatchObject([{ course: "overridden" }]);
});

test("after the act: two bidders opened after the advice to stop is ignored; never asked is marked after", async () => {
  const opening = (code: string, bidders: number) => ({
    kind: "procurement.bids-opened",
    sourceId: `${code}/opening`,
    subject: ocidOf(code),
    occurredAt: "2026-05-21T09:31:00+08:00",
    payload: {
      lotId: "1",
      bids: Array.from({ length: bidders }, (_, n) => ({
        bidder: firm(n),
        status: "valid",
        offer: total(100_000 + n),
      })),
    },
  });
  await app.send(key, [aNotice("C1"), aNotice("C2"), aNotice("C3")]);
  await check({
    actId: "opening/C1",
    stage: "opening",
    act: "openBids",
    ocid: ocidOf("C1"),
    facts: { bidderCount: 2, openedAt: "2026-05-21T09:30:00+08:00", venue: "开标一室" },
  });
  await app.send(key, [opening("C1", 2), opening("C2", 2), opening("C3", 3)]);
  await app.settle();
  const coursesOf = async (code: string) =>
    (await board(`?ocid=${ocidOf(code)}&node=W-OPE-01`)).rows.map(({ course }) => course);
  expect(await coursesOf("C1")).toEqual(["ignored"]);
  expect(await coursesOf("C2")).toEqual(["after"]);
  expect(await coursesOf("C3")).toEqual([]);
});

test("a person sets a mode: from then on the same question is answered otherwise; a shadow says nothing", async () => {
  const set = (mode: string, headers = director) =>
    post("/api/warnings/nodes/W-NOT-01/mode", headers, {
      mode,
      ground: "试行期间先静默记录，看误报多少。",
    });
  expect((await set("shadow", officer)).statusCode).toBe(403);
  expect((await set("shadow")).statusCode).toBe(200);
  const now = { at: "2026-06-01T08:00:00.000Z" };
  const shadow = await check({ ...shortNotice("D1"), ...now });
  expect(shadow).toMatchObject({ advice: "allow", nodes: [] });
  const kept = await board(`?ocid=${ocidOf("D1")}`);
  expect(kept).toMatchObject({ total: 1, counts: { warned: 0 } });
  expect(kept.rows[0]).toMatchObject({ mode: "shadow", advice: "allow" });
  app.setNow("2026-06-01T09:00:00.000Z");
  expect((await set("warn")).statusCode).toBe(200);
  const warned = await check({ ...shortNotice("D2"), at: "2026-06-01T10:00:00.000Z" });
  expect(warned.advice).toBe("warn");
  const memory = await post("/api/warnings/nodes/W-NOT-09/mode", director, {
    mode: "block",
    ground: "条文只凭记忆，不应当能设为停止。",
  });
  expect(memory.statusCode).toBe(409);
  expect(memory.json()).toMatchObject({ code: "warnings.article-not-read" });
  const past = await post("/api/warnings/nodes/W-NOT-01/mode", director, {
    mode: "block",
    ground: "回到建议停止，从去年算起。",
    from: "2025-01-01T00:00:00+08:00",
  });
  expect(past.statusCode).toBe(400);
});

test("every number opens the list that makes it", async () => {
  const { counts, total: all } = await board();
  for (const name of ["stages", "nodes", "months", "courses", "modes", "handlings"] as const) {
    const field = {
      stages: "stage",
      nodes: "node",
      months: "month",
      courses: "course",
      modes: "mode",
      handlings: "handling",
    }[name];
    expect(
      counts[name].reduce((sum, { count }) => sum + count, 0),
      name,
    ).toBe(all);
    for (const { value, count } of counts[name]) {
      const list = await board(`?${field}=${value}&limit=1000`);
      expect(list.rows.length, `${name} ${value}`).toBe(count);
    }
  }
});

test("departments see their industry, the inspector reads and does nothing, two people never both win", async () => {
  const id = (await board(`?ocid=${ocidOf("C2")}`)).rows[0]?.id ?? "";
  const water = await app.signIn(WATER);
  const inspector = await app.signIn(INSPECTOR);
  expect((await app.inject({ url: `/api/warnings/${id}`, headers: officer })).statusCode).toBe(200);
  expect((await app.inject({ url: `/api/warnings/${id}`, headers: water })).statusCode).toBe(404);
  expect((await app.inject({ url: `/api/warnings/${id}`, headers: inspector })).statusCode).toBe(
    200,
  );
  const handle = (headers: Record<string, string>, version = 0) =>
    post(`/api/warnings/${id}/handling`, headers, {
      handling: "passedOn",
      note: "转住建部门核对。",
      version,
    });
  expect((await handle(inspector)).statusCode).toBe(403);
  expect((await handle(water)).statusCode).toBe(404);
  const view = (await handle(officer)).json<WarningView>();
  expect(view).toMatchObject({ version: 1, warning: { handling: "passedOn", course: "after" } });
  expect(view.steps.map(({ what }) => what)).toEqual(["after", "handled"]);
  expect((await handle(director)).json()).toMatchObject({ code: "warnings.outrun" });
});

test("a staff member looks without leaving a warning", async () => {
  const before = await countOf("warnings.asked");
  const reply = await post("/api/warnings/look", director, {
    ...shortNotice("E1"),
    facts: { regime: "procurement", method: "open", bidBond: yuan(3), budget: yuan(100) },
    stage: "document",
    act: "issueDocuments",
  });
  expect(reply.json<CheckAnswer>().advice).toBe("block");
  expect(await countOf("warnings.asked")).toBe(before);
});

test("a rebuild gives the same tables", async () => {
  const tables = ["asked", "checked", "override", "handling", "mode", "warning"];
  const dump = async () =>
    Promise.all(
      tables.map(async (table) =>
        (
          await app.database.query<{ row: string }>(
            `SELECT to_jsonb(t)::text AS row FROM warnings.${table} AS t ORDER BY 1`,
          )
        ).map(({ row }) => row),
      ),
    );
  const before = await dump();
  expect(before.every((rows) => rows.length > 0)).toBe(true);
  await app.application.rebuild();
  expect(await dump()).toEqual(before);
}, 60_000);
