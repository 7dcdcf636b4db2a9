/** A city whose drawn cameras are off and whose openings are looked at by real ones: RTSP, registered over HTTP. */
import { setTimeout as delay } from "node:timers/promises";

import type { CameraRegister, RegisterChannel } from "../contract/src/camera-register.ts";
import { isLive } from "../contract/src/opening-values.ts";
import type { OpenViewing, PicturesToday, RoomTimeline } from "../contract/src/video.ts";
import { type RunningServer, startServer } from "./server.ts";

/** On a machine that is busy with other work. */
const FILLED_MS = 900_000;

/** An opening that is on, and the room in which it is. */
export interface LiveRoom {
  readonly ocid: string;
  readonly title: string;
  readonly room: string;
  readonly roomName: string;
  readonly session: string;
}

export interface CameraCity {
  readonly server: RunningServer;
  readonly opening: LiveRoom;
  /** As staff of the centre. @throws Error with the answer where it is refused */
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: object): Promise<T>;
  /** Registers a camera of the opening's room, or of another. */
  register(
    camera: Pick<RegisterChannel, "channel" | "address" | "view"> & { readonly room?: string },
  ): Promise<void>;
  /** Out of use from now on. */
  unregister(channel: string): Promise<void>;
  /** Resolves when the camera is recorded. */
  recorded(channel: string, seconds?: number): Promise<void>;
  look(wanted: Omit<OpenViewing, "ocid">): Promise<unknown>;
  /** What the log tells of a camera of the opening's project. */
  timeline(channel: string, span: { from: number; to: number }): Promise<RoomTimeline>;
}

/** Asks until there is an answer. @throws Error when it takes too long */
export async function until<T>(
  what: string,
  find: () => Promise<T | undefined>,
  seconds = 60,
): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > end) throw new Error(`${what}: not within ${seconds} s`);
    await delay(250);
  }
}

/** Requests of one account of the demo. */
async function signIn(url: string, account: string) {
  const csrf = { "x-mingjing-csrf": "1", "content-type": "application/json" };
  const answer = await fetch(`${url}/api/session/demo`, {
    method: "POST",
    headers: csrf,
    body: JSON.stringify({ account }),
  });
  if (!answer.ok) throw new Error(`${account}: ${await answer.text()}`);
  const cookie = answer.headers.getSetCookie().map((one) => one.split(";")[0]);
  const headers = { ...csrf, cookie: cookie.join("; ") };
  return async <T>(path: string, body?: object): Promise<T> => {
    const reply = await fetch(`${url}${path}`, {
      headers,
      ...(body === undefined ? {} : { method: "POST", body: JSON.stringify(body) }),
    });
    if (!reply.ok) throw new Error(`${path}: ${reply.status} ${await reply.text()}`);
    return (await reply.json()) as T;
  };
}

async function filled(server: RunningServer): Promise<void> {
  const isFilled = async () =>
    server.printed().includes("demo city: complete") ? true : undefined;
  await until("the city", isFilled, FILLED_MS / 1000);
}

async function findOpening(ask: <T>(path: string) => Promise<T>): Promise<LiveRoom | undefined> {
  const { projects, now } = await ask<PicturesToday>("/api/video/today");
  for (const { ocid, title, rooms } of projects)
    for (const { room, roomName, session, stage, from, to } of rooms)
      if (session !== undefined && stage !== undefined && isLive(stage) && from <= now && now < to)
        return { ocid, title, room, roomName, session };
  return undefined;
}

export async function startCameraCity(): Promise<CameraCity> {
  const server = await startServer(12, { MINGJING_CAMERAS: "on", MINGJING_LOG_LEVEL: "info" });
  try {
    await filled(server);
    const ask = await signIn(server.url, "centre-1");
    const unregister = async (wanted: (channel: string) => boolean) => {
      const { channels: rows } = await ask<CameraRegister>("/api/video/register");
      for (const { channel, room, title, view, source } of rows.filter((one) =>
        wanted(one.channel),
      ))
        await ask("/api/video/channels", { channel, room, title, view, source, isInUse: false });
    };
    await unregister(() => true);
    // A fresh city gives the organs their keys and posts within its first minute.
    const opening = await until("an opening is on", () => findOpening(ask), 300);
    return {
      server,
      opening,
      get: (path) => ask(path),
      post: ask,
      async register(camera) {
        const { room } = opening;
        const rest = { room, title: camera.channel, source: "rtsp", isInUse: true };
        await ask("/api/video/channels", { ...rest, ...camera });
      },
      unregister: (channel) => unregister((one) => one === channel),
      async recorded(channel, seconds) {
        let last = "";
        const isRecorded = async () => {
          const { channels: now } = await ask<CameraRegister>("/api/video/register");
          const found = now.find((one) => one.channel === channel);
          last = found === undefined ? "not registered" : `${found.state} ${found.why}`;
          return found?.state === "recording" ? true : undefined;
        };
        await until(`${channel} is recorded`, isRecorded, seconds).catch((error: Error) => {
          throw new Error(`${error.message}; it is ${last}`, { cause: error });
        });
      },
      timeline(channel, { from, to }) {
        const span = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
        const query = new URLSearchParams({ channel, ocid: opening.ocid, ...span });
        return ask(`/api/video/timeline?${query.toString()}`);
      },
      look: (wanted) => ask("/api/video/viewings", { ocid: opening.ocid, ...wanted }),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
