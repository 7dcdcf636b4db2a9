/** The public picture of an opening: sealed, fetched and checked by what a browser has; nothing else can be reached. */
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { createFragmentReader, createRecorder } from "../../../../cameras/src/index.ts";
import { box, fragmentsFor, initBytes } from "../../../../cameras/test/stream.ts";
import { checkPicture, readPictureChain } from "../../../../web/src/islands/hall/picture-chain.ts";
import { ocidOf } from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import { sealReplay } from "./hall-picture.service.ts";

const SESSION = "o1-0601-1";
const STARTS_AT = "2026-06-01T01:00:00.000Z";
const BASE = `/openings/${SESSION}/picture`;

let app: TestApp;
let dir: string;
beforeAll(async () => {
  app = await createTestApp();
  dir = join(app.dataDir, "video/public", SESSION);
  await mkdir(dir, { recursive: true });
  await recordInto(dir);
  const secret = join(app.dataDir, "video/channels/secret/20260601");
  await mkdir(secret, { recursive: true });
  await writeFile(join(secret, "chain.jsonl"), "secret");
  await writeFile(join(secret, "1.m4s"), "secret");
});
afterAll(() => app.close());

async function recordInto(folder: string): Promise<void> {
  let now = Date.parse(STARTS_AT);
  const recorder = await createRecorder({
    dir: folder,
    camera: SESSION,
    now: () => now,
    segmentSeconds: 1,
    onEvent: () => undefined,
  });
  const sink = recorder.startRun();
  const reader = createFragmentReader({
    init: (init) => sink.init(init),
    fragment(fragment) {
      now += 250;
      sink.fragment(fragment);
    },
  });
  reader.push(withUserData(initBytes()));
  for (const bytes of fragmentsFor(4)) reader.push(bytes);
  sink.end("over");
  await recorder.stop();
}

/** As a camera's session names itself: title, place and person in boxes of moov. */
function withUserData(init: Buffer): Buffer {
  const at = init.indexOf("moov") - 4;
  const [before, moov] = [init.subarray(0, at), init.subarray(at + 8)];
  const udta = box("udta", Buffer.from("开标一室 罗见微 rtsp://desk"));
  return Buffer.concat([before, box("moov", moov, udta)]);
}

async function load(file: string) {
  const answer = await app.get(`${BASE}/${file}`);
  return answer.statusCode === 200 ? new Uint8Array(answer.rawPayload) : undefined;
}

const readRecords = async () => readPictureChain((await app.get(`${BASE}/chain.jsonl`)).body);

test("a sealed picture is a replay whose chain the browser computes again; the fact has its end", async () => {
  const { registry } = app.application;
  const { db } = app.database.app;
  const clock = { now: () => new Date(NOW) };
  await sealReplay(
    { db, registry, clock, directory: join(app.dataDir, "video/public") },
    { id: SESSION, ocid: ocidOf("O1"), lotId: "1", channel: "room-1-desk", startsAt: STARTS_AT },
  );
  expect((await app.get(`${BASE}/status.json`)).json()).toEqual({ state: "replay" });
  const { body } = await app.get(`${BASE}/replay.m3u8`);
  expect(body).toContain("#EXT-X-ENDLIST");
  expect(body).toContain("#EXT-X-PROGRAM-DATE-TIME:2026-06-01T01:00:00.000Z");
  const verdict = await checkPicture(await readRecords(), { load });
  expect(verdict).toMatchObject({ is: "equal", segments: 4 });
  const [fact] = await app.database.query<{ payload: { last: number; chain: string } }>(
    "SELECT payload FROM fact.fact WHERE kind = 'video.replay-sealed'",
  );
  expect(verdict).toMatchObject({ segments: fact?.payload.last, chain: fact?.payload.chain });
});

test("a replay is sealed once, also when the room has another camera by then", async () => {
  const { registry } = app.application;
  const { db } = app.database.app;
  const clock = { now: () => new Date(Date.parse(NOW) + 60_000) };
  const again = { id: SESSION, ocid: ocidOf("O1"), lotId: "1", startsAt: STARTS_AT };
  const directory = join(app.dataDir, "video/public");
  await sealReplay({ db, registry, clock, directory }, { ...again, channel: "room-1-new" });
  const facts = await app.database.query(
    "SELECT payload FROM fact.fact WHERE kind = 'video.replay-sealed'",
  );
  expect(facts).toHaveLength(1);
});

test("what is public of a picture names nobody: no person, room, camera, bidder or address, and no data of a program", async () => {
  const names = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = names.filter((entry) => entry.isFile());
  // Segments, init, chain, playlist: all that a portal host holds.
  expect(files.length).toBeGreaterThanOrEqual(7);
  const canaries = [
    "金丝雀",
    "罗见微",
    "开标一室",
    "room-1",
    "desk",
    "rtsp://",
    "udta",
    "Lavf",
    "张三",
  ];
  for (const { parentPath, name } of files) {
    const bytes = await readFile(join(parentPath, name));
    for (const canary of canaries)
      expect(bytes.includes(canary), `${name} holds ${canary}`).toBe(false);
  }
  for (const record of await readRecords())
    expect(Object.keys(record).toSorted()).toEqual(
      ["bytes", "camera", "chain", "endAt", "hash", "initHash", "isCut", "number", "previous"]
        .concat("run", "startAt")
        .toSorted(),
    );
  expect((await app.get(`${BASE}/replay.m3u8`)).body).not.toMatch(/[^\x20-\x7e\n]/u);
});

test("one changed byte is found, and its segment named", async () => {
  const records = await readRecords();
  const file = join(dir, `${records[1]?.run}/2.m4s`);
  const whole = await readFile(file);
  const changed = Buffer.from(whole);
  changed.writeUInt8(changed.readUInt8(changed.length - 1) ^ 1, changed.length - 1);
  await writeFile(file, changed);
  expect(await checkPicture(records, { load })).toEqual({ is: "changed", number: 2 });
  await writeFile(file, whole);
});

test.each([
  `${BASE}/../../channels/secret/20260601/chain.jsonl`,
  `${BASE}/%2e%2e/chain.jsonl`,
  `${BASE}/..%2f..%2fchannels%2fsecret%2f20260601/1.m4s`,
  `${BASE}/%2e%2e%2f%2e%2e%2fchannels%2fsecret%2f20260601/1.m4s`,
  `${BASE}/../1.m4s`,
  `${BASE}/journal.jsonl`,
  `${BASE}/secret/other.m4s`,
  `/openings/..%2fchannels%2fsecret/picture/20260601/1.m4s`,
  `/openings/%2e%2e/picture/chain.jsonl`,
  `/openings/secret/picture/20260601/1.m4s`,
])("%s is not served", async (path) => {
  const answer = await app.get(path);
  expect([400, 404, 422]).toContain(answer.statusCode);
  expect(answer.body).not.toBe("secret");
});
