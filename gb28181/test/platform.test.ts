import { afterEach, describe, expect, test } from "vitest";

import { getHeader } from "../src/header-values.ts";
import type { PlatformEvent } from "../src/index.ts";
import { closeStages, DEVICE, stage, START, until } from "./stage.ts";

afterEach(closeStages);

const alarms = (events: readonly PlatformEvent[]) =>
  events.flatMap((event) => (event.kind === "alarm" ? [event] : []));

describe.each(["udp", "tcp"] as const)("registering over %s", (transport) => {
  test("a challenge, a proof, and the time of Beijing", async () => {
    const { open, devices, events } = await stage();
    const device = await open({ transport });
    const challenge = await device.askToRegister();
    expect(challenge.status).toBe(401);
    expect(getHeader(challenge, "WWW-Authenticate")).toMatch(
      /^Digest realm="3402000000", nonce="[^"]+", algorithm=MD5, qop="auth"$/,
    );
    expect(devices).toEqual([]);
    const accepted = await device.prove(challenge, { count: "00000001" });
    expect(accepted.status).toBe(200);
    expect(getHeader(accepted, "Date")).toBe("2026-11-29T12:00:00.000");
    expect(getHeader(accepted, "Expires")).toBe("3600");
    expect(getHeader(accepted, "Via")).toContain(`rport=${device.port}`);
    const place = `127.0.0.1:${device.port}/${transport}`;
    expect(events).toEqual([{ kind: "registered", deviceId: DEVICE, place, at: START }]);
    expect(devices.map(({ id, isOnline }) => [id, isOnline])).toEqual([[DEVICE, true]]);
  });

  test("a wrong password is refused and told", async () => {
    const { open, events, platform } = await stage();
    const device = await open({ transport, password: "guess" });
    expect((await device.register()).status).toBe(403);
    expect(alarms(events)).toMatchObject([{ why: "wrongPassword", deviceId: DEVICE, times: 1 }]);
    expect(platform.findDevice(DEVICE)).toBeUndefined();
  });

  test("an unknown device is refused and told", async () => {
    const { open, events } = await stage();
    const device = await open({ transport, id: "34020000001180000009" });
    expect((await device.askToRegister()).status).toBe(403);
    expect(alarms(events)).toMatchObject([
      { why: "unknownDevice", deviceId: "34020000001180000009" },
    ]);
  });

  test("a device that says goodbye is gone, and may come back from elsewhere", async () => {
    const { open, events, platform } = await stage();
    const device = await open({ transport });
    await device.register();
    expect((await device.register({ expires: 0 })).status).toBe(200);
    expect(events.at(-1)).toMatchObject({ kind: "unregistered", deviceId: DEVICE });
    expect(platform.listDevices()).toEqual([]);
    const other = await open({ transport, host: "127.0.0.2" });
    expect((await other.register()).status).toBe(200);
  });
});

describe("a nonce", () => {
  test("that is too old asks for another try, not for another password", async () => {
    const { open, pass, events } = await stage();
    const device = await open();
    const challenge = await device.askToRegister();
    pass(61);
    const again = await device.prove(challenge);
    expect(again.status).toBe(401);
    expect(getHeader(again, "WWW-Authenticate")).toContain("stale=true");
    expect((await device.prove(again)).status).toBe(200);
    expect(alarms(events)).toEqual([]);
  });

  test("cannot be used twice: neither without a counter, nor with the same count", async () => {
    const { open } = await stage();
    const device = await open();
    const first = await device.askToRegister();
    expect((await device.prove(first)).status).toBe(200);
    expect((await device.prove(first)).status).toBe(401);
    const second = await device.askToRegister();
    const statuses: number[] = [];
    for (const count of ["00000001", "00000001", "00000002"])
      statuses.push((await device.prove(second, { count })).status);
    expect(statuses).toEqual([200, 401, 200]);
  });

  test("a platform for older devices offers no counter", async () => {
    const { open } = await stage({ offersCounter: false });
    const challenge = await (await open()).askToRegister();
    expect(getHeader(challenge, "WWW-Authenticate")).not.toContain("qop");
  });
});

describe("T47: one living registration per device", () => {
  test("a hundred copies from a hundred addresses are refused, and each is told at once", async () => {
    const { open, events, devices } = await stage();
    const real = await open();
    await real.register();
    const began = performance.now();
    const statuses = new Set<number>();
    for (let copy = 2; copy <= 101; copy += 1) {
      const device = await open({ host: `127.0.0.${copy}` });
      statuses.add((await device.register()).status);
    }
    expect([...statuses]).toEqual([403]);
    const told = alarms(events);
    expect(told).toHaveLength(100);
    expect(performance.now() - began).toBeLessThan(5000);
    expect(new Set(told.map(({ why }) => why))).toEqual(new Set(["clone"]));
    expect(told[0]).toMatchObject({
      deviceId: DEVICE,
      place: expect.stringMatching(/^127\.0\.0\.2:\d+\/udp$/) as string,
      livePlace: `127.0.0.1:${real.port}/udp`,
    });
    expect((await real.keepAlive()).status).toBe(200);
    expect(devices).toHaveLength(1);
  });

  test("a copy behind the same address is refused; a thousand tries are one alarm and its number", async () => {
    const { open, events, pass } = await stage();
    await (await open()).register();
    const copy = await open();
    for (let times = 0; times < 20; times += 1) expect((await copy.register()).status).toBe(403);
    expect(alarms(events).map(({ times }) => times)).toEqual([1]);
    pass(60);
    await copy.register();
    expect(alarms(events).map(({ times }) => times)).toEqual([1, 20]);
  });

  test("a copy can neither end nor renew the registration, nor speak for the device", async () => {
    const { open, platform, events } = await stage();
    await (await open()).register();
    const copy = await open({ host: "127.0.0.2" });
    expect((await copy.register({ expires: 0 })).status).toBe(403);
    expect((await copy.keepAlive()).status).toBe(403);
    expect(platform.findDevice(DEVICE)?.isOnline).toBe(true);
    expect(alarms(events)).toHaveLength(1);
  });

  test("the device itself renews from where it is", async () => {
    const { open, events, devices } = await stage();
    const device = await open();
    for (let times = 0; times < 3; times += 1) expect((await device.register()).status).toBe(200);
    expect([events.length, devices.length]).toEqual([1, 1]);
  });

  test("over TCP it comes back through a new connection once the old one is gone, not before", async () => {
    const { open, events } = await stage();
    const first = await open({ transport: "tcp" });
    await first.register();
    const second = await open({ transport: "tcp" });
    expect((await second.register()).status).toBe(403);
    await first.close();
    expect((await second.keepAlive()).status).toBe(403);
    await until(() => events.length > 1);
    expect((await second.register()).status).toBe(200);
    expect((await second.keepAlive()).status).toBe(200);
    const elsewhere = await open({ transport: "tcp", host: "127.0.0.3" });
    await second.close();
    expect((await elsewhere.register()).status).toBe(403);
  });
});

describe("signs of life", () => {
  test("three missing ones make a device offline, which another place may then take", async () => {
    const { open, events, pass, devices } = await stage();
    const device = await open();
    await device.register();
    pass(179);
    expect((await device.keepAlive()).status).toBe(200);
    pass(180);
    expect(devices[0]?.isOnline).toBe(true);
    pass(1);
    expect(devices[0]?.isOnline).toBe(false);
    await until(() => events.some(({ kind }) => kind === "offline"));
    expect(events.at(-1)).toMatchObject({ kind: "offline", why: "keepalive", deviceId: DEVICE });
    expect((await (await open({ host: "127.0.0.2" })).register()).status).toBe(200);
    await expect(devices[0]?.listChannels()).rejects.toMatchObject({ code: "offline" });
  });

  test("a registration that is not renewed ends, whatever the signs of life", async () => {
    const { open, events, pass } = await stage();
    const device = await open();
    await device.register({ expires: 100 });
    pass(99);
    await device.keepAlive();
    pass(1);
    await until(() => events.some(({ kind }) => kind === "offline"));
    expect(events.at(-1)).toMatchObject({ why: "expired" });
    expect((await device.keepAlive()).status).toBe(403);
  });
});

describe("what is no SIP, or no document", () => {
  test("is told once and harms nobody", async () => {
    const { open, events, platform } = await stage();
    const device = await open();
    await device.register();
    for (let times = 0; times < 50; times += 1)
      device.sendBytes(Buffer.from("GET / HTTP/1.1\r\n\r\n"));
    device.sendBytes(Buffer.from("\r\n\r\n"));
    expect((await device.message("<Notify>")).status).toBe(400);
    expect((await device.message("<!DOCTYPE a><a/>")).status).toBe(400);
    expect((await device.request("SUBSCRIBE", [])).status).toBe(405);
    expect((await device.request("BYE", [])).status).toBe(481);
    expect((await device.request("OPTIONS", [])).status).toBe(200);
    const damaged = events.filter(({ kind }) => kind === "damaged");
    expect(damaged).toHaveLength(3);
    expect(platform.findDevice(DEVICE)?.isOnline).toBe(true);
  });

  test("ends a TCP connection", async () => {
    const { open, events } = await stage();
    const device = await open({ transport: "tcp" });
    device.sendBytes(Buffer.from("GET / HTTP/1.1\r\n\r\n"));
    await until(() => events.length > 0);
    expect(events).toMatchObject([{ kind: "damaged" }]);
  });

  test("a request that arrives twice is done once and answered twice", async () => {
    const { open, events } = await stage();
    const device = await open();
    // Its nonce is used up: done again, it would be refused.
    expect((await device.register()).status).toBe(200);
    device.sendAgain();
    await until(() => device.answers === 3);
    expect(device.lastStatus).toBe(200);
    expect(events).toMatchObject([{ kind: "registered" }]);
  });
});
