import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { openStage, type Stage } from "./browser.ts";
import { ADDRESS_CODE } from "./mock-notices.ts";
import { MockState } from "./mock-state.ts";
import { latinWords, NARROW, overflow, seriousFindings, WIDE } from "./page-checks.ts";
import type { TabOptions } from "./tab.ts";

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(async () => {
  await stage.close();
});
beforeEach(() => {
  Object.assign(stage.server.state, new MockState());
});

const openAs = (path: string, options: TabOptions = {}): Promise<Page> =>
  stage.openAs("housing-1", path, options);

const openBell = async (page: Page) => {
  await page.getByRole("button", { name: "提醒，2 条未读" }).click();
  return page.getByRole("region", { name: "提醒" });
};

describe("the bell", () => {
  test("shows how many are unread and the latest of them; opening one marks it and leads to its lead", async () => {
    const page = await openAs("/console/leads");
    const panel = await openBell(page);
    await panel.getByRole("link", { name: /有线索被催办/ }).click();
    await page.getByRole("heading", { name: "两边对照" }).waitFor();
    await page.getByRole("button", { name: "提醒，1 条未读" }).waitFor();
    expect(stage.server.state.sent.at(-1)?.body).toEqual({ ids: [3] });
  });

  test("rings without a reload when something comes", async () => {
    const page = await openAs("/console/leads");
    await page.getByRole("button", { name: "提醒，2 条未读" }).waitFor();
    const at = new Date().toISOString();
    stage.server.state.notices.push({ id: 9, kind: "approvalRequested", at, isRead: false });
    await page.getByRole("button", { name: "提醒，3 条未读" }).click();
    await page.getByRole("region", { name: "提醒" }).getByText("有一项操作请您审批").waitFor();
  });

  test("all at once, by keyboard; Escape gives the focus back", async () => {
    const page = await openAs("/console/leads");
    const panel = await openBell(page);
    await panel.getByRole("button", { name: "全部设为已读" }).press("Enter");
    await page.getByRole("button", { name: "提醒", exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await panel.waitFor({ state: "hidden" });
    const focused = await page.evaluate(() => document.activeElement?.getAttribute("aria-label"));
    expect(focused).toBe("提醒");
  });

  test("when the session ended elsewhere, the sign-in form takes the page's place", async () => {
    const page = await openAs("/console/leads");
    await page.getByRole("button", { name: "提醒，2 条未读" }).waitFor();
    await page.context().clearCookies();
    stage.server.state.notices.end();
    await page.getByRole("heading", { name: "登录" }).waitFor();
  });
});

describe("the page of notifications", () => {
  const open = async (options: TabOptions = {}) => {
    const page = await openAs("/console/notifications", options);
    await page.getByRole("heading", { level: 1, name: "有 2 条提醒没有读。" }).waitFor();
    await page.getByRole("heading", { name: "联系方式" }).waitFor();
    return page;
  };

  test("unread ones alone, as an address that can be shared", async () => {
    const page = await open();
    const items = page.getByRole("main").locator(".notice-item");
    await expect(items.count()).resolves.toBe(3);
    await page.getByRole("main").getByRole("button", { name: "未读 2" }).click();
    await expect.poll(() => items.count()).toBe(2);
    expect(new URL(page.url()).search).toBe("?show=unread");
  });

  test("an address is proved by its code, then a way can be chosen, with quiet hours", async () => {
    const page = await open();
    await page.getByText("需先核实一个联系方式").waitFor();
    await page.getByLabel("短信 · 手机号").fill("13800000001");
    await page.getByRole("button", { name: "发送验证码" }).nth(1).click();
    await page.getByText("验证码已发出").waitFor();
    const code = page.getByLabel("六位验证码");
    await code.fill("999999");
    await page.getByRole("button", { name: "核实" }).click();
    await page.getByRole("alert").getByText("验证码不对").waitFor();
    await code.fill(ADDRESS_CODE);
    await page.getByRole("button", { name: "核实" }).click();
    await page.getByLabel("有线索被催办 · 短信").check();
    await page.getByLabel("夜间不打扰").check();
    await page.getByRole("button", { name: "保存" }).click();
    await page.getByText("已保存。").waitFor();
    expect(stage.server.state.sent.at(-1)).toMatchObject({
      method: "PUT",
      body: {
        choices: [{ kind: "leadUrged", channels: ["sms"] }],
        quiet: { from: "22:00", to: "07:30" },
        language: "zh-CN",
      },
    });
  });

  test("what the operator did not set up says so", async () => {
    const page = await open();
    const row = page.getByRole("listitem").filter({ hasText: "钉钉" });
    await row.getByText("本单位没有开通").waitFor();
    await expect(row.getByRole("textbox").count()).resolves.toBe(0);
  });

  test.each([
    ["wide", WIDE],
    ["narrow", NARROW],
  ])("%s: nothing runs over, nothing serious for axe, no Latin words", async (_name, viewport) => {
    const page = await open({ viewport });
    await page.getByRole("button", { name: "提醒，2 条未读" }).click();
    await page.getByRole("region", { name: "提醒" }).getByRole("link").first().waitFor();
    expect(await overflow(page)).toBe(0);
    expect(await seriousFindings(page)).toEqual([]);
    expect(await latinWords(page)).toEqual([]);
  });
});

describe("export", () => {
  test.each([
    ["/console/leads?state=received&q=路", "/api/leads/export", { state: "received", q: "路" }],
    ["/console/processes?state=opened", "/api/processes/export", { state: "opened" }],
  ])("%s offers the whole list under its filters", async (path, expected, filters) => {
    stage.server.state.leads = new MockState().leads;
    const page = await openAs(path);
    const link = page.getByRole("link", { name: "表格文件" });
    const address = new URL((await link.getAttribute("href")) ?? "", "http://x");
    expect(address.pathname).toBe(expected);
    expect(Object.fromEntries(address.searchParams)).toEqual({
      ...filters,
      format: "xlsx",
      lang: "zh-CN",
    });
  });
});
