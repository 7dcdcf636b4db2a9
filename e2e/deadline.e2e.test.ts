/** A citizen asks by which day an objection must be answered; the browser counts again by itself. */
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, withoutScrolling } from "./city.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 120_000);
afterAll(async () => {
  await browser?.close();
}, 60_000);

test("a works objection: three days, the holiday, the next working day; counted again in the browser", async () => {
  const page = await browser.newPage({ locale: "zh-CN", viewport: { width: 1366, height: 768 } });
  await page.goto(`${city.url}/duties`);
  await page.getByRole("link", { name: "期限怎么算" }).first().click();
  await page.getByLabel("什么事").selectOption({ label: "异议" });
  await page.getByLabel("哪类交易").selectOption({ label: "工程招标" });
  await page.getByLabel("收到的日期").fill("2026-09-31");
  await page.getByRole("button", { name: "算" }).click();
  await page.getByText("要是日历上有的一天").waitFor();
  await page.getByLabel("收到的日期").fill("2026-09-24");
  await page.getByRole("button", { name: "算" }).click();
  await page.getByRole("heading", { name: "最晚 2026年9月28日" }).waitFor();
  await page.getByText("您的浏览器自己又数了一遍，结果一致。").waitFor();
  const strip = page.getByRole("table", { name: "答复异议，逐日计算" });
  expect(await strip.locator("td.counted").count()).toBe(3);
  expect(await strip.locator("td.due").innerText()).toContain("届满");
});

test("without scripts the dates stand on the page all the same; a phone needs no scrolling aside", async () => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    locale: "zh-CN",
    viewport: { width: 360, height: 780 },
  });
  const page = await context.newPage();
  await page.goto(
    `${city.url}/deadline?kind=complaint&regime=procurement&event=2026-12-10&accepted=2026-12-10`,
  );
  await page.getByText("暂定：2027 年放假安排还没有公布").waitFor();
  await page.getByText("您的浏览器可以自己再数一遍").waitFor();
  const other = await browser.newPage({ viewport: { width: 360, height: 780 } });
  await other.goto(page.url());
  await withoutScrolling(other);
});

test("a complaint without a challenge: the wizard says so and leads to the challenge, one question a page", async () => {
  const context = await browser.newContext({
    javaScriptEnabled: false,
    locale: "zh-CN",
    viewport: { width: 360, height: 780 },
  });
  const page = await context.newPage();
  await page.goto(`${city.url}/voice`);
  await page.getByRole("link", { name: "对答复不满意" }).click();
  await page.getByRole("link", { name: "政府采购", exact: true }).click();
  await page.getByRole("link", { name: "没有提过" }).click();
  await page.getByRole("heading", { name: "现在还不能提" }).waitFor();
  await page.getByText("投诉要署真实姓名并签章").waitFor();
  await page.getByRole("link", { name: "看看质疑还来不来得及" }).click();
  await page.getByLabel("日期").fill("2026-13-01");
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByText("不晚于今天").waitFor();
  const today = await page.getByLabel("日期").getAttribute("placeholder");
  await page.getByLabel("日期").fill(today ?? "");
  await page.getByRole("button", { name: "下一步" }).click();
  await page.getByRole("heading", { name: "现在可以提" }).waitFor();
  await page.getByRole("heading", { name: "如果今天提交" }).waitFor();
  await page.getByRole("link", { name: "看每一天怎么数" }).click();
  await page.getByRole("table", { name: "答复质疑，逐日计算" }).waitFor();
});
