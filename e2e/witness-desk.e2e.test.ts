/** One witness, the board of rooms: an act within twenty seconds by keys alone, a sheet, a hand-over that is refused and then received. */
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { WitnessBoard } from "../contract/src/witnessing.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf, withoutScrolling } from "./city.ts";

/** The opening that the demo reads out by itself. */
const RUNNING = "open-04-1";
const MOST_SECONDS = 20;

let browser: Browser;
let witness: Page;
let second: Page;
let bidder: Page;
let inspector: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  witness = await pageOf(browser, "centre-1");
  second = await pageOf(browser, "centre-2");
  bidder = await pageOf(browser, "bidder-1", { width: 360, height: 800 });
  inspector = await pageOf(browser, "inspector-1");
}, 240_000);
afterAll(async () => {
  await browser?.close();
}, 60_000);

const desk = (page: Page) => page.goto(`${city.url}/console/witness-desk`);
const tile = (page: Page, room: string) => page.getByRole("listitem").filter({ hasText: room });
const receipt = (page: Page) => page.locator(".witness-receipt");

async function boardOf(page: Page): Promise<WitnessBoard> {
  const reply = await page.request.get(`${city.url}/api/witnessing/board`);
  expect(reply.status()).toBe(200);
  return (await reply.json()) as WitnessBoard;
}

/** The room of the opening, and its key. */
async function roomOf(page: Page, session: string) {
  const found = (await boardOf(page)).rooms.find((room) => room.session?.id === session);
  if (found?.key === undefined) throw new Error(`no room for ${session}`);
  return { room: found.room, key: found.key };
}

test("the board fits the screen beside its panel, and a phone without scrolling sideways", async () => {
  await desk(witness);
  await witness.getByRole("heading", { name: /今天有 \d+ 个场所/ }).waitFor();
  await tile(witness, "开标一室").first().waitFor();
  const heights = await witness
    .locator("html")
    .evaluate((root) => [root.scrollHeight, root.clientHeight]);
  expect(heights[0]).toBeLessThanOrEqual(heights[1] ?? 0);
  await withoutScrolling(witness);
});

test("an objection without an answer brings its room to the front, and the tile says so", async () => {
  const { room } = await roomOf(witness, RUNNING);
  const path = `${city.url}/api/openings/${RUNNING}/objections`;
  const reply = await bidder.request.post(path, {
    headers: { "x-mingjing-csrf": "1" },
    data: { text: "请说明第二家报价是否已经重读。" },
  });
  expect(reply.status(), await reply.text()).toBe(200);
  const first = witness.locator(".room-tile").first();
  await first.getByText(/异议 1 件未答复，已 \d+:\d\d/).waitFor({ timeout: 20_000 });
  expect(await first.innerText()).toContain(room);
});

test("an act is recorded by keys alone in less than twenty seconds, and its receipt names the fact", async () => {
  const { room, key } = await roomOf(witness, RUNNING);
  const begin = performance.now();
  await witness.keyboard.press(key);
  await witness.keyboard.press("/");
  await witness.keyboard.type("yywdcdf", { delay: 120 });
  await witness.keyboard.press("Enter");
  await receipt(witness).getByText(`${room} 已记录：K-04 异议未当场答复`).waitFor();
  const seconds = (performance.now() - begin) / 1000;
  expect(seconds).toBeLessThan(MOST_SECONDS);
  console.log(`recorded in ${seconds.toFixed(1)} s`);
  await receipt(witness)
    .getByText(/事实 [0-9a-f]{8} · \d\d:\d\d:\d\d 入库/)
    .waitFor();
});

test("U takes it back; the list keeps the line struck out", async () => {
  await witness.getByText("您从").click();
  await witness.keyboard.press("u");
  await receipt(witness).getByText("已撤销：K-04").waitFor();
  await inspector.goto(`${city.url}/console/witness-desk/records`);
  await inspector.getByText("已撤销：按错，当场撤销").waitFor();
});

test("an act without a measure gets a sheet that prints on one page and is signed once", async () => {
  await witness.goto(`${city.url}/console/witness-desk/records`);
  await witness.getByRole("link", { name: "开处置单" }).first().click();
  await witness.getByLabel("提醒内容").fill("请重读第二家报价，并记入开标记录。");
  await witness.getByRole("button", { name: "开出处置单" }).click();
  await witness.getByRole("heading", { name: "现场处置单" }).waitFor();
  await witness.getByText(/编号 XC-\d{4}-\d{4}/).waitFor();
  const paper = (await witness.pdf({ preferCSSPageSize: true })).toString("latin1");
  expect(paper.match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
  await witness.getByRole("button", { name: "拒绝签字" }).click();
  await witness.getByRole("cell", { name: "拒绝签字" }).waitFor();
  expect(await witness.getByRole("button", { name: "已签字" }).count()).toBe(0);
});

test("a hand-over lists what is open; refused, the giver still watches; received, the other does", async () => {
  const { room } = await roomOf(witness, RUNNING);
  const watcher = async () =>
    (await boardOf(witness)).rooms.find((one) => one.room === room)?.watcher?.account;
  const offer = async () => {
    await witness.getByRole("button", { name: "交班" }).click();
    await witness.getByText("号异议未答复").waitFor();
    await witness.getByRole("button", { name: "交给接班人" }).click();
    await witness.getByText("已交 陆知远，等待签收").waitFor();
  };
  await desk(witness);
  await offer();
  await desk(second);
  await second.getByText("正在开标").first().waitFor();
  await second.getByLabel("拒收理由").fill("另有开标值守");
  await second.getByRole("button", { name: "拒收" }).click();
  await expect.poll(() => second.getByRole("button", { name: "签收接班" }).count()).toBe(0);
  expect(await watcher()).toBe("centre-1");
  await witness.getByRole("button", { name: "交班" }).waitFor({ timeout: 20_000 });
  await offer();
  await second.getByRole("button", { name: "签收接班" }).click({ timeout: 20_000 });
  await second.getByText(/您从 \d\d:\d\d 起值守/).waitFor();
  expect(await watcher()).toBe("centre-2");
});

test("once the host has answered, nothing calls the witness there for it", async () => {
  const agency = await pageOf(browser, "agency-1");
  const reply = await agency.request.post(
    `${city.url}/api/openings/${RUNNING}/objections/1/answer`,
    { headers: { "x-mingjing-csrf": "1" }, data: { text: "已经重读，并记入开标记录。" } },
  );
  expect(reply.status(), await reply.text()).toBe(200);
  const { rooms } = await boardOf(witness);
  const reasons = rooms.find(({ session }) => session?.id === RUNNING)?.reasons;
  expect(reasons?.map(({ code }) => code)).not.toContain("unanswered");
});

test("the parties have no such page; a phone shows a list without scrolling sideways", async () => {
  const refused = await bidder.request.get(`${city.url}/api/witnessing/board`);
  expect(refused.status()).toBe(403);
  await second.setViewportSize({ width: 360, height: 800 });
  await desk(second);
  await second.locator(".tile-pick").first().click();
  await withoutScrolling(second);
  await second.goto(`${city.url}/console/witness-desk/records`);
  await second.getByRole("heading", { name: /见证记录 \d+ 条/ }).waitFor();
  await withoutScrolling(second);
});
