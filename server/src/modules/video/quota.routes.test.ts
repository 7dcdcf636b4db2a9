/** Where space is short, days of no project give way; what a project or a hold keeps does not. */
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { CameraRegister } from "../../../../contract/src/camera-register.ts";
import type { RecordingDeleted } from "../../../../contract/src/facts/video.recording-deleted.ts";
import { aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import { writeRecording } from "../../../test/stored-recording.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { bookRoom, registerRoom } from "../venue/index.ts";
import { holdRecording, registerChannel } from "./acts.service.ts";
import { keepQuota } from "./deletion.job.ts";
import { extensionOf } from "./extension.ts";
import { sumDays } from "./register.store.ts";

const CHANNEL = "opening-1-desk";
const OFFICER = {
  account: "centre-1",
  name: "罗见微",
  department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
};
const HOUR = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();
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
      occurredAt: iso(begin + HOUR),
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
  headers = await app.signIn({
    account: "centre-1",
    name: "沈时雨",
    role: "centre",
    departmentId: "centre",
    departmentName: "云澜市公共资源交易中心",
  });
  const { registry } = app.application;
  const { db } = app.database.app;
  const at = beginOf("20260430");
  const context = { registry, officer: OFFICER, at: iso(at) };
  const booked = beginOf("20260502");
  await inTransaction(db, async (tx) => {
    const room = { room: "opening-1", name: "开标一室", zone: "opening", isInUse: true } as const;
    await registerRoom(tx, context, room);
    const span = { from: iso(booked), to: iso(booked + HOUR) };
    const wanted = {
      room: "opening-1",
      use: "opening",
      ocid: ocidOf("Q1"),
      title: "云澜",
    } as const;
    await bookRoom(tx, context, { ...wanted, ...span });
  });
  await registerChannel(
    { db, registry, actor: OFFICER, at: new Date(at) },
    {
      channel: CHANNEL,
      room: "opening-1",
      title: "主持席",
      view: "hostDesk",
      source: "drawn",
      isInUse: true,
    },
    async () => "",
  );
  for (const day of DAYS) await recordDay(day);
  await sumDays(db, "20260601");
  const held = beginOf("20260504");
  const span = { from: iso(held), to: iso(held + HOUR) };
  const hold = { channel: CHANNEL, ocid: ocidOf("Q1"), span, reason: "投诉处理期间保留" };
  await holdRecording({ db, registry, actor: OFFICER, at: now }, hold);
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
