/** A platform with a clock of its own, and devices that do as they are told. */
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";

import {
  createPlatform,
  type Device,
  type Platform,
  type PlatformEvent,
  type PlatformOptions,
} from "../src/index.ts";
import { PLATFORM, RawDevice, type RawDeviceOptions, REALM } from "./raw-device.ts";

export const DEVICE = "34020000001180000001";
const PASSWORD = "s3cret";
export const START = Date.UTC(2026, 10, 29, 4, 0, 0);

export interface Stage {
  readonly platform: Platform;
  readonly events: PlatformEvent[];
  readonly devices: Device[];
  /** Moves the clock of the platform. */
  readonly pass: (seconds: number) => void;
  readonly open: (options?: Partial<RawDeviceOptions>) => Promise<RawDevice>;
}

const open: (() => Promise<void>)[] = [];

/** At the end of each test. */
export async function closeStages(): Promise<void> {
  for (const close of open.splice(0)) await close();
}

export async function stage(options: Partial<PlatformOptions> = {}): Promise<Stage> {
  const events: PlatformEvent[] = [];
  const devices: Device[] = [];
  const raw: RawDevice[] = [];
  let now = START;
  const platform = await createPlatform({
    id: PLATFORM,
    realm: REALM,
    host: "127.0.0.1",
    bind: "127.0.0.1",
    sipPort: 0,
    mediaPorts: { from: 39_000, to: 39_003 },
    password: (id) => (id === DEVICE ? PASSWORD : undefined),
    onDevice: (device) => devices.push(device),
    onEvent: (event) => events.push(event),
    now: () => now,
    ...options,
  });
  open.push(async () => {
    await platform.close();
    for (const one of raw) await one.close();
  });
  return {
    platform,
    events,
    devices,
    pass(seconds) {
      now += seconds * 1000;
    },
    async open(given) {
      const base = { platformPort: platform.sipPort, id: DEVICE, password: PASSWORD };
      const device = await RawDevice.open({ ...base, ...given });
      raw.push(device);
      return device;
    },
  };
}

interface TestPacket {
  readonly port: number;
  readonly ssrc: number;
  readonly sequence: number;
  readonly payload: string;
  readonly type?: number;
}

/** Sends single packets of RTP. */
export async function openSender(host = "127.0.0.1") {
  const socket = createSocket("udp4");
  socket.bind(0, host);
  await once(socket, "listening");
  open.push(async () => void socket.close());
  return {
    send({ port, ssrc, sequence, payload, type = 96 }: TestPacket): Promise<void> {
      const head = Buffer.alloc(12);
      head.writeUInt8(0x80, 0);
      head.writeUInt8(type, 1);
      head.writeUInt16BE(sequence, 2);
      head.writeUInt32BE(ssrc, 8);
      const bytes = Buffer.concat([head, Buffer.from(payload)]);
      return new Promise((done) => socket.send(bytes, port, "127.0.0.1", () => done()));
    },
  };
}

/** Until it is so, or the test's own time is over. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await pause(20);
}
