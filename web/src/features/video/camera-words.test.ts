import { expect, test } from "vitest";

import type { RegisterChannel } from "../../../../contract/src/camera-register.ts";
import {
  daysLeft,
  faultsOfCamera,
  faultsOfDevice,
  nextChannelId,
  sizeText,
  withLogin,
} from "./camera-words.ts";

const CAMERA: RegisterChannel = {
  channel: "opening-1-v1",
  room: "opening-1",
  title: "主持席",
  view: "hostDesk",
  source: "rtsp",
  isInUse: true,
};
const DEVICE = {
  device: "34020000001180000001",
  title: "录像机",
  transport: "udp",
  isInUse: true,
} as const;

test("one more camera of a room has the next free number, whatever the room is called", () => {
  expect(nextChannelId("opening-1", new Set())).toBe("opening-1-v1");
  expect(nextChannelId("opening-1", new Set(["opening-1-v1", "opening-1-v2"]))).toBe(
    "opening-1-v3",
  );
  expect(nextChannelId("_Room 一", new Set())).toMatch(/^[a-z0-9][a-z0-9-]{1,40}$/);
  expect(nextChannelId("x".repeat(80), new Set())).toMatch(/^[a-z0-9][a-z0-9-]{1,40}$/);
});

test("what is wrong is said of its field", () => {
  const faults = (more: Partial<RegisterChannel>, isNew = true) =>
    faultsOfCamera({ ...CAMERA, ...more }, { isNew });
  expect(faults({})).toEqual({ address: "addressMissing" });
  expect(faults({}, false)).toEqual({});
  expect(faults({ address: "http://10.0.0.1/" })).toEqual({ address: "addressWrong" });
  expect(faults({ address: "rtsp://10.0.0.1/live", title: " " })).toEqual({
    title: "titleMissing",
  });
  expect(faults({ source: "gb28181" })).toEqual({ device: "channelMissing" });
  expect(faultsOfDevice({ ...DEVICE, device: "3402" }, { isNew: false })).toEqual({
    device: "deviceWrong",
  });
  expect(faultsOfDevice(DEVICE, { isNew: true })).toEqual({ password: "passwordMissing" });
  expect(faultsOfDevice({ ...DEVICE, password: "12345" }, { isNew: false })).toEqual({
    password: "passwordShort",
  });
});

test("user and password stand in the address as an address writes them", () => {
  expect(withLogin("rtsp://10.0.0.64:554/main", "viewer", "a@b/c")).toBe(
    "rtsp://viewer:a%40b%2Fc@10.0.0.64:554/main",
  );
  expect(withLogin("rtsp://10.0.0.64/main", "", "")).toBe("rtsp://10.0.0.64/main");
});

test.each([
  [{ bytes: 10, perDay: 5, room: 32 }, 4],
  [{ bytes: 40, perDay: 5, room: 32 }, 0],
  [{ bytes: 10, perDay: 0, room: 32 }, undefined],
  [{ bytes: 10, perDay: 5 }, undefined],
])("%j lasts %s days", (storage, days) => {
  expect(daysLeft({ ...storage, hasQuota: false })).toBe(days);
});

test.each([
  [0, "—"],
  [512, "512 B"],
  [1536, "1.5 KB"],
  [250 * 1024 ** 3, "250 GB"],
])("%d bytes are %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
