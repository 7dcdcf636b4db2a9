/** What a unit publishes everybody can read and subscribe to; what it takes back is gone within seconds. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf } from "./city.ts";

const NUMBER = "云建罚〔2026〕777号";
const TITLE = "对安澜测试建设有限公司的行政处罚决定";
const REASON = "原决定经行政复议撤销。";

let browser: Browser;

beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);

afterAll(async () => {
  await browser?.close();
}, 60_000);

async function openPage(path: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 1366, height: 768 },
    locale: "zh-CN",
  });
  const page = await context.newPage();
  await page.goto(city.url + path);
  return page;
}

async function fill(page: Page, words: Readonly<Record<string, string>>): Promise<void> {
  for (const [label, value] of Object.entries(words))
    await page.getByRole("textbox", { name: label, exact: true }).fill(value);
}

test("publish from the console, read on the portal, subscribe, withdraw: gone within seconds, the reason stays", async () => {
  const officer = await pageOf(browser, "housing-1");
  await officer.goto(`${city.url}/console/publications/new`);
  await officer.getByRole("radio", { name: /行政处罚/ }).check();
  await fill(officer, {
    文号: NUMBER,
    标题: TITLE,
    正文: "法定代表人：陈岚。处罚款二万元。",
    公示依据: "行政处罚法第48条",
    所涉单位名称: "安澜测试建设有限公司",
  });
  await officer.getByLabel("作出日期").fill("2026-01-08");
  await officer.getByRole("button", { name: "核查文字" }).click();
  await officer.getByText("自然人姓名").waitFor();
  await officer.getByRole("button", { name: "换成隐去后的文字" }).click();
  await officer.getByRole("button", { name: "核查文字" }).click();
  await officer.getByText("没有发现").waitFor();
  await officer.getByRole("button", { name: "公示", exact: true }).click();
  await officer.waitForURL(/\/console\/publications\/[0-9a-f]{20}$/u);
  const id = officer.url().split("/").at(-1) ?? "";

  const reader = await openPage("/column?kind=penalty");
  await reader.getByRole("link", { name: TITLE }).click();
  await reader.getByRole("heading", { level: 1, name: TITLE }).waitFor();
  const words = await reader.locator("article").innerText();
  expect(words).toContain("法定代表人：陈某");
  expect(words).not.toContain("陈岚");
  const feed = async () =>
    (await fetch(`${city.url}/column.rss?q=${encodeURIComponent(NUMBER)}`)).text();
  expect(await feed()).toContain(`/column/${id}`);

  await officer.getByRole("button", { name: "撤回", exact: true }).click();
  const sheet = officer.getByRole("dialog");
  await sheet.getByRole("radio", { name: /撤销/ }).check();
  await sheet.getByLabel("事由说明").fill("云政复决〔2026〕31号");
  await sheet.getByLabel("公开的理由").fill(REASON);
  await sheet.getByLabel("输入文号确认").fill(NUMBER);
  const at = Date.now();
  await sheet.getByRole("button", { name: "撤回", exact: true }).click();
  await expect
    .poll(async () => (await fetch(`${city.url}/column/${id}`)).status, { timeout: 5000 })
    .toBe(410);
  expect(Date.now() - at).toBeLessThan(5000);
  await reader.reload();
  await reader.getByRole("heading", { level: 1, name: "这一件已撤回" }).waitFor();
  const left = await reader.locator("main").innerText();
  expect(left).toContain(REASON);
  expect(left).not.toContain("安澜测试");
  expect(await feed()).not.toContain(id);
  await officer.getByText("已撤回").first().waitFor();
});
