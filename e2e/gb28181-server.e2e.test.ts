/** A device of GB/T 28181 knocks, is accepted on the page, and its picture plays; a wrong password is refused and seen. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import type { PicturesToday, ProjectToday, RoomToday } from "../contract/src/video.ts";
import {
  CHANNEL,
  DEVICE,
  freePort,
  makePicture,
  PASSWORD,
  type SippDevice,
  startSippDevice,
} from "../gb28181/test/sipp-device.ts";
import { launchBrowser } from "../web/test/launch-browser.ts";
import { withoutScrolling } from "./city.ts";
import { type RunningServer, startServer } from "./server.ts";

const PLATFORM = "34020000002000000001";
const WAIT_MS = 60_000;

let browser: Browser;
let city: RunningServer;
let folder: string;
let picture: string;
let sipPort: number;
let centre: Page;
const devices: SippDevice[] = [];

async function pageOf(account: string): Promise<Page> {
  const context = await browser.newContext({
    locale: "zh-CN",
    viewport: { width: 1366, height: 768 },
  });
  const page = await context.newPage();
  // A fresh city gives its people their posts within the first minute.
  const signIn = async () => {
    const headers = { "x-mingjing-csrf": "1" };
    await page.request.post(`${city.url}/api/session/demo`, { headers, data: { account } });
    return (await page.request.get(`${city.url}/api/video/today`)).status();
  };
  const end = performance.now() + 150_000;
  while ((await signIn()) !== 200) {
    if (performance.now() > end) throw new Error(`${account} cannot look at the rooms`);
    await delay(500);
  }
  return page;
}

/** An opening that is on and has a room with cameras. */
async function openingNow(): Promise<{ project: ProjectToday; room: RoomToday } | undefined> {
  const reply = await centre.request.get(`${city.url}/api/video/today`);
  const { projects, now } = (await reply.json()) as PicturesToday;
  for (const project of projects)
    for (const room of project.rooms)
      if (room.zone === "opening" && room.channels.length > 0 && room.from <= now && now < room.to)
        return { project, room };
  return undefined;
}

async function startDevice(password: string): Promise<SippDevice> {
  const device = await startSippDevice({
    platformPort: sipPort,
    signalling: "udp",
    media: "udp",
    picture,
    password,
  });
  devices.push(device);
  return device;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mingjing-gb-server-"));
  sipPort = await freePort();
  const starting = startServer(2, {
    MINGJING_CAMERAS: "on",
    MINGJING_GB28181_ID: PLATFORM,
    MINGJING_GB28181_HOST: "127.0.0.1",
    MINGJING_GB28181_PORT: String(sipPort),
    MINGJING_GB28181_MEDIA_PORTS: "39300-39320",
  });
  picture = makePicture(folder, 50);
  [browser, city] = await Promise.all([launchBrowser(), starting]);
  centre = await pageOf("centre-1");
}, 240_000);
afterAll(async () => {
  for (const device of devices) await device.stop();
  await browser?.close();
  await city?.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

const alarms = () => centre.getByRole("list", { name: "被拒绝的注册" });
const deviceItem = () => centre.getByRole("listitem", { name: "开标区录像机" });

async function choose(form: Locator, label: string, option: string): Promise<void> {
  await form.getByLabel(label, { exact: true }).click();
  await centre.locator(".ant-select-item-option", { hasText: option }).first().click();
}

test("the register shows the city's rooms and cameras, and says what is wrong with a form beside its field", async () => {
  await centre.goto(`${city.url}/console/cameras`);
  await centre.getByRole("heading", { name: /在用摄像机 \d+ 台/ }).waitFor();
  const table = centre.getByRole("table", { name: "房间与摄像机" });
  await table
    .getByRole("rowheader", { name: /主持席/ })
    .first()
    .waitFor();
  await centre.getByText(PLATFORM).waitFor();
  await centre.getByRole("button", { name: "登记网络摄像机", exact: true }).click();
  const form = centre.getByRole("form", { name: "登记网络摄像机" });
  await form.getByLabel("取流地址").fill("http://10.0.0.64/");
  await form.getByRole("button", { name: "保存登记" }).click();
  await form.getByText("请填写名称", { exact: false }).waitFor();
  await form.getByText("地址要以 rtsp://", { exact: false }).waitFor();
  await form.getByRole("button", { name: "关闭" }).click();
  await withoutScrolling(centre);
}, 120_000);

test("a device that nobody accepted is refused; one press on its alarm opens its acceptance", async () => {
  await startDevice(PASSWORD);
  await alarms().getByText("编号未准入").waitFor({ timeout: WAIT_MS });
  await alarms().getByRole("button", { name: "准入国标设备" }).first().click();
  const form = centre.getByRole("form", { name: "准入国标设备" });
  expect(await form.getByLabel("设备编号").inputValue()).toBe(DEVICE);
  await form.getByRole("button", { name: "保存准入" }).click();
  await form.getByText("请填写口令，与设备上填写的一致", { exact: false }).waitFor();
  await form.getByLabel("设备名称").fill("开标区录像机");
  await form.getByLabel("口令", { exact: true }).fill(PASSWORD);
  await form.getByRole("button", { name: "保存准入" }).click();
  await deviceItem().getByText("离线").waitFor({ timeout: WAIT_MS });
}, 120_000);

test("a wrong password is refused, and the page says so", async () => {
  // The register is read every three seconds.
  await delay(4000);
  await startDevice("not-its-password");
  await alarms().getByText("口令不符").waitFor({ timeout: WAIT_MS });
  await deviceItem().getByText("离线").waitFor();
}, 120_000);

test("the accepted device comes in; its channel becomes a camera and plays where its room is watched", async () => {
  await startDevice(PASSWORD);
  await deviceItem().getByText("在线").waitFor({ timeout: WAIT_MS });
  await deviceItem().getByText(CHANNEL).waitFor({ timeout: WAIT_MS });
  const opening = await openingNow();
  if (opening === undefined) throw new Error("no opening is on");
  const { project, room } = opening;
  await deviceItem().getByRole("button", { name: "登记为摄像机 会议室" }).click();
  const form = centre.getByRole("form", { name: "登记网络摄像机" });
  await choose(form, "房间", room.roomName);
  await form.getByRole("button", { name: "保存登记" }).click();
  await deviceItem().getByText("已登记为“会议室”").waitFor({ timeout: WAIT_MS });
  const row = centre
    .getByRole("row")
    .filter({ has: centre.getByRole("rowheader", { name: /会议室/ }) });
  await row.getByText("正在录制").waitFor({ timeout: WAIT_MS });

  await centre.goto(`${city.url}/console/pictures`);
  await centre
    .getByRole("region", { name: project.title, exact: true })
    .getByRole("button", { name: "会议室" })
    .first()
    .click({ timeout: WAIT_MS });
  const video = centre.locator("video");
  const timeOf = () =>
    video.evaluate((element) => (element as unknown as { currentTime: number }).currentTime);
  await expect.poll(timeOf, { timeout: WAIT_MS }).toBeGreaterThan(0);
  const before = await timeOf();
  await expect.poll(timeOf, { timeout: WAIT_MS }).toBeGreaterThan(before + 1);
  expect(await pixelOf(centre)).toBe("green");
}, 180_000);

const PIXEL = `(() => {
  const video = document.querySelector("video");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
  const drawing = canvas.getContext("2d");
  drawing.drawImage(video, 0, 0);
  return [...drawing.getImageData(canvas.width / 4, canvas.height / 2, 1, 1).data.slice(0, 3)];
})()`;

/** The left half of the test picture is green (makePicture), as far as two colour matrices may differ. */
async function pixelOf(page: Page): Promise<string> {
  const [red = 0, green = 0, blue = 0] = await page.evaluate<number[]>(PIXEL);
  const near = (one: number, wanted: number) => Math.abs(one - wanted) < 25;
  return near(red, 0x20) && near(green, 0xa0) && near(blue, 0x40)
    ? "green"
    : `${red} ${green} ${blue}`;
}

test("T47: a copy from another address is refused while the device goes on", async () => {
  const script = join(import.meta.dirname, "../gb28181/test/clone.xml");
  const line = `-sf ${script} -t u1 -m 1 -nostdin -i 127.0.0.77 -p 5099 -key device ${DEVICE} -au ${DEVICE} -ap ${PASSWORD}`;
  const clone = spawn("/usr/bin/sipp", [...line.split(" "), `127.0.0.1:${sipPort}`], {
    stdio: "ignore",
    cwd: folder,
  });
  const [code] = (await once(clone, "exit")) as [number];
  expect(code).toBe(0);
  await centre.goto(`${city.url}/console/cameras`);
  await alarms().getByText("编号重复").waitFor({ timeout: WAIT_MS });
  await alarms().getByText("来自 127.0.0.77:5099/udp", { exact: false }).waitFor();
  await deviceItem().getByText("在线").waitFor();
}, 60_000);
