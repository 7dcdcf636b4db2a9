/** The wall of pictures in a real browser, with a camera that sends what the browser cannot play. */
import { Compile } from "typebox/compile";
import { afterAll, beforeAll, expect, test } from "vitest";

import { PicturesToday, Viewing } from "../../contract/src/video.ts";
import { openStage, type Stage } from "./browser.ts";
import { latinWords, overflow, seriousFindings, WIDE } from "./page-checks.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const isToday = Compile(PicturesToday);
const isViewing = Compile(Viewing);

const OCID = "ocds-mj0001-P1";
const camera = (channel: string, title: string) =>
  ({ channel, title, view: "room", state: "recording" }) as const;
const TODAY: PicturesToday = {
  day: "2026-06-01",
  now: "2026-06-01T02:00:00.000Z",
  hasProgram: true,
  projects: [
    {
      ocid: OCID,
      title: "云澜大道改造工程",
      warnings: 0,
      rooms: [
        {
          booking: "booking-1",
          room: "opening-1",
          roomName: "开标一室",
          zone: "opening",
          use: "opening",
          title: "云澜大道改造工程开标",
          from: "2026-06-01T01:00:00.000Z",
          to: "2026-06-01T05:00:00.000Z",
          channels: [camera("opening-1-room", "全景"), camera("opening-1-desk", "主持席")],
        },
      ],
    },
  ],
};

async function openWall(mimeType: string) {
  const page = await stage.openPage("/console/", { viewport: WIDE, cookie: ["mock", "housing-1"] });
  const lines = { opened: 0 };
  await page.route("**/api/session", async (route) => {
    const reply = await route.fetch();
    const session = (await reply.json()) as { permissions: string[] };
    const permissions = [...session.permissions, "video.watch"];
    await route.fulfill({ json: { ...session, permissions } });
  });
  await page.route("**/api/video/today**", async (route) => {
    if (!isToday.Check(TODAY)) throw new Error(JSON.stringify(isToday.Errors(TODAY)));
    await route.fulfill({ json: TODAY });
  });
  await page.route("**/api/video/timeline**", (route) =>
    route.fulfill({
      json: {
        span: { from: "2026-06-01T01:00:00.000Z", to: "2026-06-01T05:00:00.000Z" },
        recorded: [],
        gaps: [],
        share: 1,
        marks: [],
      },
    }),
  );
  await page.route("**/api/video/viewings", async (route) => {
    const { channel } = route.request().postDataJSON() as { channel: string };
    const viewing: Viewing = {
      viewing: "ab".repeat(16),
      channel,
      until: "2026-06-01T02:30:00.000Z",
      watermark: "云澜市住房和城乡建设局 方正言 2026-06-01",
      ticket: "1.a",
    };
    if (!isViewing.Check(viewing)) throw new Error(JSON.stringify(isViewing.Errors(viewing)));
    await route.fulfill({ json: viewing });
  });
  await page.routeWebSocket(/\/api\/video\/live\//, (socket) => {
    lines.opened += 1;
    socket.send(JSON.stringify({ mimeType }));
  });
  await page.goto(`${stage.server.url}/console/pictures`);
  return { page, lines };
}

test("a camera whose pictures the browser cannot play is told of once, with what to do; nothing is asked for again", async () => {
  const { page, lines } = await openWall('video/mp4; codecs="hvc1.1.6.L93.B0"');
  await page.locator(".room-pick").first().click();
  await page.getByText("画面编码当前浏览器不能播放", { exact: false }).waitFor();
  await page.waitForTimeout(2500);
  expect(lines.opened).toBe(1);
  expect(await overflow(page)).toBe(0);
  expect(await seriousFindings(page)).toEqual([]);
  expect(await latinWords(page)).toEqual([]);
});

test("cameras that are picked one after the other fill the wall", async () => {
  const { page, lines } = await openWall('video/mp4; codecs="avc1.42c01f"');
  await page.locator(".room-pick").first().waitFor();
  await page.keyboard.press("4");
  await page.locator(".room-pick").first().click();
  await page.locator(".camera-pick").filter({ hasText: "主持席" }).first().click();
  const names = page.locator(".cell-name");
  await expect
    .poll(() => names.allInnerTexts())
    .toEqual(["开标一室 · 全景", "开标一室 · 主持席", "画面 3", "画面 4"]);
  expect(lines.opened).toBe(2);
});
