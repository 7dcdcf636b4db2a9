/** A device played by sipp, an independent SIP implementation; its picture comes from ffmpeg through sender.ts. */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { MediaTransport } from "../src/index.ts";

export const DEVICE = "34020000001180000001";
export const CHANNEL = "34020000001320000001";
export const PASSWORD = "s3cret";

export async function freePort(host = "127.0.0.1"): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}

/** H.264 in a program stream: one colour a half, so that one pixel tells whether the picture is right. */
export function makePicture(folder: string, seconds = 20): string {
  const file = join(folder, "picture.ps");
  const picture =
    "testsrc2=size=640x360:rate=25,drawbox=x=0:y=0:w=320:h=360:color=0x20a040:t=fill,format=yuv420p";
  const encode = "-c:v libx264 -preset ultrafast -tune zerolatency -g 25 -bf 0 -b:v 1M -f vob";
  const source = ["-v", "error", "-y", "-f", "lavfi", "-i", picture, "-t", String(seconds)];
  const { status, stderr } = spawnSync("ffmpeg", [...source, ...encode.split(" "), file]);
  if (status !== 0) throw new Error(`ffmpeg: ${stderr.toString()}`);
  return file;
}

export interface SippDeviceOptions {
  readonly platformPort: number;
  readonly signalling: "udp" | "tcp";
  /** How it sends its picture, seen from the platform. */
  readonly media: MediaTransport;
  readonly picture: string;
  readonly password?: string;
  readonly host?: string;
  readonly encoding?: "GB2312" | "UTF-8";
  /** Two neighbours of the packets change places. */
  readonly swaps?: boolean;
}

export interface SippDevice {
  readonly host: string;
  readonly port: number;
  /** It was told BYE. */
  readonly isToldGoodbye: boolean;
  /** As when the plug is pulled. */
  stop(): Promise<void>;
  /** What went wrong, in its own words. */
  errors(): Promise<string>;
}

/** 会议室 in GB2312; Node encodes nothing but UTF-8. */
const HALL = {
  GB2312: "\u00bb\u00e1\u00d2\u00e9\u00ca\u00d2",
  "UTF-8": Buffer.from("会议室").toString("latin1"),
};

async function writeScenario(folder: string, encoding: "GB2312" | "UTF-8"): Promise<string> {
  const file = join(folder, "device-asked.xml");
  const text = readFileSync(join(import.meta.dirname, "device-asked.xml"), "latin1");
  const filled = text.replaceAll("{encoding}", encoding).replaceAll("{hall}", HALL[encoding]);
  await writeFile(file, filled, "latin1");
  return file;
}

interface Media {
  readonly profile: string;
  readonly setup: string;
  readonly early: string;
  readonly late: string;
}

function mediaOf({ media, picture, swaps }: SippDeviceOptions, host: string): Media {
  const script = join(import.meta.dirname, "sender.ts");
  const sender = (way: string) =>
    `${process.execPath} ${script} ${swaps ? "--swap " : ""}${picture} ${way} ${host}`;
  const tcp = { profile: "TCP/RTP/AVP" };
  if (media === "tcp-active")
    return { ...tcp, setup: "passive", early: sender("listen"), late: "true" };
  if (media === "tcp-passive")
    return { ...tcp, setup: "active", early: "true", late: sender("connect") };
  return { profile: "RTP/AVP", setup: "active", early: "true", late: sender("udp") };
}

export async function startSippDevice(options: SippDeviceOptions): Promise<SippDevice> {
  const { platformPort, signalling, password = PASSWORD, host = "127.0.0.1" } = options;
  const folder = await mkdtemp(join(tmpdir(), "mingjing-sipp-"));
  const asked = await writeScenario(folder, options.encoding ?? "GB2312");
  const [port, ownPort] = [await freePort(host), await freePort(host)];
  const [errors, goodbye] = [join(folder, "errors.log"), join(folder, "goodbye")];
  const { profile, setup, early, late } = mediaOf(options, host);
  const keys = {
    device: DEVICE,
    channel: CHANNEL,
    profile,
    setup,
    command: late,
    early_command: early,
    port_of_device: String(options.media === "tcp-active" ? ownPort : 15_060),
    goodbye,
  };
  const parameters = [
    ["-sf", join(import.meta.dirname, "device.xml"), "-oocsf", asked],
    ["-t", signalling === "udp" ? "u1" : "t1", "-m", "1", "-nostdin"],
    ["-i", host, "-p", String(port), "-au", DEVICE, "-ap", password],
    ["-trace_err", "-error_file", errors],
    Object.entries(keys).flatMap(([key, value]) => ["-key", key, value]),
    [`127.0.0.1:${platformPort}`],
  ].flat();
  const child = spawn("/usr/bin/sipp", parameters, { stdio: "ignore", cwd: folder });
  const ended = once(child, "exit");
  return {
    host,
    port,
    get isToldGoodbye() {
      return existsSync(goodbye);
    },
    errors: () => readFile(errors, "utf8").catch(() => ""),
    async stop() {
      child.kill("SIGKILL");
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
