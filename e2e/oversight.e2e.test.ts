/** Journey J14: a late case, the inspector's urging, the department's word; the department can stop nothing. */
import { setTimeout as delay } from "node:timers/promises";

import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Board } from "../contract/src/oversight.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { type RunningServer, startServer } from "./server.ts";

let server: RunningServer;
let browser: Browser;
beforeAll(async () => {
  server = await startServer(60);
  browser = await launchBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
  expect(await server?.stop()).toBe(0);
}, 60_000);

async function pageOf(account: string, width = 1366): Promise<Page> {
  const context = await browser.newContext({ locale: "zh-CN", viewport: { width, height: 768 } });
  const page = await context.newPage();
  await signIn(page, account);
  return page;
}

async function signIn(page: Page, account: string): Promise<void> {
  await page.request.post(`${server.url}/api/session/demo`, {
    headers: { "x-mingjing-csrf": "1" },
    data: { account },
  });
}

const LOADED_MS = 180_000;

const SETTLED_MS = 6000;

/** A late case, once the replay of the city's year moves nothing any more. */
async function lateCase(inspector: Page): Promise<Board["rows"][number]> {
  const end = performance.now() + LOADED_MS;
  let before = "";
  while (performance.now() < end) {
    await signIn(inspector, "inspector-1");
    const reply = await inspector.request.get(`${server.url}/api/oversight/board`);
    const { rows = [], handled = [] } = (await reply.json()) as Partial<Board>;
    const late = rows.find(
      ({ situation, unit, notice }) =>
        situation === "statutoryLate" && notice === undefined && /^[a-z]+$/.test(unit.id),
    );
    const now = JSON.stringify([rows.map(({ id }) => id), handled.length]);
    if (late !== undefined && now === before) return late;
    before = now;
    await delay(SETTLED_MS);
  }
  throw new Error("the demo city has no late case of a department");
}

test("late case → urging → signed for and explained → closed; the department stops nothing", async () => {
  const inspector = await pageOf("inspector-1");
  // The city is loaded while the server already answers.
  const late = await lateCase(inspector);
  await inspector.goto(`${server.url}/console/oversight?figure=late`);
  const all = inspector.getByRole("button", { name: "全部", exact: true });
  if (await all.isVisible()) await all.click();
  const row = inspector.getByRole("row").filter({ hasText: late.number }).first();
  await row.getByRole("button", { name: "督促" }).click();
  await inspector.getByRole("button", { name: "签发" }).click();
  await inspector.getByRole("heading", { name: /^督促 DC-/ }).waitFor();
  const address = inspector.url();

  const officer = await pageOf(`${late.unit.id}-1`, 360);
  await officer.goto(address);
  await officer.getByRole("button", { name: "签收" }).click();
  await officer.getByLabel("整改情况或者理由").fill("等待专家意见，今日作出处理。");
  const forbidden = await officer.request.delete(address.replace("/console", "/api"), {
    headers: { "x-mingjing-csrf": "1" },
  });
  expect(forbidden.status()).toBe(404);
  const board = await officer.request.get(`${server.url}/api/oversight/board`);
  expect(board.status()).toBe(403);
  await officer.getByRole("button", { name: "提交回复" }).click();
  await officer.getByText("已改正").first().waitFor();
  expect(await officer.getByRole("button", { name: "办结" }).count()).toBe(0);
  const overflow = await officer
    .locator("html")
    .evaluate((root) => root.scrollWidth - root.clientWidth);
  expect(overflow).toBeLessThanOrEqual(0);

  await inspector.reload();
  await inspector.getByText("等待专家意见，今日作出处理。").waitFor();
  await inspector.getByLabel("办结意见").fill("已说明，办结。");
  await inspector.getByRole("button", { name: "办结" }).click();
  await inspector.getByText("已说明，办结。").waitFor();
}, 300_000);
