/** What a camera saw belongs to the room in which it was then, whichever it hangs in now. */
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { CoverageStated } from "../../../../contract/src/facts/video.coverage-stated.ts";
import type { RecordingsOfProject, ViewingList } from "../../../../contract/src/video.ts";
import { aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import { addBookedRoom, hangCamera, isoOf, signInCentre } from "../../../test/recorded-room.ts";
import { stateCoverages } from "./recordings.job.ts";

const BEGIN = Date.parse("2026-05-31T02:00:00.000Z");
const HOUR = 3_600_000;
const SPAN = { from: isoOf(BEGIN), to: isoOf(BEGIN + 2 * HOUR) };
/** Opened in the room where the camera was; evaluated in that to which it moved. */
const [OPENED, EVALUATED] = [ocidOf("M1"), ocidOf("M2")];

let app: TestApp;
let headers: Record<string, string>;

beforeAll(async () => {
  app = await createTestApp({});
  const key = await app.addSource("trading");
  await app.send(key, [aNotice("M1"), aNotice("M2")]);
  await app.settle();
  headers = await signInCentre(app);
  const before = BEGIN - 24 * HOUR;
  await addBookedRoom(
    app,
    { room: "opening-1", name: "开标一室", use: "opening", ocid: OPENED, span: SPAN },
    before,
  );
  await addBookedRoom(
    app,
    { room: "evaluation-1", name: "评标一室", use: "evaluation", ocid: EVALUATED, span: SPAN },
    before,
  );
  await hangCamera(app, { channel: "moved", room: "opening-1" }, BEGIN - HOUR);
  await hangCamera(app, { channel: "came", room: "opening-1" }, BEGIN + HOUR);
  await hangCamera(app, { channel: "taken", room: "evaluation-1" }, BEGIN - HOUR);
  const out = { channel: "taken", room: "evaluation-1", isInUse: false };
  await hangCamera(app, out, BEGIN + HOUR);
  await hangCamera(app, { channel: "moved", room: "evaluation-1" }, BEGIN + 3 * HOUR);
  await hangCamera(app, { channel: "later", room: "evaluation-1" }, BEGIN + 3 * HOUR);
}, 60_000);
afterAll(() => app.close());

async function recordingsOf(ocid: string) {
  const url = `/api/video/projects/${encodeURIComponent(ocid)}/recordings`;
  const answer = await app.inject({ method: "GET", url, headers });
  return answer.json<RecordingsOfProject>();
}

test("a project has the cameras that were in its room, from when until when they were there", async () => {
  const of = async (ocid: string) =>
    (await recordingsOf(ocid)).cameras.map(({ channel, span }) => [channel, span.from, span.to]);
  expect(await of(OPENED)).toEqual([
    ["came", isoOf(BEGIN + HOUR), SPAN.to],
    ["moved", SPAN.from, SPAN.to],
  ]);
  expect(await of(EVALUATED)).toEqual([["taken", SPAN.from, isoOf(BEGIN + HOUR)]]);
});

const look = (channel: string, ocid: string, recorded = SPAN) =>
  app.inject({
    method: "POST",
    url: "/api/video/viewings",
    headers,
    payload: { channel, ocid, recorded, purpose: "complaint", reason: "核对开标过程" },
  });

test("what it saw is looked at for the project of that room alone", async () => {
  const own = await look("moved", OPENED);
  expect(own.statusCode, own.body).toBe(200);
  const url = `/api/video/projects/${encodeURIComponent(OPENED)}/viewings`;
  const { rows } = (await app.inject({ method: "GET", url, headers })).json<ViewingList>();
  // It hangs in the room of evaluations now.
  expect(rows).toMatchObject([{ channel: "moved", title: "moved", roomName: "开标一室" }]);
  const foreign = await look("moved", EVALUATED);
  expect([foreign.statusCode, foreign.json()]).toMatchObject([403, { code: "video.not-bound" }]);
});

test("it is looked at also when the camera is gone, and not where it was in two rooms", async () => {
  const taken = await look("taken", EVALUATED, { ...SPAN, to: isoOf(BEGIN + HOUR) });
  expect(taken.statusCode, taken.body).toBe(200);
  const both = { from: isoOf(BEGIN + HOUR), to: isoOf(BEGIN + 4 * HOUR) };
  expect((await look("moved", OPENED, both)).json()).toMatchObject({ code: "video.not-bound" });
});

test("coverage is stated for those that were there; one that was taken away is missed until the end", async () => {
  const { db } = app.database.app;
  const { registry } = app.application;
  const directory = join(app.dataDir, "video", "channels");
  const deps = { db, registry, directory, log: { info: () => {} } as never };
  expect(await stateCoverages(deps, new Date(NOW))).toBe(3);
  expect(await stateCoverages(deps, new Date(NOW))).toBe(0);
  const facts = await app.database.query<{ payload: CoverageStated }>(
    "SELECT payload FROM fact.fact WHERE kind = 'video.coverage-stated'",
  );
  const stated = facts
    .map(({ payload }) => payload)
    .toSorted((a, b) => a.channel.localeCompare(b.channel))
    .map(({ channel, room, coverage }) => [channel, room, coverage.from, coverage.to]);
  expect(stated).toEqual([
    ["came", "opening-1", isoOf(BEGIN + HOUR), SPAN.to],
    ["moved", "opening-1", SPAN.from, SPAN.to],
    ["taken", "evaluation-1", SPAN.from, SPAN.to],
  ]);
});
