import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

import { createLive, superviseCamera, type SupervisorState } from "../../cameras/src/index.ts";
import {
  createPlatform,
  type Device,
  type MediaTransport,
  type PlatformEvent,
} from "../src/index.ts";
import { watchInBrowser } from "./browser.ts";
import {
  CHANNEL,
  DEVICE,
  makePicture,
  PASSWORD,
  startSippDevice,
  type SippDeviceOptions,
} from "./sipp-device.ts";

let folder: string;
let picture: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mingjing-gb28181-"));
  picture = makePicture(folder, 30);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

async function startPlatform({ offersCounter = true } = {}) {
  const events: PlatformEvent[] = [];
  const { promise, resolve } = Promise.withResolvers<Device>();
  const platform = await createPlatform({
    id: "34020000002000000001",
    realm: "3402000000",
    host: "127.0.0.1",
    bind: "127.0.0.1",
    sipPort: 0,
    mediaPorts: { from: 39_100, to: 39_120 },
    password: (id) => (id === DEVICE ? PASSWORD : undefined),
    onDevice: resolve,
    onEvent: (event) => events.push(event),
    now: Date.now,
    offersCounter,
    keepaliveSeconds: 2,
  });
  open.push(() => platform.close());
  return { platform, events, device: promise };
}

async function startDevice(options: Omit<SippDeviceOptions, "picture">) {
  const device = await startSippDevice({ ...options, picture });
  open.push(() => device.stop());
  return device;
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(50);
}

const WAYS: [string, Omit<SippDeviceOptions, "picture" | "platformPort">, MediaTransport][] = [
  ["UDP, packets out of order", { signalling: "udp", media: "udp", swaps: true }, "udp"],
  [
    "TCP that the device opens",
    { signalling: "tcp", media: "tcp-passive", encoding: "UTF-8" },
    "tcp-passive",
  ],
  ["TCP that we open", { signalling: "udp", media: "tcp-active" }, "tcp-active"],
];

describe.each(WAYS)("a device of sipp, its picture over %s", (_, ways, transport) => {
  test("registers, tells its channels, plays in a browser, and is told when to stop", async () => {
    const {
      platform,
      events,
      device: registered,
    } = await startPlatform({
      offersCounter: transport !== "tcp-active",
    });
    const sipp = await startDevice({ ...ways, platformPort: platform.sipPort });
    const device = await registered;
    const channels = await device.listChannels();
    expect(channels).toMatchObject([
      { id: CHANNEL, name: "会议室", manufacturer: "sipp", parent: DEVICE, status: "on" },
      { id: "34020000001320000009", status: "off" },
    ]);
    const live = createLive();
    const states: SupervisorState[] = [];
    const supervisor = superviseCamera({
      input: { kind: "stream", open: () => device.openStream(CHANNEL, { transport }) },
      onRun: () => live.startRun(),
      onState: (state) => states.push(state),
    });
    open.push(() => supervisor.stop());
    const { times, width, pixel } = await watchInBrowser(live);
    expect(times.toSorted((a, b) => a - b)).toEqual(times);
    expect(new Set(times).size).toBe(3);
    expect(width).toBe(640);
    // Green of the test picture, as far as two colour matrices may differ.
    const [red = 0, green = 0, blue = 0] = pixel;
    expect(
      [Math.abs(red - 0x20), Math.abs(green - 0xa0), Math.abs(blue - 0x40)].every(
        (one) => one < 25,
      ),
    ).toBe(true);
    expect(states.map(({ state }) => state)).toEqual(["connecting", "running"]);
    await supervisor.stop();
    await until(() => sipp.isToldGoodbye);
    // Registered six seconds ago and more with signs of life each second: still there.
    expect(device.isOnline).toBe(true);
    expect(events.map(({ kind }) => kind)).toEqual(["registered"]);
    expect(await sipp.errors()).not.toContain("unexpected");
  });
});

test("a device whose plug is pulled is offline after three missing signs of life", async () => {
  const { platform, events, device: registered } = await startPlatform();
  const sipp = await startDevice({
    platformPort: platform.sipPort,
    signalling: "udp",
    media: "udp",
  });
  const device = await registered;
  await sipp.stop();
  const stoppedAt = Date.now();
  await until(() => events.some(({ kind }) => kind === "offline"));
  expect(Date.now() - stoppedAt).toBeGreaterThan(4000);
  expect(events.at(-1)).toMatchObject({ kind: "offline", why: "keepalive" });
  await expect(device.openStream(CHANNEL, { transport: "udp" })).rejects.toMatchObject({
    code: "offline",
  });
});

test("a stream ends with BYE when the platform closes", async () => {
  const { platform, device: registered } = await startPlatform();
  const sipp = await startDevice({
    platformPort: platform.sipPort,
    signalling: "udp",
    media: "udp",
  });
  const opened = await (await registered).openStream(CHANNEL, { transport: "udp" });
  opened.stream.resume();
  await platform.close();
  expect(await opened.ended).toBe("the platform was closed");
  await until(() => sipp.isToldGoodbye);
});

test("T47: a hundred copies by sipp are refused and told within five seconds", async () => {
  const { platform, events, device: registered } = await startPlatform();
  await startDevice({ platformPort: platform.sipPort, signalling: "udp", media: "udp" });
  const device = await registered;
  const began = Date.now();
  const line = `-sf ${join(import.meta.dirname, "clone.xml")} -t u1 -m 100 -r 100 -nostdin -i 127.0.0.77 -p 5099`;
  const keys = ["-key", "device", DEVICE, "-au", DEVICE, "-ap", PASSWORD];
  const to = `127.0.0.1:${platform.sipPort}`;
  const clones = spawn("/usr/bin/sipp", [...line.split(" "), ...keys, to], {
    stdio: "ignore",
    cwd: folder,
  });
  const [code] = (await once(clones, "exit")) as [number];
  // sipp ends with 0 when each of its calls went as written: refused.
  expect(code).toBe(0);
  const alarm = events.find(({ kind }) => kind === "alarm");
  expect(alarm).toMatchObject({ why: "clone", deviceId: DEVICE, place: "127.0.0.77:5099/udp" });
  expect((alarm?.at ?? 0) - began).toBeLessThan(5000);
  expect(device.isOnline).toBe(true);
  expect(events.filter(({ kind }) => kind === "registered")).toHaveLength(1);
});
