/** Rooms: the centre books one, meets a conflict, takes what is offered, gives it up; the public's board says nothing of it. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf, withoutScrolling } from "./city.ts";

/** Nothing of the demo stands on that day. */
const DAY = new Date(Date.now() + 8 * 3_600_000 + 5 * 86_400_000).toISOString().slice(0, 10);
const PURPOSE = "复核用例评审会";

let browser: Browser;
let centre: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  centre = await pageOf(browser, "centre-1");
  await centre.goto(`${city.url}/console/venue?day=${DAY}`);
}, 240_000);
afterAll(async () => {
  await browser?.close();
}, 60_000);

const form = () => centre.getByRole("form", { name: "预约房间" });

async function pick(slot: string): Promise<void> {
  await centre.getByRole("button", { name: `评标四室 ${slot} 空闲，预约` }).press("Enter");
  await form().waitFor();
}

async function book(): Promise<void> {
  await form().getByLabel("事由").fill(PURPOSE);
  await form().getByRole("button", { name: "预约", exact: true }).click();
}

test("a free time becomes a booking by keys alone", async () => {
  await pick("08:00–18:00");
  await book();
  await centre.getByRole("button", { name: `08:00–10:00 评标 ${PURPOSE}` }).waitFor();
  await centre.getByRole("heading", { name: "预约：评标" }).waitFor();
});

test("a second booking of that time learns who holds the room, and takes the next free time with one press", async () => {
  await pick("10:00–18:00");
  await form().getByLabel("开始").fill(`${DAY}T09:00`);
  await form().getByLabel("结束").fill(`${DAY}T11:00`);
  await book();
  const answer = form().getByRole("alert");
  await answer.waitFor();
  expect(await answer.innerText()).toMatch(/评标四室在 .*08:00 至 .*10:00 已由/);
  expect(await answer.getByRole("button", { name: "改用评标二室" }).count()).toBe(1);
  await answer.getByRole("button", { name: `改到 ${DAY} 10:00` }).click();
  await form().getByRole("button", { name: "预约", exact: true }).click();
  await centre.getByRole("button", { name: `10:00–12:00 评标 ${PURPOSE}` }).waitFor();
});

test("a booking is given up with a reason, and the time is free again", async () => {
  await centre.getByRole("button", { name: `10:00–12:00 评标 ${PURPOSE}` }).click();
  await centre.getByLabel("取消原因").fill("评审改期");
  await centre.getByRole("button", { name: "取消预约" }).click();
  await centre.getByRole("button", { name: "评标四室 10:00–18:00 空闲，预约" }).waitFor();
  await centre.getByText("以表格查看").click();
  await centre.getByText("取消原因：评审改期").waitFor();
});

test("an officer sees the schedule and cannot book; on a phone each room is a list", async () => {
  const phone = { width: 360, height: 800 };
  const officer = await pageOf(browser, "inspector-1", phone);
  await officer.goto(`${city.url}/console/venue?day=${DAY}`);
  await officer.getByRole("button", { name: `08:00–10:00 评标 ${PURPOSE}` }).waitFor();
  expect(await officer.getByRole("button", { name: /空闲，预约/ }).count()).toBe(0);
  await withoutScrolling(officer);
  await officer.goto(`${city.url}/console/venue/evaluation-1`);
  await officer.getByRole("heading", { name: "设备事件", exact: true }).waitFor();
  await officer.getByText("因此不对任何人作出提示", { exact: false }).waitFor();
  await withoutScrolling(officer);
});

test("the board in the hall shows openings and rooms, and nothing of evaluations", async () => {
  const context = await browser.newContext({ viewport: { width: 1920, height: 1080 } });
  const board = await context.newPage();
  await board.goto(`${city.url}/board?lang=zh-CN`);
  await board.getByRole("heading", { name: "今日开标" }).waitFor();
  const rooms = board.locator(".rooms");
  expect(await rooms.getByRole("listitem").filter({ hasText: "评标一室" }).innerText()).toMatch(
    /使用中|空闲/,
  );
  expect(await board.content()).not.toContain(PURPOSE);
  // Letters of 25 mm on a display of 55 inches.
  const size = await board.evaluate<number>(
    "parseFloat(getComputedStyle(document.querySelector('.openings .what, .openings .none')).fontSize)",
  );
  expect(size).toBeGreaterThanOrEqual(39);
  for (const viewport of [
    { width: 1920, height: 1080 },
    { width: 1080, height: 1920 },
  ]) {
    await board.setViewportSize(viewport);
    await withoutScrolling(board);
  }
});
