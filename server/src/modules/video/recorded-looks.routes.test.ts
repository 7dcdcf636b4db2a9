/** What of a recording went to whom is on record beside who asked for it. */
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { ViewingEnded } from "../../../../contract/src/facts/video.viewing-ended.ts";
import type { Viewing, ViewingList } from "../../../../contract/src/video.ts";
import { aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import { addBookedRoom, hangCamera, isoOf, signInCentre } from "../../../test/recorded-room.ts";
import { writeRecording } from "../../../test/stored-recording.ts";
import { RecordedLooks } from "./recorded-looks.service.ts";
import { findViewing } from "./video.store.ts";

const CHANNEL = "opening-1-desk";
const BEGIN = Date.parse("2026-05-31T02:00:00.000Z");
const SPAN = { from: isoOf(BEGIN), to: isoOf(BEGIN + 200_000) };
const OCID = ocidOf("L1");
const SEGMENTS = 50;

let app: TestApp;
/** The host of the cameras; stopping it is part of what is tested. */
let host: TestApp;
let headers: Record<string, string>;
let records: Awaited<ReturnType<typeof writeRecording>>;

beforeAll(async () => {
  app = await createTestApp({});
  host = await createTestApp({ database: app.database });
  const key = await app.addSource("trading");
  await app.send(key, [aNotice("L1")]);
  await app.settle();
  headers = await signInCentre(app);
  const room = { room: "opening-1", name: "开标一室", use: "opening" } as const;
  await addBookedRoom(app, { ...room, ocid: OCID, span: SPAN }, BEGIN - 7_200_000);
  await hangCamera(app, { channel: CHANNEL, room: "opening-1" }, BEGIN - 7_200_000);
  records = await writeRecording(join(host.dataDir, "video", "channels", CHANNEL, "20260531"), {
    camera: CHANNEL,
    runs: ["20260531T020000000Z"],
    begin: BEGIN,
    segments: SEGMENTS,
  });
}, 60_000);
afterAll(() => app.close());

async function openFilm(reason: string): Promise<string> {
  const answer = await host.inject({
    method: "POST",
    url: "/api/video/viewings",
    headers,
    payload: { channel: CHANNEL, ocid: OCID, recorded: SPAN, purpose: "complaint", reason },
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<Viewing>().viewing;
}

async function watched(reason: string) {
  const url = `/api/video/projects/${encodeURIComponent(OCID)}/viewings`;
  const { rows } = (await app.inject({ method: "GET", url, headers })).json<ViewingList>();
  return rows.find((row) => row.reason === reason);
}

const looksOf = (viewing: string) =>
  app.database.query<{ payload: ViewingEnded }>(
    "SELECT payload FROM fact.fact WHERE kind = 'video.viewing-ended' AND payload ->> 'viewing' = $1 ORDER BY id",
    [viewing],
  );

const stretch = (first: number, last: number) => ({
  from: isoOf(BEGIN + (first - 1) * 4000),
  to: isoOf(BEGIN + last * 4000),
});

test("pieces that went out are joined, put on record once they rest, and added to those of the look before", async () => {
  const { db } = app.database.app;
  const { registry } = app.application;
  const viewing = await findViewing(db, await openFilm("核对唱标过程"));
  if (viewing === undefined) throw new Error("no viewing");
  expect(await watched("核对唱标过程")).toMatchObject({
    seconds: 0,
    stretches: [],
    isOpen: true,
    title: CHANNEL,
    roomName: "开标一室",
  });
  const looks = new RecordedLooks({ db, registry, log: app.application.http.log });
  const later = (seconds: number) => new Date(Date.parse(NOW) + seconds * 1000);
  const put = (numbers: readonly number[], seconds: number) => {
    for (const number of numbers) {
      const record = records[number - 1];
      if (record !== undefined) looks.add(viewing, record, later(seconds));
    }
  };
  put([3, 1, 2, 2, 20], 1);
  await looks.settle(later(30));
  expect(await looksOf(viewing.viewing)).toEqual([]);
  await looks.settle(later(31));
  await looks.settle(later(90));
  put([4, 20], 95);
  await looks.settle(later(96), { isLast: true });
  const facts = (await looksOf(viewing.viewing)).map(({ payload }) => payload);
  expect(facts.map(({ look, seconds }) => [look, seconds])).toEqual([
    [1, 16],
    [2, 8],
  ]);
  expect(facts[0]?.stretches).toEqual([stretch(1, 3), stretch(20, 20)]);
  expect(await watched("核对唱标过程")).toMatchObject({
    seconds: 24,
    stretches: [stretch(1, 4), stretch(20, 20)],
  });
});

test("who looks without a pause is on record after five minutes at the latest", async () => {
  const { db } = app.database.app;
  const { registry } = app.application;
  const viewing = await findViewing(db, await openFilm("连续查看"));
  if (viewing === undefined) throw new Error("no viewing");
  const looks = new RecordedLooks({ db, registry, log: app.application.http.log });
  for (let seconds = 0; seconds <= 300; seconds += 10) {
    const record = records[seconds / 10];
    const at = new Date(Date.parse(NOW) + seconds * 1000);
    if (record !== undefined) looks.add(viewing, record, at);
    await looks.settle(at);
  }
  const [fact] = await looksOf(viewing.viewing);
  expect(fact?.payload).toMatchObject({ seconds: 124, stretches: [stretch(1, 31)] });
});

test("what the database does not take now is kept for the next time", async () => {
  const { registry } = app.application;
  const viewing = await findViewing(app.database.app.db, await openFilm("数据库不在"));
  if (viewing === undefined) throw new Error("no viewing");
  const faults: unknown[] = [];
  const deps = {
    db: app.database.public.db,
    registry,
    log: { error: (fault: unknown) => void faults.push(fault) },
  };
  const looks = new RecordedLooks(deps);
  const [first, second] = records;
  if (first === undefined || second === undefined) throw new Error("no records");
  looks.add(viewing, first, new Date(NOW));
  await looks.settle(new Date(NOW), { isLast: true });
  expect(faults).toHaveLength(1);
  expect(await looksOf(viewing.viewing)).toEqual([]);
  looks.add(viewing, second, new Date(NOW));
  deps.db = app.database.app.db;
  await looks.settle(new Date(NOW), { isLast: true });
  const [fact] = await looksOf(viewing.viewing);
  expect(fact?.payload).toMatchObject({ seconds: 8, stretches: [stretch(1, 2)] });
});

test("a host that stops puts on record what it has sent", async () => {
  const viewing = await openFilm("停机之前");
  const film = await host.inject({
    method: "GET",
    url: `/api/video/viewings/${viewing}/film.m3u8`,
    headers,
  });
  const names = film.body.split("\n").filter((line) => line.endsWith(".m4s"));
  expect(names).toHaveLength(SEGMENTS);
  for (const name of names.slice(10, 13)) {
    const url = `/api/video/viewings/${viewing}/${name}`;
    expect((await host.inject({ method: "GET", url, headers })).statusCode).toBe(200);
  }
  await host.close();
  expect(await watched("停机之前")).toMatchObject({
    seconds: 12,
    stretches: [stretch(11, 13)],
  });
});
