/** Where space is short, days of no project give way; what a project or a hold keeps does not. */
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { CameraRegister } from "../../../../contract/src/camera-register.ts";
import type { RecordingDeleted } from "../../../../contract/src/facts/video.recording-deleted.ts";
import { aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import {
  addBookedRoom,
  hangCamera,
  isoOf,
  officerAt,
  signInCentre,
} from "../../../test/recorded-room.ts";
import { writeRecording } from "../../../test/stored-recording.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { holdRecording } from "./acts.service.ts";
import { keepQuota } from "./deletion.job.ts";
import { extensionOf } from "./extension.ts";
import { sumDays } from "./register.store.ts";

const CHANNEL = "opening-1-desk";
const HOUR = 3_600_000;
/** Idle, of a project, idle, held, idle, and too young. */
const DAYS = ["20260501", "20260502", "20260503", "20260504", "20260505", "20260530"];
const beginOf = (day: string) =>
  Date.parse(`${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T02:00:00.000Z`);
const now = new Date(NOW);

let app: TestApp;
let headers: Record<string, string>;
let folder: string;

async function recordDay(day: string): Promise<void> {
  const { db } = app.database.app;
  const begin = beginOf(day);
  const wanted = { camera: CHANNEL, runs: [`${day}T020000000Z`], begin, segments: 5 };
  const records = await writeRecording(join(folder, day), wanted);
  const payload = extensionOf({ channel: CHANNEL, recording: day }, records) ?? {};
  await inTransaction(db, (tx) =>
    recordFact(tx, app.application.registry, {
      kind: "video.recording-extended",
      source: "mingjing",
      sourceId: `q/${day}`,
      subject: `channel:${CHANNEL}`,
      occurredAt: isoOf(begin + HOUR),
      payload: { ...payload },
    }),
  );
}

beforeAll(async () => {
  app = await createTestApp({});
  folder = join(app.dataDir, "video", "channels", CHANNEL);
  const key = await app.addSource("trading");
  await app.send(key, [aNotice("Q1")]);
  await app.settle();
  headers = await signInCentre(app);
  const { db } = app.database.app;
  const at = beginOf("20260430");
  const booked = beginOf("20260502");
  const span = { from: isoOf(booked), to: isoOf(booked + HOUR) };
  const room = { room: "opening-1", name: "开标一室", use: "opening" } as const;
  await addBookedRoom(app, { ...room, ocid: ocidOf("Q1"), span }, at);
  await hangCamera(app, { channel: CHANNEL, room: "opening-1" }, at);
  for (const day of DAYS) await recordDay(day);
  await sumDays(db, "20260601");
  const held = beginOf("20260504");
  await holdRecording(officerAt(app, now.getTime()), {
    channel: CHANNEL,
    ocid: ocidOf("Q1"),
    span: { from: isoOf(held), to: isoOf(held + HOUR) },
    reason: "投诉处理期间保留",
  });
}, 60_000);
afterAll(() => app.close());

const deps = () => ({
  db: app.database.app.db,
  registry: app.application.registry,
  log: { info: () => {} } as never,
  directory: join(app.dataDir, "video", "channels"),
});
const left = async () => (await readdir(folder)).toSorted((a, b) => a.localeCompare(b));
const register = async () =>
  (await app.inject({ url: "/api/video/register", headers })).json<CameraRegister>();

let aDay = 0;

test("the register says what recordings take, what a day brings and how much room there is", async () => {
  await mkdir(join(app.dataDir, "video"), { recursive: true });
  const { storage, channels } = await register();
  aDay = storage.bytes / DAYS.length;
  expect(storage).toMatchObject({ perDay: aDay, hasQuota: false });
  expect(aDay).toBeGreaterThan(500);
  expect(channels.map(({ bytes }) => bytes)).toEqual([storage.bytes]);
  expect(storage.room).toBeGreaterThan(storage.bytes);
});

test("enough space: nothing goes", async () => {
  expect(await keepQuota(deps(), aDay * DAYS.length, now)).toBe(0);
  expect(await left()).toEqual(DAYS);
});

test("the oldest idle day goes first, and its fact says why", async () => {
  expect(await keepQuota(deps(), aDay * 5, now)).toBe(0);
  expect(await left()).toEqual(DAYS.filter((day) => day !== "20260501"));
  const [fact] = await app.database.query<{ payload: RecordingDeleted }>(
    "SELECT payload FROM fact.fact WHERE kind = 'video.recording-deleted'",
  );
  expect(fact?.payload).toMatchObject({
    recording: "20260501",
    why: "quota",
    days: 7,
    segments: 5,
  });
  expect((await register()).storage.bytes).toBe(aDay * 5);
});

test("a project's day, a held one and one of this week stay, whatever the quota; how much is too much is told", async () => {
  expect(await keepQuota(deps(), aDay, now)).toBe(aDay * 2);
  expect(await left()).toEqual(["20260502", "20260504", "20260530"]);
});
