import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterEach, beforeEach, describe, expect, test } from "vitest";

import { fragmentsFor, initBytes } from "../test/stream.ts";
import { CHAIN_FILE, segmentFile, type SegmentRecord } from "./chain.ts";
import { createFragmentReader } from "./fragment-reader.ts";
import { createRecorder, type Recorder, type RecorderEvent } from "./recorder.ts";
import { JOURNAL_FILE, readChain } from "./recovery.ts";
import { verifyRecording } from "./verify.ts";

let dir: string;
let now: number;
let events: RecorderEvent[];
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "mingjing-recorder-"));
  now = Date.UTC(2026, 11, 1);
  events = [];
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const open = (): Promise<Recorder> =>
  createRecorder({
    dir,
    camera: "room-1",
    now: () => now,
    onEvent: (event) => events.push(event),
  });

/** Begins a run; each fragment given lasts a quarter of a second and arrives at its end. */
function begin(recorder: Recorder) {
  const sink = recorder.startRun();
  const reader = createFragmentReader({
    init: (init) => sink.init(init),
    fragment(fragment) {
      now += 250;
      sink.fragment(fragment);
    },
  });
  reader.push(initBytes());
  return {
    give: (fragments: readonly Buffer[]) => fragments.forEach((bytes) => reader.push(bytes)),
    end: () => sink.end("the camera is away"),
  };
}

/** A whole run. */
function play(recorder: Recorder, fragments: readonly Buffer[]): void {
  const run = begin(recorder);
  run.give(fragments);
  run.end();
}

const of = <Kind extends RecorderEvent["kind"]>(kind: Kind) =>
  events.filter((event): event is RecorderEvent & { kind: Kind } => event.kind === kind);
const segments = (): SegmentRecord[] => of("segment").map(({ record }) => record);
const gaps = () => of("gap").map(({ from, to, why }) => ({ from, to, why }));

/** As a kill leaves the folder: the last record is not written, its file has lost its end. */
async function tearLast(lostBytes: number): Promise<SegmentRecord> {
  const records = await readChain(dir);
  const last = records.at(-1);
  if (last === undefined) throw new Error("nothing was recorded");
  const kept = records.slice(0, -1).map((record) => `${JSON.stringify(record)}\n`);
  await writeFile(join(dir, CHAIN_FILE), kept.join(""));
  const journal = await readFile(join(dir, JOURNAL_FILE), "utf8");
  await writeFile(join(dir, JOURNAL_FILE), journal.replace(/.*"stopped".*\n/, ""));
  await truncate(join(dir, segmentFile(last)), last.bytes - lostBytes);
  return last;
}

describe("the recorder", () => {
  test("says that it waits when the camera is away, however much waits for the disk, and that it records again", async () => {
    const recorder = await open();
    play(recorder, fragmentsFor(10));
    play(recorder, fragmentsFor(10));
    await recorder.stop();
    const away = ["waiting", "the camera is away"];
    expect(of("state").map(({ state, why }) => [state, why])).toEqual([
      ["recording", ""],
      away,
      ["recording", ""],
      away,
    ]);
  });

  test("cuts segments of four seconds at keyframes; they join and verify", async () => {
    const started = now;
    const recorder = await open();
    play(recorder, fragmentsFor(10));
    await recorder.stop();
    const spans = segments().map(({ startAt, endAt }) => [startAt - started, endAt - started]);
    expect(spans).toEqual([
      [0, 4000],
      [4000, 8000],
      [8000, 10_000],
    ]);
    expect(segments().map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(of("opened").map(({ number }) => number)).toEqual([1, 2, 3]);
    expect(of("state").map(({ state, why }) => [state, why])).toContainEqual([
      "waiting",
      "the camera is away",
    ]);
    expect(await readChain(dir)).toEqual(segments());
    expect(await verifyRecording(dir)).toEqual([]);
  });

  test("leaves out pictures before the first keyframe", async () => {
    const recorder = await open();
    play(recorder, fragmentsFor(2).slice(1));
    await recorder.stop();
    expect(segments()).toMatchObject([{ startAt: Date.UTC(2026, 11, 1) + 750 }]);
  });

  test("a second run goes on in the chain; a long pause between is a gap, a short one is none", async () => {
    const recorder = await open();
    play(recorder, fragmentsFor(2));
    now += 5000;
    play(recorder, fragmentsFor(2));
    now += 12_000;
    play(recorder, fragmentsFor(2));
    await recorder.stop();
    const [, second, third] = segments();
    expect(new Set(segments().map(({ run }) => run)).size).toBe(3);
    expect(gaps()).toEqual([{ from: second?.endAt, to: third?.startAt, why: "cameraLost" }]);
    expect(await verifyRecording(dir)).toEqual([]);
  });

  test("pictures missing within a run end the segment and leave a gap", async () => {
    const recorder = await open();
    play(recorder, [...fragmentsFor(2), ...fragmentsFor(2, { from: 20 })]);
    await recorder.stop();
    expect(segments()).toHaveLength(2);
    expect(await verifyRecording(dir)).toEqual([]);
  });

  test("after a kill the torn segment is hashed as it lies there, and the next run follows it", async () => {
    const first = await open();
    play(first, fragmentsFor(7));
    await first.stop();
    const torn = await tearLast(30);
    expect(await verifyRecording(dir)).toMatchObject([{ kind: "added", number: 2 }]);
    events = [];
    now += 60_000;
    const second = await open();
    play(second, fragmentsFor(2));
    await second.stop();
    const [cut, next] = segments();
    expect(cut).toMatchObject({
      run: torn.run,
      number: 2,
      isCut: true,
      startAt: torn.startAt,
      endAt: torn.endAt - 250,
      bytes: torn.bytes - 30,
    });
    expect(next).toMatchObject({ number: 3, isCut: false, previous: cut?.chain });
    expect(gaps().at(-1)).toEqual({ from: cut?.endAt, to: next?.startAt, why: "killed" });
    expect(await verifyRecording(dir)).toEqual([]);
  });

  test("a torn line of the chain is written again", async () => {
    const first = await open();
    play(first, fragmentsFor(2));
    await first.stop();
    await tearLast(0);
    await appendFile(join(dir, CHAIN_FILE), '{"camera":"room-1","ru');
    const second = await open();
    await second.stop();
    expect(await readChain(dir)).toMatchObject([{ number: 1, isCut: true }]);
    expect(await verifyRecording(dir)).toEqual([]);
  });

  test("who was stopped and not killed says so", async () => {
    const first = await open();
    play(first, fragmentsFor(2));
    await first.stop();
    now += 20_000;
    const second = await open();
    play(second, fragmentsFor(2));
    await second.stop();
    expect(gaps().at(-1)).toMatchObject({ why: "stopped" });
  });

  test("a damaged chain is not continued", async () => {
    const first = await open();
    play(first, fragmentsFor(2));
    await first.stop();
    await appendFile(join(dir, CHAIN_FILE), "no record\n");
    await expect(open()).rejects.toThrow("line 2");
  });

  test("a disk that fails is told aloud, and recording goes on as soon as it can", async () => {
    const recorder = await open();
    const run = begin(recorder);
    run.give(fragmentsFor(5));
    await expect.poll(() => of("opened").length).toBe(2);
    await rm(join(dir, of("opened")[0]?.run ?? ""), { recursive: true });
    run.give(fragmentsFor(6, { from: 5 }));
    await recorder.stop();
    expect(of("state").map(({ state }) => state)).toEqual(["recording", "failing", "recording"]);
    expect(segments().at(-1)).toMatchObject({ number: 3, isCut: false });
    const lost = (await verifyRecording(dir)).filter(({ file }) => file.endsWith(".m4s"));
    expect(lost.map(({ kind, number }) => [kind, number])).toEqual([
      ["missing", 1],
      ["missing", 2],
    ]);
  });
});
