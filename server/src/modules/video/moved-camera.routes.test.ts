/** What a camera saw belongs to the room in which it was then, whichever it hangs in now. */
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import type { CoverageStated } from "../../../../contract/src/facts/video.coverage-stated.ts";
import type { RecordingsOfProject } from "../../../../contract/src/video.ts";
import { aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { bookRoom, registerRoom } from "../venue/index.ts";
import { registerChannel } from "./acts.service.ts";
import { stateCoverages } from "./recordings.job.ts";

const OFFICER = {
  account: "centre-1",
  name: "罗见微",
  department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
};
const BEGIN = Date.parse("2026-05-31T02:00:00.000Z");
const HOUR = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();
const SPAN = { from: iso(BEGIN), to: iso(BEGIN + 2 * HOUR) };
/** Opened in the room where the camera was; evaluated in that to which it moved. */
const [OPENED, EVALUATED] = [ocidOf("M1"), ocidOf("M2")];

let app: TestApp;
let headers: Record<string, string>;

interface Place {
  readonly channel: string;
  readonly room: string;
  readonly isInUse?: boolean;
}

const register = ({ channel, room, isInUse = true }: Place, at: number) =>
  registerChannel(
    {
      db: app.database.app.db,
      registry: app.application.registry,
      actor: OFFICER,
      at: new Date(at),
    },
    { channel, room, title: channel, view: "room", source: "rtsp", isInUse, address: "rtsp://c/1" },
    async () => "ab".repeat(32),
  );

beforeAll(async () => {
  app = await createTestApp({});
  const key = await app.addSource("trading");
  await app.send(key, [aNotice("M1"), aNotice("M2")]);
  await app.settle();
  headers = await app.signIn({
    account: "centre-1",
    name: "沈时雨",
    role: "centre",
    departmentId: "centre",
    departmentName: "云澜市公共资源交易中心",
  });
  const context = {
    registry: app.application.registry,
    officer: OFFICER,
    at: iso(BEGIN - 24 * HOUR),
  };
  await inTransaction(app.database.app.db, async (tx) => {
    for (const [room, name, zone, ocid] of [
      ["opening-1", "开标一室", "opening", OPENED],
      ["evaluation-1", "评标一室", "evaluation", EVALUATED],
    ] as const) {
      await registerRoom(tx, context, { room, name, zone, isInUse: true });
      await bookRoom(tx, context, { room, use: zone, ocid, title: "云澜大道", ...SPAN });
    }
  });
  await register({ channel: "moved", room: "opening-1" }, BEGIN - HOUR);
  await register({ channel: "came", room: "opening-1" }, BEGIN + HOUR);
  await register({ channel: "taken", room: "evaluation-1" }, BEGIN - HOUR);
  const out = { channel: "taken", room: "evaluation-1", isInUse: false };
  await register(out, BEGIN + HOUR);
  await register({ channel: "moved", room: "evaluation-1" }, BEGIN + 3 * HOUR);
  await register({ channel: "later", room: "evaluation-1" }, BEGIN + 3 * HOUR);
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
    ["came", iso(BEGIN + HOUR), SPAN.to],
    ["moved", SPAN.from, SPAN.to],
  ]);
  expect(await of(EVALUATED)).toEqual([["taken", SPAN.from, iso(BEGIN + HOUR)]]);
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
  const foreign = await look("moved", EVALUATED);
  expect([foreign.statusCode, foreign.json()]).toMatchObject([403, { code: "video.not-bound" }]);
});

test("it is looked at also when the camera is gone, and not where it was in two rooms", async () => {
  const taken = await look("taken", EVALUATED, { ...SPAN, to: iso(BEGIN + HOUR) });
  expect(taken.statusCode, taken.body).toBe(200);
  const both = { from: iso(BEGIN + HOUR), to: iso(BEGIN + 4 * HOUR) };
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
    ["came", "opening-1", iso(BEGIN + HOUR), SPAN.to],
    ["moved", "opening-1", SPAN.from, SPAN.to],
    ["taken", "evaluation-1", SPAN.from, SPAN.to],
  ]);
});
