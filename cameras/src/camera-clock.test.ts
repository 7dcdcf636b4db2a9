import { expect, test } from "vitest";

import { CameraClock, captureTimeOf } from "./camera-clock.ts";

function prft(milliseconds: number, flags = 24): Buffer {
  const body = Buffer.alloc(24);
  body.writeUInt8(1, 0);
  body.writeUIntBE(flags, 1, 3);
  body.writeUInt32BE(Math.floor(milliseconds / 1000) + 2_208_988_800, 8);
  body.writeUInt32BE(Math.round(((milliseconds % 1000) / 1000) * 2 ** 32), 12);
  return body;
}

const AT = Date.parse("2026-03-02T01:40:00.250Z");

test("only the time of capture is the camera's clock", () => {
  expect(captureTimeOf(prft(AT))).toBeCloseTo(AT, 3);
  for (const flags of [0, 1, 2, 4, 8]) expect(captureTimeOf(prft(AT, flags))).toBeUndefined();
  expect(captureTimeOf(Buffer.alloc(4))).toBeUndefined();
});

test("the offset is that of most pictures; a few delays do not move it, and few pictures say nothing", () => {
  const clock = new CameraClock();
  const see = (late: number) => clock.see({ takenAt: AT + 7000, duration: 0.1 }, AT + 100 + late);
  for (let n = 0; n < 19; n += 1) see(30);
  expect(clock.offset()).toBeUndefined();
  for (let n = 0; n < 40; n += 1) see(n % 10 === 0 ? 4000 : 30);
  expect(clock.offset()).toBe(6970);
  for (let n = 0; n < 400; n += 1) clock.see({ duration: 0.1 }, AT);
  expect(clock.offset()).toBe(6970);
});
