/** On site: a supervisor sees a live opening, tells a purpose for an evaluation; a ticket serves nobody else; the look is on record. */
import { get } from "node:http";

import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { PicturesToday, ProjectToday, RoomToday, ViewingList } from "../contract/src/video.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { city, pageOf, withoutScrolling } from "./city.ts";

const REASON = "核对评标现场秩序";
const WAIT_MS = 60_000;

let browser: Browser;
let officer: Page;
beforeAll(async () => {
  browser = await launchBrowser();
  officer = await pageOf(browser, "inspector-1");
}, 240_000);
afterAll(async () => {
  await browser?.close();
}, 60_000);

/** A room of the zone that is in use now and has a camera. */
async function roomNow(
  zone: RoomToday["zone"],
): Promise<{ project: ProjectToday; room: RoomToday }> {
  const reply = await officer.request.get(`${city.url}/api/video/today`);
  expect(reply.status()).toBe(200);
  const { projects, now } = (await reply.json()) as PicturesToday;
  for (const project of projects)
    for (const room of project.rooms)
      if (room.zone === zone && room.channels.length > 0 && room.from <= now && now < room.to)
        return { project, room };
  throw new Error(`no room of ${zone} is in use`);
}

async function pick(page: Page, { project, room }: Awaited<ReturnType<typeof roomNow>>) {
  await page
    .getByRole("region", { name: project.title, exact: true })
    .locator(".is-now .room-pick")
    .filter({ hasText: room.roomName })
    .first()
    .click();
}

const timeOf = (video: Locator) =>
  video.evaluate<number, HTMLVideoElement>((element) => element.currentTime);

async function expectMoving(video: Locator): Promise<void> {
  await expect.poll(() => timeOf(video), { timeout: WAIT_MS }).toBeGreaterThan(0);
  const before = await timeOf(video);
  await expect.poll(() => timeOf(video), { timeout: WAIT_MS }).toBeGreaterThan(before + 1);
}

test("a live opening plays as soon as its room is chosen, with the time under it", async () => {
  const opening = await roomNow("opening");
  await officer.goto(`${city.url}/console/pictures`);
  await officer.getByRole("heading", { name: /今天有 \d+ 个场次/ }).waitFor();
  await pick(officer, opening);
  await expectMoving(officer.locator("video"));
  await officer.getByRole("region", { name: `${opening.room.roomName}的时间线` }).waitFor();
  await officer.locator(".time-bar").waitFor();
  await withoutScrolling(officer);
}, 180_000);

/** The answer to a request for the line by that session. */
const knock = (address: string, cookie: string): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    const headers = {
      cookie,
      connection: "Upgrade",
      upgrade: "websocket",
      "sec-websocket-version": "13",
      "sec-websocket-key": "AAAAAAAAAAAAAAAAAAAAAA==",
    };
    const request = get(address.replace(/^ws/, "http"), { headers }, (reply) => {
      reply.resume();
      resolve(reply.statusCode);
    });
    request.on("upgrade", (_reply, socket) => {
      socket.destroy();
      resolve(101);
    });
    request.on("error", reject);
  });

test("an evaluation asks for a purpose; its picture names the viewer, its ticket serves no other session, its look is listed", async () => {
  const evaluation = await roomNow("evaluation");
  await officer.keyboard.press("4");
  await officer.getByRole("button", { name: "画面 2", exact: true }).click();
  await pick(officer, evaluation);
  const form = officer.getByRole("form", { name: "查看事由" });
  await form.getByRole("button", { name: "打开画面" }).click();
  await form.getByText("请写明事由", { exact: false }).waitFor();
  const line = officer.waitForEvent("websocket");
  await form.getByLabel("事由", { exact: true }).fill(REASON);
  await form.getByRole("button", { name: "打开画面" }).click();
  const address = (await line).url();
  const cell = officer.locator(".wall-cell").nth(1);
  await expectMoving(cell.locator("video"));
  expect(await cell.locator(".watermark").innerText()).toContain("方正言");

  const other = await pageOf(browser, "housing-1");
  const cookies = await other.context().cookies();
  const cookie = cookies.map(({ name, value }) => `${name}=${value}`).join("; ");
  expect(await knock(address, cookie)).toBe(403);

  await cell.getByRole("button", { name: /^关闭/ }).click();
  const { ocid } = evaluation.project;
  const secondsOf = async () => {
    const path = `${city.url}/api/video/projects/${encodeURIComponent(ocid)}/viewings`;
    const { rows } = (await (await officer.request.get(path)).json()) as ViewingList;
    return rows.find(({ reason }) => reason === REASON)?.seconds ?? 0;
  };
  await expect.poll(secondsOf, { timeout: WAIT_MS }).toBeGreaterThan(0);
}, 240_000);

test("on a phone the list comes first and then one picture", async () => {
  const phone = await pageOf(browser, "inspector-1", { width: 360, height: 800 });
  await phone.goto(`${city.url}/console/pictures`);
  await phone.getByRole("navigation", { name: "今天的项目与房间" }).waitFor();
  expect(await phone.locator(".wall-cell:visible").count()).toBe(1);
  await withoutScrolling(phone);
});
