import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import { expect, test } from "vitest";

import { judgeSources, timeRefusalOf } from "./signing-time.ts";
import { askTime } from "./time-source.process.ts";

const HOUR = 3_600_000;
const start = { wall: 1_000_000_000, uptime: 50_000 };
const after = (seconds: number, stepMs = 0) => ({
  wall: start.wall + seconds * 1000 + stepMs,
  uptime: start.uptime + seconds * 1000,
});
const judge = (stepMs: number, lastAt = start.wall) =>
  timeRefusalOf({ now: after(60, stepMs), trusted: start, sources: "unknown", lastAt });

test("A clock that goes with the machine is trusted; steps of half a second and more are not, either way.", () => {
  expect(judge(0)).toBeUndefined();
  expect([400, -400].map((step) => judge(step))).toEqual([undefined, undefined]);
  expect([-HOUR, -1000, -501, 501, 24 * HOUR].map((step) => judge(step))).toEqual(
    Array(5).fill("clock-jumped"),
  );
});

test("Time at or before the last signature is refused, even of a clock that did not jump.", () => {
  const now = after(60);
  expect(judge(0, now.wall)).toBe("time-not-after-last");
  expect(judge(0, now.wall + 1)).toBe("time-not-after-last");
  expect(judge(0, now.wall - 1)).toBeUndefined();
});

test("The majority of the named sources decides; what may be within a second is not wrong.", () => {
  const right = { least: -1500, most: 20 };
  const wrong = { least: 1001, most: 1300 };
  expect(judgeSources([])).toBe("unknown");
  expect(judgeSources([right])).toBe("right");
  expect(judgeSources([wrong, right, undefined])).toBe("unknown");
  expect(judgeSources([wrong, right, right])).toBe("right");
  expect(judgeSources([wrong, wrong, right])).toBe("wrong");
  expect(judgeSources([{ least: -3000, most: -1001 }, wrong])).toBe("wrong");
  const grounds = { now: after(1), trusted: start, lastAt: undefined };
  expect(timeRefusalOf({ ...grounds, sources: "wrong" })).toBe("clock-off-sources");
});

test("The Date of an HTTP answer bounds the offset; a source that is silent or has no date says nothing.", async () => {
  let shiftMs = 0;
  const server = createServer((_, answer) => {
    answer.setHeader("date", new Date(Date.now() + shiftMs).toUTCString());
    answer.end();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => server.once("listening", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect(judgeSources([await askTime(url)])).toBe("right");
  shiftMs = HOUR;
  expect(judgeSources([await askTime(url)])).toBe("wrong");
  await new Promise((resolve) => server.close(resolve));
  expect(await askTime(url)).toBeUndefined();
});

const NTP_EPOCH = 2_208_988_800;

/** Answers as a server of NTP, `shiftMs` wrong. */
async function ntpServer(shift: { ms: number; stratum: number }) {
  const socket = createSocket("udp4");
  socket.on("message", (request, { port, address }) => {
    const answer = Buffer.alloc(48);
    answer[0] = 0x24;
    answer[1] = shift.stratum;
    request.copy(answer, 24, 40, 48);
    const seconds = (Date.now() + shift.ms) / 1000 + NTP_EPOCH;
    for (const at of [32, 40]) {
      answer.writeUInt32BE(Math.floor(seconds), at);
      answer.writeUInt32BE(Math.floor((seconds % 1) * 2 ** 32), at + 4);
    }
    socket.send(answer, port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return { url: `ntp://127.0.0.1:${socket.address().port}`, close: () => socket.close() };
}

test("NTP tells an offset of a second and a half; a clock that is not set says nothing.", async () => {
  const shift = { ms: 0, stratum: 2 };
  const server = await ntpServer(shift);
  expect(judgeSources([await askTime(server.url)])).toBe("right");
  for (const ms of [1500, -1500]) {
    shift.ms = ms;
    expect(judgeSources([await askTime(server.url)])).toBe("wrong");
  }
  shift.stratum = 16;
  expect(await askTime(server.url)).toBeUndefined();
  server.close();
});
