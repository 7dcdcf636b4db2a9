/** Devices of GB/T 28181 through the whole server: accepted by an official, let in, refused, told. */
import { setTimeout as pause } from "node:timers/promises";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { CameraProfiles, CameraRegister } from "../../../../contract/src/camera-register.ts";
import { PLATFORM, RawDevice, REALM } from "../../../../gb28181/test/raw-device.ts";
import { freePort } from "../../../../gb28181/test/sipp-device.ts";
import {
  PASSWORD as CAMERA_PASSWORD,
  startTestCamera,
  USER,
} from "../../../../onvif/test/onvif-camera.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { registerRoom } from "../venue/index.ts";

const DEVICE = "34020000001180000001";
const CHANNEL = "34020000001320000001";
const PASSWORD = "s3cret-of-one";
const OFFICER = {
  account: "centre-1",
  name: "罗见微",
  department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
};
const ACCEPTED = { device: DEVICE, title: "开标区录像机", transport: "udp", isInUse: true };

let app: TestApp;
let centre: Record<string, string>;
let sipPort: number;
const open: RawDevice[] = [];
const closing: (() => Promise<void>)[] = [];

const post = (url: string, payload: object, headers = centre) =>
  app.inject({ method: "POST", url: `/api/video${url}`, headers, payload });
const register = async () =>
  (await app.inject({ url: "/api/video/register", headers: centre })).json<CameraRegister>();

async function until<T>(find: () => Promise<T | undefined>, seconds = 20): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`not within ${seconds} s`);
    await pause(200);
  }
}

async function deviceAt(host: string, given: { id?: string; password?: string } = {}) {
  const base = { platformPort: sipPort, id: DEVICE, password: PASSWORD, host };
  const device = await RawDevice.open({ ...base, ...given });
  open.push(device);
  return device;
}

const alarms = async (why: string) =>
  until(async () => (await register()).alarms.find((alarm) => alarm.why === why));

beforeAll(async () => {
  sipPort = await freePort();
  app = await createTestApp({
    records: true,
    gb28181: {
      id: PLATFORM,
      realm: REALM,
      host: "127.0.0.1",
      sipPort,
      mediaPorts: { from: 39_200, to: 39_210 },
    },
  });
  centre = await app.signIn({
    account: "centre-1",
    name: "罗见微",
    role: "centre",
    departmentId: "centre",
    departmentName: "交易中心",
  });
  await inTransaction(app.database.app.db, (tx) =>
    registerRoom(
      tx,
      { registry: app.application.registry, officer: OFFICER, at: new Date().toISOString() },
      { room: "opening-1", name: "开标一室", zone: "opening", isInUse: true },
    ),
  );
  await until(async () => ((await register()).platform.state === "on" ? true : undefined));
}, 60_000);
afterAll(async () => {
  for (const device of open) await device.close();
  for (const close of closing) await close();
  await app.close();
});

test("a camera that answers ONVIF tells where it plays; a wrong password is named", async () => {
  const onvif = await startTestCamera({ proof: "soap" });
  closing.push(() => onvif.close());
  const { port } = onvif;
  const asked = { host: "127.0.0.1", port, user: USER, password: CAMERA_PASSWORD };
  const refused = await post("/onvif/profiles", { ...asked, password: "wrong" });
  expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([
    422,
    "video.onvif-unauthorised",
  ]);
  const { rows } = (await post("/onvif/profiles", asked)).json<CameraProfiles>();
  expect(rows.map(({ name, encoding }) => [name, encoding])).toEqual([
    ["主码流", "H264"],
    ["sub", "H265"],
  ]);
  const camera = {
    channel: "opening-1-v1",
    room: "opening-1",
    title: "全景",
    view: "room",
    source: "rtsp",
    isInUse: true,
    address: `rtsp://${USER}:secret@127.0.0.1:9/live`,
    onvifPort: port,
  };
  expect((await post("/channels", camera)).statusCode).toBe(200);
});

test("a device that nobody accepted is refused and shown, and its first acceptance needs a password", async () => {
  const stranger = await deviceAt("127.0.0.9");
  expect((await stranger.register()).status).toBe(403);
  expect(await alarms("unknownDevice")).toMatchObject({ device: DEVICE, times: 1 });
  const bare = await post("/devices", ACCEPTED);
  expect([bare.statusCode, bare.json<{ code: string }>().code]).toEqual([400, "video.no-password"]);
});

test("an accepted device comes in; its password stands nowhere in clear", async () => {
  expect((await post("/devices", { ...ACCEPTED, password: PASSWORD })).statusCode).toBe(200);
  const device = await deviceAt("127.0.0.1");
  await until(async () => ((await device.register()).status === 200 ? true : undefined));
  const line = await until(async () => (await register()).devices.find((one) => one.isOnline));
  expect(line).toMatchObject({ device: DEVICE, hasPassword: true, title: "开标区录像机" });
  expect(JSON.stringify(await register())).not.toContain(PASSWORD);
  const rows = await app.database.query<{ text: string }>(
    `SELECT payload::text AS text FROM fact.fact
     UNION ALL SELECT encode(sealed, 'escape') FROM video.device_secret`,
  );
  expect(rows.length).toBeGreaterThan(1);
  expect(rows.filter(({ text }) => text.includes(PASSWORD))).toEqual([]);
});

test("T47: a copy and a wrong password are refused, told in the log and to those who keep the register", async () => {
  const copy = await deviceAt("127.0.0.77");
  expect((await copy.register()).status).toBe(403);
  expect((await alarms("clone")).livePlace).toContain("127.0.0.1:");
  const wrong = await deviceAt("127.0.0.78", { password: "wrong-one" });
  expect((await wrong.register()).status).toBe(403);
  expect((await alarms("wrongPassword")).place).toContain("127.0.0.78:");
  expect((await register()).devices[0]?.isOnline).toBe(true);
  const notices = await until(async () => {
    const rows = await app.database.query("SELECT FROM notice.item WHERE kind = 'deviceRefused'");
    return rows.length >= 2 ? rows : undefined;
  });
  // The unknown number called nobody.
  expect(notices).toHaveLength(2);
  const kinds = await app.database.query<{ kind: string }>(
    "SELECT DISTINCT kind FROM fact.fact WHERE kind LIKE 'video.%' ORDER BY kind",
  );
  expect(kinds.map(({ kind }) => kind)).toEqual([
    "video.alarm-raised",
    "video.channel-registered",
    "video.device-accepted",
    "video.device-registered",
  ]);
});

test("a channel of it becomes a camera once; another camera cannot have it, nor one of a device that is not accepted", async () => {
  const wanted = {
    channel: "opening-1-desk",
    room: "opening-1",
    title: "主持席",
    view: "hostDesk",
    source: "gb28181",
    isInUse: true,
  };
  const codeOf = async (more: object) =>
    (await post("/channels", { ...wanted, ...more })).json<{ code?: string }>().code;
  const device = { device: DEVICE, channel: CHANNEL };
  expect(await codeOf({})).toBe("video.no-device");
  expect(await codeOf({ device: { ...device, device: "34020000001180000009" } })).toBe(
    "video.no-device",
  );
  expect(await codeOf({ device })).toBeUndefined();
  expect(await codeOf({ channel: "opening-1-room", device })).toBe("video.device-channel-taken");
  const desk = async () =>
    (await register()).channels.find(({ channel }) => channel === "opening-1-desk");
  expect(await desk()).toMatchObject({ device, source: "gb28181" });
  // The gateway asks the device for it; this one never answers.
  const state = await until(async () => {
    const found = (await desk())?.state;
    return found === "connecting" || found === "waiting" ? found : undefined;
  });
  expect(["connecting", "waiting"]).toContain(state);
});

test("a device that says goodbye, or is taken out of use, is away", async () => {
  const [, device] = open;
  expect((await device?.register({ expires: 0 }))?.status).toBe(200);
  const line = await until(async () => (await register()).devices.find((one) => !one.isOnline));
  expect(line.why).toBe("unregistered");
  expect((await post("/devices", { ...ACCEPTED, isInUse: false })).statusCode).toBe(200);
  await until(async () => ((await device?.register())?.status === 403 ? true : undefined));
  const lost = await app.database.query("SELECT FROM fact.fact WHERE kind = 'video.device-lost'");
  expect(lost).toHaveLength(1);
});

test("the clock of the camera was compared with ours, and its password is shown nowhere", async () => {
  const line = await until(async () =>
    (await register()).channels.find(({ clock }) => clock !== undefined),
  );
  // It always tells the same minute of November 2026.
  const off = (Date.parse("2026-11-29T04:00:00Z") - Date.parse(line.clock?.at ?? "")) / 1000;
  expect(Math.abs((line.clock?.ahead ?? 0) - off)).toBeLessThan(5);
  expect(JSON.stringify(await register())).not.toContain("secret@");
});

test("who does not keep the register sees and changes nothing of it", async () => {
  const officer = await app.signIn({
    account: "water-1",
    name: "沈时雨",
    role: "officer",
    departmentId: "water",
    departmentName: "水务局",
  });
  expect((await post("/devices", ACCEPTED, officer)).statusCode).toBe(403);
  const shown = await app.inject({ url: "/api/video/register", headers: officer });
  expect(shown.statusCode).toBe(403);
});
