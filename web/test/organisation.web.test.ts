/** Organisation and approvals in a real browser; replies are checked against the contract before they are sent. */
import type { Page } from "playwright-core";
import type { Static, TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ApprovalPage, ApprovalView } from "../../contract/src/approval.ts";
import {
  ImportPreview,
  OrganisationTree,
  PersonView,
  UnitView,
} from "../../contract/src/organisation-api.ts";
import { openStage, type Stage } from "./browser.ts";
import { latinWords, NARROW, overflow, seriousFindings, WIDE } from "./page-checks.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

function checked<Schema extends TSchema>(schema: Schema, body: Static<Schema>): string {
  const check = Compile(schema);
  if (!check.Check(body)) throw new Error(JSON.stringify(check.Errors(body)));
  return JSON.stringify(body);
}

const node = (unit: string, name: string, parent?: string) => ({
  unit,
  name,
  kind: "department" as const,
  posts: 2,
  persons: 2,
  ...(parent === undefined ? {} : { parent }),
});
const housing = node("housing", "住房和城乡建设局", "committee");
const clause = { matters: ["process" as const], regimes: ["works" as const], bandFrom: 3 };
const tree = checked(OrganisationTree, {
  on: "2026-06-01",
  units: [node("committee", "管理委员会"), housing, node("district", "青岚区住建局", "housing")],
});
const unit = checked(UnitView, {
  on: "2026-06-01",
  unit: housing,
  path: [{ id: "committee", name: "管理委员会" }],
  children: [],
  posts: [
    { post: "officer", title: "经办人岗", role: "officer", jurisdiction: [clause], holders: [] },
  ],
  history: [],
  may: { manage: true, appoint: true },
});
const person = checked(PersonView, {
  on: "2026-06-01",
  person: "housing-1",
  name: "陈岚",
  rights: [
    {
      post: "officer",
      title: "经办人岗",
      role: "officer",
      unit: { id: "housing", name: "住房和城乡建设局" },
      basis: "delegation",
      until: "2026-06-10",
      permissions: ["leads.read"],
      jurisdiction: [clause],
    },
  ],
  appointments: [],
  delegations: [],
  leaves: [],
  recusals: [],
  handovers: [],
  history: [],
  may: { actFor: true, isSelf: true },
});
const request = {
  id: "r-1",
  act: "organisation.define-post",
  subject: "经办人岗",
  state: "pending" as const,
  by: { person: "system-1", name: "唐守仁", unit: { id: "operations", name: "大数据中心" } },
  post: "系统管理员",
  reason: "分工调整",
  requestedAt: "2026-06-01T01:00:00.000Z",
  expiresAt: "2026-06-04T01:00:00.000Z",
};
const view = {
  ...request,
  lines: [
    { field: "role", as: "role" as const, before: "officer", after: "chief" },
    { field: "jurisdiction", as: "clauses" as const, before: [], after: [clause] },
  ],
  paramsHash: "0".repeat(64),
  may: { approve: true, withdraw: false, collect: false },
};
const preview = checked(ImportPreview, {
  counts: {
    unit: { new: 0, changed: 0, same: 0, wrong: 0 },
    post: { new: 0, changed: 0, same: 0, wrong: 0 },
    person: { new: 3, changed: 1, same: 0, wrong: 1 },
    appointment: { new: 0, changed: 0, same: 0, wrong: 0 },
  },
  errors: [{ sheet: "人员", row: 4, column: "启用日期", code: "badDay", value: "六月" }],
  moreErrors: 0,
  needsApproval: false,
  milliseconds: 120,
});

/** Right edge of the widest part of the page itself; the frame around it has tests of its own. */
const widest = (page: Page): Promise<number> =>
  page.evaluate(() =>
    Math.max(
      ...[...document.querySelectorAll("main *")].map((part) => part.getBoundingClientRect().right),
    ),
  );

/** Bodies of what the page posted, by path. */
async function stub(page: Page): Promise<Map<string, string | null>> {
  const posted = new Map<string, string | null>();
  const answers: Readonly<Record<string, string>> = {
    "/api/organisation": tree,
    "/api/organisation/units/housing": unit,
    "/api/organisation/persons/housing-1": person,
    "/api/organisation/coverage": JSON.stringify({ processes: 120, leads: null }),
    "/api/organisation/posts": JSON.stringify({ approval: "r-1" }),
    "/api/organisation/import/preview": preview,
    "/api/organisation/import": JSON.stringify({ recorded: 4 }),
    "/api/approvals": checked(ApprovalPage, { rows: [request], waiting: 1 }),
    "/api/approvals/r-1": checked(ApprovalView, view),
    "/api/approvals/r-1/approval": checked(ApprovalView, {
      ...view,
      state: "approved",
      may: { approve: false, withdraw: false, collect: false },
    }),
  };
  await page.route(/\/api\/(organisation|approvals)/, (route) => {
    const { pathname } = new URL(route.request().url());
    if (route.request().method() === "POST") posted.set(pathname, route.request().postData());
    const body = answers[pathname];
    if (body === undefined) return route.fulfill({ status: 404, body: "{}" });
    return route.fulfill({ contentType: "application/json", body });
  });
  return posted;
}

/** The tab first shows a page of its own, so that the stubs stand before ours loads. */
async function open(path: string, viewport = WIDE) {
  const page = await stage.openAs("housing-1", "/console/leads", { viewport });
  const posted = await stub(page);
  await page.goto(new URL(path, stage.server.url).href);
  return { page, posted };
}

const PAGES = [
  ["/console/organisation", "按日期查看"],
  ["/console/organisation/units/housing", "岗位和任职人"],
  ["/console/organisation/persons/housing-1", "导出这一天的权限"],
  ["/console/organisation/import", "下载模板"],
  ["/console/approvals", "待复核"],
  ["/console/approvals/r-1", "会改变什么"],
] as const;

describe.each(PAGES)("%s", (path, text) => {
  test("has no serious finding, no Latin word, and fits 1366 and 360 pixels", async () => {
    const { page } = await open(path);
    await page.getByText(text).first().waitFor();
    await expect(seriousFindings(page)).resolves.toEqual([]);
    await expect(latinWords(page)).resolves.toEqual([]);
    await expect(overflow(page)).resolves.toBeLessThanOrEqual(0);
    const { page: narrow } = await open(path, NARROW);
    await narrow.getByText(text).first().waitFor();
    await expect(widest(narrow)).resolves.toBeLessThanOrEqual(NARROW.width);
  });
});

describe("the tree of units", () => {
  test("is walked, closed and opened with the keyboard alone", async () => {
    const { page } = await open("/console/organisation");
    const items = page.getByRole("treeitem");
    await items.first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowLeft");
    await expect.poll(() => items.count()).toBe(2);
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => items.count()).toBe(3);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "住房和城乡建设局" }).waitFor();
  });

  test("a search finds a unit and keeps what is above it", async () => {
    const { page } = await open("/console/organisation");
    await page.getByLabel("按名称查找机构").fill("青岚");
    await expect.poll(() => page.getByRole("treeitem").count()).toBe(3);
    expect(new URL(page.url()).searchParams.get("q")).toBe("青岚");
  });
});

test("a changed post is previewed, asked for with a reason, and waits for a second person", async () => {
  const { page, posted } = await open("/console/organisation/units/housing");
  await page.getByRole("button", { name: "调整岗位" }).click();
  const form = page.getByRole("dialog");
  await form.getByRole("checkbox", { name: "线索" }).check();
  await form.getByRole("button", { name: "看看覆盖多少" }).click();
  await form.getByText("现有 120 个项目、不足 5 条线索").waitFor();
  await form.getByRole("button", { name: "提交" }).click();
  await form.getByText("请填写").first().waitFor();
  await form.getByLabel("开始日期").fill("2026-07-01");
  await form.getByLabel("理由").fill("分工调整");
  await form.getByRole("button", { name: "提交" }).click();
  await form.getByText("等待其他机构的人员复核").waitFor();
  expect(JSON.parse(posted.get("/api/organisation/posts") ?? "")).toEqual({
    post: "officer",
    unit: "housing",
    title: "经办人岗",
    role: "officer",
    jurisdiction: [{ ...clause, matters: ["process", "lead"] }],
    validFrom: "2026-07-01",
    reason: "分工调整",
  });
});

test("approving needs the subject typed, and sends it", async () => {
  const { page, posted } = await open("/console/approvals/r-1");
  const button = page.getByRole("button", { name: "同意并执行" });
  await expect(button.isDisabled()).resolves.toBe(true);
  await page.getByLabel("输入“经办人岗”确认").fill("经办人岗");
  await button.click();
  await page.getByText("已同意并执行").waitFor();
  expect(JSON.parse(posted.get("/api/approvals/r-1/approval") ?? "")).toEqual({
    confirm: "经办人岗",
  });
});

test("an import shows where it is wrong and how to mend it before it is applied", async () => {
  const { page } = await open("/console/organisation/import");
  await page.locator("input[type=file]").setInputFiles({
    name: "组织.xlsx",
    mimeType: "application/octet-stream",
    buffer: Buffer.from("PK"),
  });
  await page.getByText("写成 2026-06-01").waitFor();
  await page.getByRole("button", { name: "导入没有错误的 4 行" }).click();
  await page.getByText("已导入 4 行").waitFor();
});
