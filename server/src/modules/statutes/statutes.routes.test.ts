import { readFileSync } from "node:fs";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { publishedCalendar } from "../../../../clocks/src/index.ts";
import { articleEntered } from "../../../../contract/src/facts/statutes.article-entered.ts";
import type {
  CalendarView,
  LawView,
  StatuteDraft,
  StatutePreview,
} from "../../../../contract/src/statutes.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

let app: TestApp;
let coordinator: Record<string, string>;
let colleague: Record<string, string>;
let security: Record<string, string>;
let officer: Record<string, string>;

const signIn = (
  account: string,
  departmentId: string,
  role: "officer" | "coordinator" | "securityAdmin",
) =>
  app.signIn({ account, name: account, departmentId, departmentName: `${departmentId}名`, role });
const send =
  (method: "POST" | "PUT" | "DELETE") =>
  (url: string, headers: Record<string, string>, payload: object = {}) =>
    app.inject({ method, url, headers, payload });
const post = send("POST");
const get = (url: string, headers: Record<string, string>) =>
  app.inject({ method: "GET", url, headers });

beforeAll(async () => {
  app = await createTestApp();
  coordinator = await signIn("coordinator-1", "coordinator", "coordinator");
  colleague = await signIn("coordinator-2", "coordinator", "coordinator");
  security = await signIn("security-1", "operations", "securityAdmin");
  officer = await signIn("housing-1", "housing", "officer");
});
afterAll(() => app.close());

const YEAR = {
  year: 2027,
  notices: ["https://example.gov.cn/2027"],
  off: { "2027-01-01": "元旦", "2027-01-04": "元旦" },
  makeUp: ["2027-01-09"],
  ground: "关于2027年部分节假日安排的通知",
};
const { version: _version, ...example } = articleEntered.example;
const ARTICLE = { ...example, id: "CG-53@2026", validFrom: "2026-07-01" };

const draftOf = async (path: "calendar" | "article", content: object, headers = coordinator) => {
  const made = await post(`/api/statutes/${path}-drafts`, headers, content);
  expect(made.statusCode, made.body).toBe(201);
  return made.json<StatuteDraft>();
};
const ask = (draft: string, headers = coordinator) =>
  post("/api/statutes/requests", headers, { draft, reason: "按通知录入" });
async function approve(id: string, headers: Record<string, string>) {
  const { subject } = (await get(`/api/approvals/${id}`, headers)).json<{ subject: string }>();
  return post(`/api/approvals/${id}/approval`, headers, { confirm: subject });
}
const ASKED = "kind=challenge&regime=procurement&event=";
const dueOn = async (event: string): Promise<unknown> =>
  (await app.get(`/api/public/deadline?${ASKED}${event}`)).json<{ binding: { due: unknown } }>()
    .binding.due;

describe("a calendar year", () => {
  test("is entered when a person of another unit approves; the public page counts by it at once", async () => {
    expect(await dueOn("2026-12-28")).toBeNull();
    const { id, errors } = await draftOf("calendar", YEAR);
    expect(errors).toEqual([]);
    const preview = (
      await get(`/api/statutes/drafts/${id}/preview`, coordinator)
    ).json<StatutePreview>();
    expect(preview).toMatchObject({ version: 1, voices: 0, movedClocks: 0 });
    expect(preview.days).toEqual([
      { date: "2027-01-01", before: "unpublished", after: "holiday" },
      { date: "2027-01-04", before: "unpublished", after: "holiday" },
      { date: "2027-01-09", before: "unpublished", after: "makeUpDay" },
    ]);
    const asked = await ask(id);
    expect(asked.statusCode, asked.body).toBe(202);
    const { approval } = asked.json<{ approval: string }>();
    expect((await approve(approval, coordinator)).json()).toMatchObject({ code: "approval.self" });
    expect((await approve(approval, colleague)).json()).toMatchObject({
      code: "approval.same-unit",
    });
    expect(await dueOn("2026-12-28")).toBeNull();
    const view = (await get(`/api/approvals/${approval}`, security)).json<{ lines: object[] }>();
    expect(view.lines).toContainEqual({ field: "dayOff", as: "day", after: "2027-01-04" });
    expect((await approve(approval, security)).json()).toMatchObject({ state: "approved" });
    // 29, 30, 31 December, 5 to 8 January.
    expect(await dueOn("2026-12-28")).toBe("2027-01-08");
    expect((await app.get(`/deadline?${ASKED}2026-12-28`)).body).toContain("2027-01-08");
    const { rows } = (await get("/api/statutes/drafts", coordinator)).json<{ rows: object[] }>();
    expect(rows).toEqual([]);
  });

  test("is public with every version; a later version counts", async () => {
    const { id } = await draftOf("calendar", { ...YEAR, makeUp: [] }, security);
    const { approval } = (await ask(id, security)).json<{ approval: string }>();
    const view = (await get(`/api/approvals/${approval}`, coordinator)).json<{ lines: object[] }>();
    expect(view.lines).toContainEqual({
      field: "statuteVersion",
      as: "number",
      before: "1",
      after: "2",
    });
    expect(view.lines).toContainEqual({ field: "makeUpDay", as: "day", before: "2027-01-09" });
    expect((await approve(approval, coordinator)).json()).toMatchObject({ state: "approved" });
    const open = (await app.get("/api/public/calendar")).json<{
      years: { year: number; makeUp: string[] }[];
      entered: { year: number; version: number; enteredAt: string }[];
    }>();
    expect(open.entered.map(({ year, version }) => [year, version])).toEqual([
      [2027, 1],
      [2027, 2],
    ]);
    expect(open.years.find(({ year }) => year === 2027)?.makeUp).toEqual([]);
    const { versions, alarm } = (await get("/api/statutes/calendar", officer)).json<CalendarView>();
    expect(versions.filter(({ year }) => year === 2027)).toHaveLength(2);
    expect(versions.filter(({ version }) => version === 0)).toHaveLength(
      publishedCalendar.years.length,
    );
    expect(alarm).toBeNull();
  });

  test("of two requests for one version the second is refused when it is approved", async () => {
    const first = await draftOf("calendar", {
      ...YEAR,
      year: 2028,
      off: { "2028-01-03": "元旦" },
      makeUp: [],
    });
    const second = await draftOf("calendar", {
      ...YEAR,
      year: 2028,
      off: { "2028-01-04": "元旦" },
      makeUp: [],
    });
    const one = (await ask(first.id)).json<{ approval: string }>().approval;
    const two = (await ask(second.id)).json<{ approval: string }>().approval;
    expect((await approve(one, security)).json()).toMatchObject({ state: "approved" });
    expect((await approve(two, security)).json()).toMatchObject({ code: "statutes.version-taken" });
  });

  test("who wrote the draft cannot approve what somebody else asked for", async () => {
    const { id } = await draftOf(
      "calendar",
      { ...YEAR, year: 2029, off: { "2029-01-01": "元旦" }, makeUp: [] },
      security,
    );
    const { approval } = (await ask(id, coordinator)).json<{ approval: string }>();
    expect((await approve(approval, security)).json()).toMatchObject({
      code: "statutes.own-draft",
    });
  });

  test("what is wrong is named by its field, in the draft and when it is asked for", async () => {
    const { id, errors } = await draftOf("calendar", {
      ...YEAR,
      year: 2030,
      notices: ["see paper"],
      off: { "2030-02-30": "春节", "2031-01-01": "元旦" },
      makeUp: ["2030-01-09"],
    });
    expect(errors.map(({ path, code }) => [path, code])).toEqual([
      ["notices.0", "statutes.bad-notice"],
      ["off.2030-02-30", "statutes.no-such-day"],
      ["off.2031-01-01", "statutes.day-outside-year"],
      ["makeUp.0", "statutes.make-up-on-working-day"],
    ]);
    expect((await ask(id)).json()).toMatchObject({ code: "statutes.bad-entry" });
    const gone = await app.inject({
      method: "DELETE",
      url: `/api/statutes/drafts/${id}`,
      headers: coordinator,
    });
    expect(gone.statusCode).toBe(204);
    expect((await ask(id)).json()).toMatchObject({ code: "statutes.no-draft" });
  });
});

test("a member of the days off that is no day is refused", async () => {
  const made = await post("/api/statutes/calendar-drafts", coordinator, {
    ...YEAR,
    off: { isAdmin: "true" },
  });
  expect(made.statusCode).toBe(400);
});

describe("reading a notice", () => {
  const HOLIDAY_CN = new URL("../../../../../shared/data/holiday-cn/2026.json", import.meta.url);

  test("as holiday-cn gives it: the days of the published calendar", async () => {
    const text = readFileSync(HOLIDAY_CN, "utf8");
    const read = await post("/api/statutes/calendar/read", coordinator, { text });
    const published = publishedCalendar.years.find(({ year }) => year === 2026);
    expect(read.json()).toMatchObject({
      year: 2026,
      notices: published?.notices,
      off: published?.off,
      makeUp: published?.makeUp,
    });
  });

  test("a file that cannot be read says where", async () => {
    const read = await post("/api/statutes/calendar/read", coordinator, {
      text: "日期,名称,类型\n2027-01-01,元旦,放假\n2027-13-01,元旦,放假\n2027-01-09,,也许",
    });
    expect(read.statusCode).toBe(400);
    expect(read.json()).toMatchObject({
      code: "statutes.unreadable",
      errors: [
        { path: "line 3.date", code: "statutes.no-such-day" },
        { path: "line 4.kind", code: "statutes.no-kind" },
      ],
    });
  });
});

describe("an article", () => {
  test("changes the clock of what is received from its day on, and nothing before", async () => {
    expect(await dueOn("2026-07-01")).toBe("2026-07-10");
    const { id } = await draftOf("article", ARTICLE);
    const preview = (
      await get(`/api/statutes/drafts/${id}/preview`, coordinator)
    ).json<StatutePreview>();
    expect(preview.quotes).toContainEqual({ kind: "clock", id: "challenge.reply" });
    expect(preview.quotes).toContainEqual({ kind: "page", id: "/deadline" });
    const { approval } = (await ask(id)).json<{ approval: string }>();
    expect((await approve(approval, security)).json()).toMatchObject({ state: "approved" });
    expect(await dueOn("2026-06-30")).toBe("2026-07-09");
    expect(await dueOn("2026-07-01")).toBe("2026-07-08");
    expect((await app.get(`/deadline?${ASKED}2026-07-01`)).body).toContain("CG-53@2026");
    const { articles, rules } = (await get("/api/statutes/law", officer)).json<LawView>();
    expect(articles.find((one) => one.id === "CG-53")).toMatchObject({
      validTo: "2026-06-30",
      isInForce: true,
    });
    expect(articles.find((one) => one.id === "CG-53@2026")).toMatchObject({
      isInForce: false,
      entered: { version: 1, replaces: "CG-53" },
    });
    expect(rules.find(({ clock }) => clock === "challenge.reply")?.length).toBe(7);
    const open = (await app.get("/api/public/law")).json<{ entered: { id: string }[] }>();
    expect(open.entered.map((one) => one.id)).toEqual(["CG-53@2026"]);
  });

  test.each([
    [{ id: "CG-56", replaces: null }, "id", "statutes.id-taken"],
    [{ id: "X-1", replaces: "NO-1" }, "replaces", "statutes.unknown-article"],
    [{ id: "X-1" }, "replaces", "statutes.already-replaced"],
    [
      { id: "X-1", replaces: "CG-56", validFrom: "2003-01-01" },
      "validFrom",
      "statutes.starts-before-replaced",
    ],
    [{ id: "X-1", replaces: null, validTo: "2026-06-30" }, "validTo", "statutes.ends-before-start"],
    [{ id: "X-1", replaces: null, verified: "memory" }, "verified", "statutes.unread-clock"],
    [
      { id: "X-1", replaces: null, clocks: [{ ...ARTICLE.clocks[0], clock: "made.up" }] },
      "clocks.0.clock",
      "statutes.unknown-clock",
    ],
    [
      { id: "X-1", replaces: null, clocks: [ARTICLE.clocks[0], ARTICLE.clocks[0]] },
      "clocks.1.regimes",
      "statutes.clock-twice",
    ],
  ])("%j is refused at %s", async (change, path, code) => {
    const { errors } = await draftOf("article", { ...ARTICLE, ...change });
    expect(errors).toMatchObject([{ path, code }]);
  });
});

test("an officer reads and enters nothing; the auditor reads", async () => {
  expect((await post("/api/statutes/calendar-drafts", officer, YEAR)).statusCode).toBe(403);
  expect((await get("/api/statutes/drafts", officer)).statusCode).toBe(403);
  expect((await get("/api/statutes/law", officer)).statusCode).toBe(200);
});
