/** Journey J14: a late case, the inspector's urging, the department's word; the department can stop nothing. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { Board, CardList } from "../contract/src/oversight.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf, withoutScrolling } from "./city.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
}, 240_000);
afterAll(async () => {
  await browser?.close();
}, 60_000);

/** A late case of a department, about which nobody sent a notice yet. */
async function lateCase(inspector: Page): Promise<Board["rows"][number]> {
  const reply = await inspector.request.get(`${city.url}/api/oversight/board`);
  const { rows } = (await reply.json()) as Board;
  const late = rows.find(
    ({ situation, unit, notice }) =>
      situation === "statutoryLate" && notice === undefined && /^[a-z]+$/.test(unit.id),
  );
  if (late === undefined) throw new Error("the demo city has no late case of a department");
  return late;
}

test("J3, overdue: the group stationed in the unit was told by itself, sees each rung, and has no act on the case", async () => {
  const inspector = await pageOf(browser, "inspector-1");
  const late = await lateCase(inspector);
  const group = await pageOf(browser, `discipline-${late.unit.id}-1`);
  await group.goto(`${city.url}/console/`);
  await group.getByRole("link", { name: "来件已超期" }).click();
  await group.getByText(late.number).first().waitFor();
  await group.goto(`${city.url}/console/notifications`);
  const told = group.getByRole("listitem").filter({ hasText: late.number }).first();
  await told.getByText("有期限已过，系统已自动上报").waitFor();
  await told.getByRole("link").first().click();
  await group.getByRole("heading", { name: "每一天怎么算" }).waitFor();
  const rungs = group.locator("li", { hasText: "期限提醒与上报" });
  await rungs.filter({ hasText: "驻在纪检监察组" }).first().waitFor();
  await rungs.filter({ hasText: "超期 1 个工作日" }).first().waitFor();
  for (const act of ["签收", "受理审查", "暂停期限", "签发处理决定"])
    expect(await group.getByRole("button", { name: act, exact: true }).count(), act).toBe(0);
}, 60_000);

test("late case → urging → signed for and explained → closed; the department stops nothing", async () => {
  const inspector = await pageOf(browser, "inspector-1");
  const late = await lateCase(inspector);
  await inspector.goto(`${city.url}/console/oversight?figure=late`);
  const all = inspector.getByRole("button", { name: "全部", exact: true });
  if (await all.isVisible()) await all.click();
  const row = inspector.getByRole("row").filter({ hasText: late.number }).first();
  await row.getByRole("button", { name: "督促" }).click();
  await inspector.getByRole("button", { name: "签发" }).click();
  await inspector.getByRole("heading", { name: /^督促 DC-/ }).waitFor();
  const address = inspector.url();

  const officer = await pageOf(browser, `${late.unit.id}-1`, { width: 360 });
  await officer.goto(address);
  await officer.getByRole("button", { name: "签收" }).click();
  await officer.getByLabel("整改情况或者理由").fill("等待专家意见，今日作出处理。");
  const forbidden = await officer.request.delete(address.replace("/console", "/api"), {
    headers: { "x-mingjing-csrf": "1" },
  });
  expect(forbidden.status()).toBe(404);
  const board = await officer.request.get(`${city.url}/api/oversight/board`);
  expect(board.status()).toBe(403);
  await officer.getByRole("button", { name: "提交回复" }).click();
  await officer.getByText("已改正").first().waitFor();
  expect(await officer.getByRole("button", { name: "办结" }).count()).toBe(0);
  await withoutScrolling(officer);

  await inspector.reload();
  await inspector.getByText("等待专家意见，今日作出处理。").waitFor();
  await inspector.getByLabel("办结意见").fill("已说明，办结。");
  await inspector.getByRole("button", { name: "办结" }).click();
  await inspector.getByText("已说明，办结。").waitFor();
}, 300_000);

test("the filled city has its score cards at once", async () => {
  const coordinator = await pageOf(browser, "coordinator-1");
  const reply = await coordinator.request.get(`${city.url}/api/oversight/cards`);
  const { rows } = (await reply.json()) as CardList;
  expect(rows.length).toBeGreaterThan(0);
}, 30_000);
