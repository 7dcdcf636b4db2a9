/** a number of the board, its list, one warning, another mode, and the same question answered otherwise. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { CheckAnswer, WarningPage } from "../contract/src/warnings.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf, withoutScrolling } from "./city.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
}, 60_000);

/** A deadline that leaves ten days, asked as the trading system does. */
async function ask(actId: string): Promise<CheckAnswer> {
  const reply = await fetch(`${city.url}/api/warnings/check?source=demo`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${city.operatorToken}`,
      "content-type": "application/json",
    },
    body: JSON.stringify({
      actId,
      stage: "notice",
      act: "publishNotice",
      facts: {
        regime: "works",
        isMandatory: true,
        isInDesignatedMedia: true,
        documentsFrom: "2026-05-01",
        documentsTo: "2026-05-08",
        bidDeadline: "2026-05-11T09:30:00+08:00",
        openingAt: "2026-05-11T09:30:00+08:00",
      },
    }),
  });
  expect(reply.status).toBe(200);
  return (await reply.json()) as CheckAnswer;
}

const listOf = async (page: Page, query: string): Promise<WarningPage> =>
  (await page.request.get(`${city.url}/api/warnings?${query}`)).json() as Promise<WarningPage>;

test("number → list → one warning with its article and days → handled", async () => {
  const director = await pageOf(browser, "director-1");
  expect((await ask("e2e/first")).advice).toBe("block");
  await director.goto(`${city.url}/console/warnings`);
  const stage = director.getByRole("navigation", { name: "九个环节" }).getByRole("link", {
    name: /^公告：/,
  });
  await stage.click();
  const { total } = await listOf(director, "stage=notice");
  await director.getByRole("heading", { name: `警示清单 ${total}` }).waitFor();
  const row = director.getByRole("row").filter({ hasText: "尚未公告的项目" }).first();
  await row.getByRole("link", { name: /投标准备时间少于二十日/ }).click();
  await director.getByText("《中华人民共和国招标投标法》第24条").waitFor();
  await director.getByText("2026-05-21").first().waitFor();
  await director.getByLabel("说明").fill("已电话告知代理机构。");
  await director.getByLabel("已转送").check();
  await director.getByRole("button", { name: "记录处置" }).click();
  await director.getByText("已电话告知代理机构。").first().waitFor();
}, 120_000);

test("the director sets another mode, and the next question is answered otherwise", async () => {
  const director = await pageOf(browser, "director-1");
  await director.goto(`${city.url}/console/warnings/nodes`);
  const row = director.getByRole("row").filter({ hasText: "W-NOT-01" });
  await row.getByRole("button", { name: /设定方式/ }).click();
  const sheet = director.getByRole("dialog");
  await sheet.getByRole("radio", { name: /^提醒/ }).check();
  await sheet.getByRole("button", { name: "设定", exact: true }).click();
  await sheet.getByText("请写明理由，至少十个字。").waitFor();
  await sheet.getByLabel("理由", { exact: true }).fill("与交易系统联调期间只作提醒，月底恢复。");
  await sheet.getByRole("button", { name: "设定", exact: true }).click();
  await row.getByText("与交易系统联调期间只作提醒", { exact: false }).waitFor();
  expect((await ask("e2e/second")).advice).toBe("warn");
}, 120_000);

test("an inspector reads and has no act; a phone needs no scrolling sideways", async () => {
  const inspector = await pageOf(browser, "inspector-1", { width: 360 });
  await inspector.goto(`${city.url}/console/warnings`);
  await inspector.getByRole("navigation", { name: "九个环节" }).waitFor();
  await withoutScrolling(inspector);
  await inspector.goto(`${city.url}/console/warnings/nodes`);
  await inspector.getByText("W-NOT-01").waitFor();
  expect(await inspector.getByRole("button", { name: /设定方式/ }).count()).toBe(0);
  await withoutScrolling(inspector);
}, 120_000);
