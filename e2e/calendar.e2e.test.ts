/** A year is entered by one person, previewed, approved by one of another unit; the public arithmetic follows at once. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { launchBrowser } from "../web/test/launch-browser.ts";
import { type RunningServer, startServer } from "./server.ts";

let server: RunningServer;
let browser: Browser;
beforeAll(async () => {
  server = await startServer(20);
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
  expect(await server?.stop()).toBe(0);
}, 60_000);

/** Tries again until the demo city has its accounts. */
async function pageOf(account: string, path: string): Promise<Page> {
  const context = await browser.newContext({
    locale: "zh-CN",
    viewport: { width: 1366, height: 768 },
  });
  await expect
    .poll(
      async () => {
        const data = { account };
        return (await context.request.post(`${server.url}/api/session/demo`, { data })).status();
      },
      { timeout: 60_000 },
    )
    .toBe(200);
  const page = await context.newPage();
  await page.goto(`${server.url}/console${path}`);
  return page;
}

const QUESTION = "kind=challenge&regime=procurement&event=2026-12-28";

async function enterYear(page: Page): Promise<string> {
  await page.getByText("2027 年：尚未公布").waitFor();
  await page.getByRole("link", { name: "录入 2027 年放假安排" }).click();
  await page.getByLabel("依据").fill("关于2027年部分节假日安排的通知（演示）");
  await page.getByLabel("通知网址").fill("https://www.example.gov.cn/2027");
  await page.getByLabel("第 1 个假期的名称").fill("元旦");
  await page.getByLabel("第 1 个假期的第一天").fill("2027-01-01");
  await page.getByLabel("第 1 个假期的最后一天").fill("2027-01-04");
  await page.getByRole("button", { name: "加一个调休上班日" }).click();
  const makeUp = page.getByLabel("第 1 个调休上班日", { exact: true });
  await makeUp.fill("2027-01-06");
  await page.getByRole("button", { name: "保存草稿并预览" }).click();
  // Wednesday is a working day anyway: the field is named, and nothing can be asked for.
  const draft = page.getByRole("region", { name: "2027 年放假安排" });
  await draft.getByText("2027-01-06 本来就是工作日").waitFor();
  expect(await draft.getByRole("button", { name: "申请复核" }).isDisabled()).toBe(true);
  await draft.getByRole("button", { name: "修改" }).click();
  await makeUp.fill("2027-01-09");
  await page.getByRole("button", { name: "保存草稿并预览" }).click();
  await draft.locator("summary", { hasText: "会变动的日子（5 天）" }).click();
  await draft.getByRole("row", { name: "2027-01-09 未公布 调休上班" }).waitFor();
  await draft.getByText("已办结的环节不变").waitFor();
  await draft.getByLabel("申请理由").fill("通知已公布");
  await draft.getByRole("button", { name: "申请复核" }).click();
  await draft.getByRole("link", { name: "查看申请" }).first().click();
  await page.waitForURL(/\/approvals\/[^/]+$/u);
  return page.url();
}

test("the coordinator enters 2027, the security administrator of another unit approves, the public page counts on", async () => {
  const page = await pageOf("coordinator-1", "/calendar?year=2027");
  const portal = await browser.newPage({ locale: "zh-CN" });
  await portal.goto(`${server.url}/deadline?${QUESTION}`);
  await portal.getByText("暂定：2027 年放假安排还没有公布").waitFor();
  const request = new URL(await enterYear(page)).pathname.replace("/console", "");

  const fellow = await pageOf("security-1", request);
  await fellow.getByText("须由其他机构的人员复核").waitFor();
  const approver = await pageOf("security-2", request);
  await approver.getByRole("row", { name: "放假日 无 2027-01-04" }).waitFor();
  await approver.getByRole("row", { name: "调休上班日 无 2027-01-09" }).waitFor();
  await approver.getByLabel(/输入“2027”确认/u).fill("2027");
  await approver.getByRole("button", { name: "同意并执行" }).click();
  await approver.getByText("已同意并执行").first().waitFor();

  // 29, 30 and 31 December, 5 to 8 January.
  await portal.reload();
  await portal.getByRole("heading", { name: "最晚 2027年1月8日" }).waitFor();
  await portal.getByText("您的浏览器自己又数了一遍，结果一致。").waitFor();
  await portal.getByText("2027 年第 1 版").waitFor();
  await page.goto(`${server.url}/console/calendar?year=2027`);
  await page.getByText("关于2027年部分节假日安排的通知（演示）").waitFor();
  const january = page.getByRole("table", { name: "1 月", exact: true });
  await january.getByRole("cell", { name: /^9 ?班/u }).waitFor();
}, 240_000);
