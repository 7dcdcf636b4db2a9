/** T49: stored segments that were changed are found and named, by whoever asks and by the check that runs by itself. */
import { createHash } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import {
  CHAIN_FILE,
  chainValue,
  FIRST_LINK,
  initFile,
  segmentFile,
  type SegmentRecord,
} from "../../../../cameras/src/index.ts";
import type { RecordingChecks, RecordingsOfProject } from "../../../../contract/src/video.ts";
import { aNotice, ocidOf } from "../../../test/builders.ts";
import { createTestApp, NOW, type TestApp } from "../../../test/harness.ts";
import { linesOf, writeRecording } from "../../../test/stored-recording.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordFact } from "../../platform/facts/record.ts";
import { bookRoom, registerRoom } from "../venue/index.ts";
import { registerChannel } from "./acts.service.ts";
import { checkDue, checkWarning } from "./check.service.ts";
import { extensionOf } from "./extension.ts";

/** T49 in full: 1,000. */
const CASES = Number(process.env["MINGJING_TEST_CASES"] ?? 20);
const SEGMENTS = 120;
const PER_FACT = 15;
const DAY = "20260531";
const CHANNEL = "opening-1-desk";
const SESSION = "open-99-1";
const RUNS = ["20260531T020000000Z", "20260531T020400000Z"];
const BEGIN = Date.parse("2026-05-31T02:00:00.000Z");
const OCID = ocidOf("K1");
const OFFICER = {
  account: "centre-1",
  name: "罗见微",
  department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
};
const dayOf = (camera: string) => ({ camera, runs: RUNS, begin: BEGIN, segments: SEGMENTS });
const sha256 = (bytes: Buffer) => createHash("sha256").update(bytes).digest("hex");
const iso = (ms: number) => new Date(ms).toISOString();
const SPAN = { from: iso(BEGIN), to: iso(BEGIN + SEGMENTS * 4000) };

let app: TestApp;
let centre: Record<string, string>;
let stranger: Record<string, string>;
let records: SegmentRecord[];
let root: string;
const place = (file: string) => join(root, file);

const deps = () => ({
  db: app.database.app.db,
  registry: app.application.registry,
  log: { warn: () => {} } as never,
  directory: join(app.dataDir, "video", "channels"),
  shown: join(app.dataDir, "video", "public"),
});

interface Told {
  readonly kind: string;
  readonly sourceId: string;
  readonly subject: string;
}

async function tell({ kind, sourceId, subject }: Told, payload: object) {
  await inTransaction(app.database.app.db, (tx) =>
    recordFact(tx, app.application.registry, {
      kind,
      source: "mingjing",
      sourceId,
      subject,
      occurredAt: NOW,
      payload: { ...payload },
    }),
  );
}

beforeAll(async () => {
  app = await createTestApp({});
  const key = await app.addSource("trading");
  await app.send(key, [aNotice("K1")]);
  await app.settle();
  const person = (account: string, role: "centre" | "officer") => ({
    account,
    name: "沈时雨",
    role,
    departmentId: account.replace(/-1$/, ""),
    departmentName: "某单位",
    ...(role === "centre"
      ? {}
      : { jurisdiction: [{ matters: ["process" as const], industries: ["water"] }] }),
  });
  centre = await app.signIn(person("centre-1", "centre"));
  stranger = await app.signIn(person("water-1", "officer"));
  const { registry } = app.application;
  const { db } = app.database.app;
  const context = { registry, officer: OFFICER, at: iso(BEGIN - 86_400_000) };
  await inTransaction(db, async (tx) => {
    const room = { room: "opening-1", name: "开标一室", zone: "opening", isInUse: true } as const;
    await registerRoom(tx, context, room);
    const booked = { room: "opening-1", use: "opening", ocid: OCID, title: "云澜大道" } as const;
    await bookRoom(tx, context, { ...booked, ...SPAN });
  });
  const camera = {
    channel: CHANNEL,
    room: "opening-1",
    title: "主持席",
    view: "hostDesk",
  } as const;
  await registerChannel(
    { db, registry, actor: OFFICER, at: new Date(BEGIN) },
    { ...camera, source: "drawn", isInUse: true },
    async () => "",
  );
  root = join(deps().directory, CHANNEL, DAY);
  records = await writeRecording(root, dayOf(CHANNEL));
  for (let from = 0; from < SEGMENTS; from += PER_FACT) {
    const name = { channel: CHANNEL, recording: DAY };
    const payload = extensionOf(name, records.slice(from, from + PER_FACT)) ?? {};
    const subject = `channel:${CHANNEL}`;
    await tell({ kind: "video.recording-extended", sourceId: `v/${from}`, subject }, payload);
  }
  const shown = await writeRecording(join(deps().shown, SESSION), dayOf(SESSION));
  const { chain, number } = shown.at(-1)!;
  const coverage = { ...SPAN, seconds: 480, recorded: 480, share: 1, gaps: [] };
  const sealed = { session: SESSION, lotId: "1", channel: CHANNEL, last: number, chain, coverage };
  await tell({ kind: "video.replay-sealed", sourceId: "v/replay", subject: OCID }, sealed);
}, 60_000);
afterAll(() => app.close());

const ask = (headers = centre, span = SPAN) =>
  app.inject({
    method: "POST",
    url: "/api/video/checks",
    headers,
    payload: { channel: CHANNEL, ocid: OCID, span },
  });

async function found(span = SPAN) {
  const reply = await ask(centre, span);
  expect(reply.statusCode, reply.body).toBe(200);
  const [check, ...more] = reply.json<RecordingChecks>().rows;
  expect(more).toEqual([]);
  return check!;
}

/** The same numbers in every run. */
function randomFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** One bit of the file is another one while the work is done. */
async function withEdit(file: string, at: (length: number) => number, work: () => Promise<void>) {
  const before = await readFile(place(file));
  const after = Buffer.from(before);
  const offset = at(before.length);
  after[offset] = (after[offset] ?? 0) ^ (1 << (offset % 8));
  await writeFile(place(file), after);
  try {
    await work();
  } finally {
    await writeFile(place(file), before);
  }
}

test("what lies as it was recorded is found whole, and who asked is on record", async () => {
  const check = await found();
  expect(check).toMatchObject({ recording: DAY, segments: SEGMENTS, heads: 8, found: 0 });
  expect(check.bytes).toBe(records.reduce((sum, { bytes }) => sum + bytes, 0));
  const [fact] = await app.database.query<{ payload: { officer: { account: string } } }>(
    "SELECT payload FROM fact.fact WHERE kind = 'video.recording-checked'",
  );
  expect(fact?.payload.officer.account).toBe("centre-1");
  expect((await ask(stranger)).statusCode).toBe(403);
  const { to } = SPAN;
  const later = { from: to, to: iso(Date.parse(to) + 7_200_000) };
  expect((await ask(centre, later)).statusCode).toBe(403);
});

test(
  `T49: ${CASES} changes of one byte are ${CASES} findings, each with the number of its segment`,
  async () => {
    const random = randomFrom(49);
    for (let round = 0; round < CASES; round += 1) {
      const target = records[random(SEGMENTS)]!;
      const file = segmentFile(target);
      // As somebody asks for a minute of a day.
      const span = { from: iso(target.startAt - 30_000), to: iso(target.endAt + 30_000) };
      await withEdit(file, random, async () => {
        const { findings } = await found(span);
        expect(findings).toEqual([{ fault: "changed", number: target.number, file }]);
      });
    }
    expect((await found()).found).toBe(0);
  },
  60_000 + CASES * 3000,
);

test("a changed line of the chain, a changed init segment and a segment put elsewhere are named", async () => {
  const random = randomFrom(7);
  for (let round = 0; round < 10; round += 1) {
    const target = records[random(SEGMENTS)]!;
    const lines = records
      .slice(0, target.number)
      .map((record) => JSON.stringify(record).length + 1);
    const end = lines.reduce((sum, length) => sum + length, 0);
    // Not the line feed: two lines in one are two records that are none.
    const inLine = () => end - 2 - random(lines.at(-1)! - 2);
    await withEdit(CHAIN_FILE, inLine, async () => {
      const numbers = (await found()).findings.map(({ number }) => number);
      expect(numbers).toContain(target.number);
    });
  }
  const second = records[SEGMENTS / 2]!;
  await withEdit(initFile(second), random, async () =>
    expect((await found()).findings).toEqual([
      { fault: "changed", number: second.number, file: initFile(second) },
    ]),
  );
  const [one, other] = [segmentFile(records[4]!), segmentFile(records[9]!)];
  const kept = await readFile(place(one));
  await writeFile(place(one), await readFile(place(other)));
  expect((await found()).findings).toEqual([{ fault: "order", number: 5, file: one }]);
  await writeFile(place(one), kept);
});

test("a chain that is computed anew over a changed segment does not pass through the values of the log", async () => {
  const target = records[49]!;
  const file = segmentFile(target);
  const before = await readFile(place(file));
  const bytes = Buffer.from(before);
  bytes[100] = (bytes[100] ?? 0) ^ 1;
  let previous = FIRST_LINK;
  const forged = records.map((record) => {
    const hash = record.number === target.number ? sha256(bytes) : record.hash;
    const chain = chainValue(previous, hash, record);
    const made = { ...record, hash, previous, chain };
    previous = chain;
    return made;
  });
  await writeFile(place(file), bytes);
  await writeFile(place(CHAIN_FILE), linesOf(forged));
  // Behind segment 45 stands the last value of the log that holds.
  expect((await found()).findings).toEqual([{ fault: "chain", number: 46, file: CHAIN_FILE }]);
  await writeFile(place(file), before);
  await writeFile(place(CHAIN_FILE), linesOf(records));
});

test("the check that runs by itself finds what is gone, health says so until the files are back", async () => {
  const now = new Date(NOW);
  await app.database.asOwner("DELETE FROM video.event WHERE kind = 'recording-checked'");
  expect(await checkDue(deps(), now)).toBe(2);
  expect(await checkWarning(app.database.app.db)).toBeUndefined();
  expect(await checkDue(deps(), now)).toBe(0);

  const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
  await rename(root, `${root}.away`);
  expect(await checkDue(deps(), later(30))).toBe(2);
  const warning = await checkWarning(app.database.app.db);
  expect(warning).toContain(`${CHANNEL} ${DAY}: segment 1 and 119 more`);
  const health = (await app.get("/api/health")).body;
  expect(health).toContain("not as recorded");
  const { rows } = (
    await app.inject({ url: "/api/video/checks", headers: centre })
  ).json<RecordingChecks>();
  expect(rows[0]).toMatchObject({ recording: DAY, found: SEGMENTS });
  expect(rows[0]?.findings[0]).toEqual({ fault: "missing", number: 1, file: CHAIN_FILE });

  await rename(`${root}.away`, root);
  expect(await checkDue(deps(), later(31))).toBe(1);
  expect(await checkWarning(app.database.app.db)).toBeUndefined();
});

test("the playlist of a replay belongs there as long as it names the chain's segments in their order", async () => {
  const files = records.map(segmentFile);
  const list = join(deps().shown, SESSION, "replay.m3u8");
  await writeFile(list, `#EXTM3U\n${files.join("\n")}\n`);
  const at = async (day: string) => {
    await checkDue(deps(), new Date(`${day}T00:00:00Z`));
    return checkWarning(app.database.app.db);
  };
  expect(await at("2026-10-10")).toBeUndefined();
  await writeFile(list, `#EXTM3U\n${files.toReversed().join("\n")}\n`);
  expect(await at("2026-11-20")).toContain("replay.m3u8 not as recorded (added)");
  await rm(list);
  expect(await at("2026-11-22")).toBeUndefined();
});

test("the public picture of an opening is checked, too", async () => {
  const file = join(deps().shown, SESSION, segmentFile(records[2]!));
  await rm(file);
  expect(await checkDue(deps(), new Date("2026-12-31T00:00:00Z"))).toBe(2);
  expect(await checkWarning(app.database.app.db)).toContain(
    `${SESSION}: segment 3 not as recorded (missing)`,
  );
});

test("a project shows how its cameras' days and the public picture of its opening were found", async () => {
  const url = `/api/video/projects/${encodeURIComponent(OCID)}/recordings`;
  const { checks } = (await app.inject({ url, headers: centre })).json<RecordingsOfProject>();
  const whole = checks.filter(({ span }) => span === undefined);
  expect(new Set(whole.map(({ recording }) => recording))).toEqual(new Set([DAY, SESSION]));
});
