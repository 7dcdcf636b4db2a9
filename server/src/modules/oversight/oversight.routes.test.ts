/** A late case from the board to the closed notice, over HTTP (journey J14), and who may see and do what. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type {
  Board,
  CardList,
  NoticeDraft,
  NoticeList,
  NoticeView,
} from "../../../../contract/src/oversight.ts";
import { aDuty, aNotice, firm, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordOrganisation } from "../../platform/identity/organisation.service.ts";
import {
  decideAcceptance,
  receiveVoice,
  takeVoice,
  type VoiceContent,
} from "../complaints/index.ts";
import { sweepDeadlines } from "../deadlines/index.ts";
import { draftCards, summariseOversight } from "./index.ts";

const unit = (departmentId: string, departmentName: string) => ({ departmentId, departmentName });
const HOUSING = {
  account: "housing-1",
  name: "陈岚",
  ...unit("housing", "云澜市住房和城乡建设局"),
};
const WATER = { account: "water-1", name: "沈望舒", ...unit("water", "云澜市水务局") };
const INSPECTOR = {
  account: "inspector-1",
  name: "方正言",
  ...unit("discipline", "云澜市纪委监委"),
  role: "inspector" as const,
};

const duty = (industry: string, { departmentId: id, departmentName: name }: typeof HOUSING) =>
  aDuty({ matter: "complaint", industry, department: { id, name } });

const complaint = (changes: Partial<VoiceContent> = {}): VoiceContent => ({
  kind: "complaint",
  regime: "works",
  matter: "result",
  ocid: ocidOf("C1"),
  title: "写信人张三反映某公司的秘密报价",
  claims: ["第一候选人项目经理社保不在本单位。"],
  knownOn: "2026-05-28",
  earlier: { receivedOn: "2026-05-28", answeredOn: "2026-05-30" },
  writer: { party: firm(3) },
  ...changes,
});

let app: TestApp;
let officer: Record<string, string>;
let other: Record<string, string>;
let inspector: Record<string, string>;
let stationed: Record<string, string>;
let late = "";
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [duty("housing", HOUSING), duty("water", WATER), aNotice("C1")]);
  await app.settle();
  officer = await app.signIn(HOUSING);
  other = await app.signIn(WATER);
  inspector = await app.signIn(INSPECTOR);
  await inTransaction(app.database.app.db, (tx) =>
    recordOrganisation(tx, app.application.registry, {
      at: "2020-01-01T00:00:00.000Z",
      changes: [
        {
          kind: "unit-registered",
          payload: {
            unit: "discipline-water",
            name: "驻市水务局纪检监察组",
            unitKind: "stationedDiscipline",
            stationedIn: "water",
            validFrom: "2020-01-02",
          },
        },
      ],
    }),
  );
  stationed = await app.signIn({
    ...INSPECTOR,
    account: "stationed-1",
    ...unit("discipline-water", "驻市水务局纪检监察组"),
    jurisdiction: [{ matters: ["process", "lead", "complaint"], units: "stationed" }],
  });
  app.setNow("2026-06-01T02:00:00.000Z");
  late = await receive(complaint());
  await app.settle();
}, 120_000);
afterAll(() => app.close());

const receive = async (content: VoiceContent, at = "2026-06-01T02:00:00.000Z") =>
  (
    await inTransaction(app.database.app.db, (tx) =>
      receiveVoice(tx, app.application.registry, { content, channel: "web", at }),
    )
  ).number;

async function get<T>(url: string, headers: Record<string, string>): Promise<T> {
  const reply = await app.inject({ url, headers });
  if (reply.statusCode !== 200) throw new Error(`${reply.statusCode} ${reply.body}`);
  return reply.json<T>();
}
const post = (url: string, headers: Record<string, string>, payload: object) =>
  app.inject({ method: "POST", url, headers, payload });
const board = (headers = inspector) => get<Board>("/api/oversight/board", headers);
const rowOf = async (situation: string, headers = inspector) =>
  (await board(headers)).rows.find((row) => row.situation === situation);

async function sweep(now: string): Promise<void> {
  app.setNow(now);
  const { db } = app.database.app;
  await sweepDeadlines({ db, registry: app.application.registry, now: async () => new Date(now) });
  await app.settle();
}

describe("the board", () => {
  test("a case in time is not on it, and indicators without data are not called clean", async () => {
    const { rows, results } = await board();
    expect(rows).toEqual([]);
    const byId = Object.fromEntries(results.map((result) => [result.id, result]));
    expect(byId["SUP-01"]).toMatchObject({ outcome: "noHit", value: 0, n: 1 });
    expect(byId["SUP-10"]).toMatchObject({ outcome: "notComputable", why: "noInspections" });
    expect(byId["SUP-12"]).toMatchObject({ outcome: "notComputable", why: "noPenalties" });
    expect(byId["SUP-03"]).toMatchObject({ outcome: "notComputable", why: "nothingYet" });
    expect(new Set(results.map(({ id }) => id)).size).toBe(12);
  });

  test("a second after the statutory day it is, with day, rung and law, and without the writer's words", async () => {
    // Three working days to take it up: the last day is 4 June.
    await sweep("2026-06-04T16:00:05.000Z");
    const row = await rowOf("statutoryLate");
    expect(row).toMatchObject({
      number: late,
      unit: { id: "housing" },
      dueOn: "2026-06-04",
      suggests: "urge",
      indicator: "SUP-01",
      toldAt: "2026-06-04T16:00:00.000Z",
    });
    expect(row?.articles).toContain("招标投标法实施条例第61条");
    const text = JSON.stringify(await board());
    expect(text).not.toContain("张三");
    expect(text).not.toContain(firm(3).name);
    expect(await rowOf("unclaimed")).toMatchObject({ count: 4 });
  });

  test("each sees what the post's jurisdiction covers; others nothing at all", async () => {
    expect((await board(stationed)).rows).toEqual([]);
    const refused = await app.inject({ url: "/api/oversight/board", headers: officer });
    expect(refused.json()).toMatchObject({ code: "permission.denied" });
    const bad = await app.inject({
      url: "/api/oversight/board?from=2026-06-02&to=2026-06-01",
      headers: inspector,
    });
    expect(bad.json()).toMatchObject({ code: "oversight.bad-period" });
  });
});

describe("a notice", () => {
  let number = "";

  test("the machine drafted one at T0, once however often the rung is handed over", async () => {
    const { drafts } = await get<NoticeList>("/api/oversight/notices", inspector);
    expect(drafts).toHaveLength(1);
    expect(drafts[0]).toMatchObject({ cause: "T0", content: { kind: "remind", caseNumber: late } });
    await app.database.query(
      "UPDATE fact.feed_cursor SET xid = '0', epoch = 0 WHERE subscriber = 'oversight.drafts'",
    );
    await app.settle();
    expect((await get<NoticeList>("/api/oversight/notices", inspector)).drafts).toHaveLength(1);
    expect((await get<NoticeList>("/api/oversight/notices", stationed)).drafts).toEqual([]);
  });

  test("a board row is drafted, signed by the inspector, numbered, and its clock runs", async () => {
    const row = await rowOf("statutoryLate");
    const draft = await get<NoticeDraft>(
      `/api/oversight/draft?row=${encodeURIComponent(row?.id ?? "")}`,
      inspector,
    );
    expect(draft).toMatchObject({ cause: "board", answerDays: 5, content: { kind: "urge" } });
    const signed = await post("/api/oversight/notices", inspector, { content: draft.content });
    expect(signed.statusCode, signed.body).toBe(200);
    const view = signed.json<NoticeView>();
    number = view.notice.number;
    expect(view.notice).toMatchObject({
      number: "DC-2026-001",
      state: "signed",
      dueOn: "2026-06-12",
      unit: { id: "housing" },
    });
    expect(view.may).toEqual({ receive: false, answer: false, close: false });
    expect(await rowOf("statutoryLate")).toMatchObject({ notice: number, suggests: null });
    expect((await get<NoticeList>("/api/oversight/notices", inspector)).drafts).toEqual([]);
  });

  test("nobody else's department sees it, and the addressee can neither close, sign nor stop anything", async () => {
    const hidden = await app.inject({ url: `/api/oversight/notices/${number}`, headers: other });
    expect(hidden.json()).toMatchObject({ code: "oversight.notice-not-found" });
    const closing = await post(`/api/oversight/notices/${number}/closing`, officer, {
      version: 0,
      text: "办结",
    });
    expect(closing.json()).toMatchObject({ code: "permission.denied" });
    for (const method of ["DELETE", "PUT", "PATCH"] as const) {
      const { statusCode } = await app.inject({
        method,
        url: `/api/oversight/notices/${number}`,
        headers: officer,
      });
      expect(statusCode).toBe(404);
    }
    const receipt = await post(`/api/oversight/notices/${number}/receipt`, inspector, {
      version: 0,
    });
    expect(receipt.json()).toMatchObject({ code: "permission.denied" });
  });

  test("unanswered it climbs past the unit's own group to the discipline inspectors", async () => {
    await sweep("2026-06-15T16:00:05.000Z");
    const { notice, history } = await get<NoticeView>(
      `/api/oversight/notices/${number}`,
      inspector,
    );
    expect(notice).toMatchObject({ isLate: true });
    const rungs = history.filter(({ kind }) => kind === "deadlines.escalated");
    expect(
      rungs.find(({ step, to }) => step === "T+1" && to?.includes("discipline")),
    ).toBeDefined();
  });

  test("signed for, explained, closed; the explanation stands beside the case", async () => {
    const received = await post(`/api/oversight/notices/${number}/receipt`, officer, {
      version: 0,
    });
    expect(received.json<NoticeView>().notice).toMatchObject({ state: "received", version: 1 });
    const stale = await post(`/api/oversight/notices/${number}/receipt`, officer, { version: 0 });
    expect(stale.json()).toMatchObject({ code: "oversight.stale" });
    const text = "等待专家意见，今日已受理。";
    const answered = await post(`/api/oversight/notices/${number}/answer`, officer, {
      version: 1,
      answer: "explained",
      text,
    });
    expect(answered.statusCode, answered.body).toBe(200);
    expect(await rowOf("statutoryLate")).toMatchObject({ explanation: { from: "answer", text } });
    const closed = await post(`/api/oversight/notices/${number}/closing`, inspector, {
      version: 2,
      text: "已说明，办结。",
    });
    const view = closed.json<NoticeView>();
    expect(view.notice).toMatchObject({ state: "closed", answer: "explained" });
    expect(view.history.filter(({ by }) => by !== undefined).map(({ kind }) => kind)).toEqual([
      "oversight.notice-signed",
      "oversight.notice-received",
      "oversight.notice-answered",
      "oversight.notice-closed",
    ]);
    const clocks = await app.database.query("SELECT FROM deadlines.clock WHERE subject = $1", [
      `notice:${number}`,
    ]);
    expect(clocks).toEqual([]);
  });

  test("a free notice to a unit; an unknown one or a case out of sight is refused", async () => {
    const content = {
      kind: "remind",
      unit: { id: "water", name: "水务局" },
      title: "请核对公示页面",
      ground: "部门网站公示页面打不开，请核对。",
      demand: "核对并恢复页面。",
      articles: [],
    };
    const signed = await post("/api/oversight/notices", inspector, { content });
    expect(signed.json<NoticeView>().notice).toMatchObject({ number: "TX-2026-001" });
    const unknown = await post("/api/oversight/notices", inspector, {
      content: { ...content, unit: { id: "no-such-unit", name: "甲" } },
    });
    expect(unknown.json()).toMatchObject({ code: "oversight.unknown-unit" });
    const unseen = await post("/api/oversight/notices", stationed, {
      content: { ...content, subject: `voice:${late}` },
    });
    expect(unseen.json()).toMatchObject({ code: "oversight.unknown-case" });
  });
});

describe("score cards", () => {
  const path = "/api/oversight/cards";
  const own = `${path}/housing/2026-Q2`;
  let coordinator: Record<string, string>;

  test("drawn up once, on the day after the quarter, from what was settled in it", async () => {
    coordinator = await app.signIn({
      account: "coordinator-1",
      name: "江予安",
      ...unit("coordinator", "公管办"),
      role: "coordinator",
    });
    const { registry } = app.application;
    const { db } = app.database.app;
    const at = "2026-06-16T02:00:00.000Z";
    const id = await receive(complaint({ writer: { party: firm(4) } }), at);
    const department = { id: HOUSING.departmentId, name: HOUSING.departmentName };
    const act = { db, registry, scope: undefined, at };
    const context = { ...act, officer: { account: "housing-1", name: "陈岚", department } };
    await takeVoice(context, { id, version: 0 });
    await decideAcceptance(context, { id, version: 1 }, { outcome: "refused", ground: "tooLate" });
    const now = "2026-07-01T02:00:00.000Z";
    app.setNow(now);
    expect(await draftCards({ db, registry }, new Date(now))).toBe(1);
    expect(await draftCards({ db, registry }, new Date(now))).toBe(0);
    const { rows } = await get<CardList>(path, officer);
    expect(rows).toMatchObject([
      {
        quarter: "2026-Q2",
        unit: { id: "housing" },
        state: "drafted",
        commentBy: "2026-07-15",
        figures: { handled: 1, statutory: { n: 1, k: 1 }, bounced: 0 },
        may: { comment: true, release: false },
      },
    ]);
    expect((await get<CardList>(path, other)).rows).toEqual([]);
  });

  test("not released before the department has spoken or its time has passed; then for good", async () => {
    const early = await post(`${own}/release`, coordinator, {});
    expect(early.json()).toMatchObject({
      code: "oversight.card-waits",
      params: { until: "2026-07-15" },
    });
    const foreign = await post(`${own}/comment`, other, { text: "不是我们的" });
    expect(foreign.json()).toMatchObject({ code: "oversight.not-yours" });
    const said = await post(`${own}/comment`, officer, { text: "一件不予受理，已告知理由。" });
    expect(said.json<CardList>().rows[0]).toMatchObject({ state: "commented" });
    const released = await post(`${own}/release`, coordinator, {});
    expect(released.json<CardList>().rows[0]).toMatchObject({
      state: "released",
      comment: { text: "一件不予受理，已告知理由。", by: "陈岚" },
    });
    const again = await post(`${own}/comment`, officer, { text: "再改一句" });
    expect(again.json()).toMatchObject({ code: "oversight.card-settled" });
  });
});

test("rebuilt from the facts the tables are the same", async () => {
  const rows = () =>
    app.database
      .query("SELECT * FROM oversight.notice ORDER BY number")
      .then((found) => JSON.stringify(found));
  const before = await rows();
  await app.application.rebuild();
  expect(await rows()).toBe(before);
  expect(await summariseOversight(app.database.app.db)).toBeGreaterThanOrEqual(2);
  expect(await rows()).toBe(before);
});
