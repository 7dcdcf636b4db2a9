import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFile, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  coverageOf,
  cutClip,
  delaysOf,
  type Gap,
  type LiveMessage,
  readChain,
  segmentFile,
  type SegmentRecord,
  superviseCamera,
  verifyPart,
  verifyRecording,
} from "../src/index.ts";
import { freePort, PASSWORD, startCamera, takenTimes } from "./camera.ts";
import { recordCamera } from "./recorded.ts";

const WIDTH = 640;
const GAP_SECONDS = 3;

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mingjing-cameras-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Codec and pictures of each stream as ffprobe reads them, and what it complains of. */
function probe(file: string) {
  const line = "-v error -count_packets -show_entries stream=codec_name,nb_read_packets -of json";
  const { stdout, stderr } = spawnSync("ffprobe", [...line.split(" "), file], { encoding: "utf8" });
  return { complaints: stderr, streams: (JSON.parse(stdout) as { streams: object[] }).streams };
}

describe("a camera that is killed and comes back", () => {
  let dir: string;
  let segments: SegmentRecord[];
  let gaps: Gap[];
  let reasons: readonly string[];
  let delay: ReturnType<typeof delaysOf>;

  /** Records 20 seconds around the kill. */
  beforeAll(async () => {
    dir = join(folder, "killed");
    const port = await freePort();
    let source = await startCamera({ port, width: WIDTH });
    const recorded = await recordCamera({ url: source.url, dir, gapSeconds: GAP_SECONDS });
    const watching = watch(recorded.camera.live.subscribe());
    await recorded.until(() => recorded.segments().length >= 2);
    await source.kill();
    await recorded.until(() => recorded.gaps().some(({ to }) => to === null));
    source = await startCamera({ port, width: WIDTH });
    const { length } = recorded.segments();
    await recorded.until(() => recorded.segments().length >= length + 2);
    await recorded.camera.stop();
    await source.kill();
    delay = await watching;
    segments = recorded.segments();
    gaps = recorded.gaps();
    reasons = recorded.reasons;
  });

  /** Delay from the clock in the picture to the arrival of its fragment, over the first run. */
  async function watch(messages: AsyncIterable<LiveMessage>) {
    const parts: Buffer[] = [];
    const arrivals: number[] = [];
    let runs = 0;
    for await (const message of messages) {
      if (message.kind === "init") runs += 1;
      if (runs > 1) continue;
      parts.push(message.bytes);
      if (message.kind === "fragment")
        for (let picture = 0; picture < message.pictures; picture += 1) arrivals.push(Date.now());
    }
    expect(runs).toBe(2);
    const taken = takenTimes(Buffer.concat(parts), WIDTH);
    expect(taken).toHaveLength(arrivals.length);
    return delaysOf(
      arrivals.flatMap((shownAt, index) => {
        const takenAt = taken[index];
        return takenAt === undefined ? [] : [{ shownAt, takenAt }];
      }),
    );
  }

  test("plays again by itself, in a second run", () => {
    expect(new Set(segments.map(({ run }) => run)).size).toBe(2);
    expect(segments.map(({ number }) => number)).toEqual(segments.map((_, index) => index + 1));
    expect(reasons.length).toBeGreaterThan(0);
    expect(reasons.join(" ")).not.toContain(PASSWORD);
  });

  test("its pictures reach a viewer within half a second", () => {
    expect(delay?.count).toBeGreaterThan(100);
    expect(delay?.median).toBeLessThan(500);
  });

  test("the gap is on record, from the last picture to the first", () => {
    const lost = gaps.find(({ from }) => segments.some(({ endAt }) => endAt === from));
    expect(lost).toMatchObject({ why: "cameraLost" });
    expect(segments.some(({ startAt }) => startAt === lost?.to)).toBe(true);
  });

  test("the coverage leaves out the gap and nothing else", () => {
    const [first, last] = [segments[0]!, segments.at(-1)!];
    const interval = { from: first.startAt, to: last.endAt };
    const { recorded, seconds, gaps: missing } = coverageOf(interval, segments, gaps);
    expect(missing).toHaveLength(1);
    expect(recorded).toBeCloseTo(seconds - (missing[0]!.to - missing[0]!.from) / 1000);
  });

  test("segments carry the time at which their pictures were taken", async () => {
    for (const record of segments) {
      const init = await readFile(join(dir, record.run, "init.mp4"));
      const bytes = Buffer.concat([init, await readFile(join(dir, segmentFile(record)))]);
      const taken = takenTimes(bytes, WIDTH).filter((one) => one !== undefined);
      // Arrival lies behind the lens by encoder, network and fragment.
      expect(Math.abs(record.startAt - taken[0]!)).toBeLessThan(1500);
      expect(Math.abs(record.endAt - taken.at(-1)!)).toBeLessThan(1500);
    }
  });

  test("the record verifies; one changed byte is found and named", async () => {
    expect(await verifyRecording(dir)).toEqual([]);
    const copy = join(folder, "changed");
    await cp(dir, copy, { recursive: true });
    const target = segments[1]!;
    const bytes = await readFile(join(copy, segmentFile(target)));
    bytes[Math.floor(bytes.length / 2)]! ^= 1;
    await writeFile(join(copy, segmentFile(target)), bytes);
    expect(await verifyRecording(copy)).toMatchObject([{ kind: "changed", number: target.number }]);
    await copyFile(join(dir, segmentFile(target)), join(copy, segmentFile(target)));
    expect(await verifyRecording(copy)).toEqual([]);
  });

  test("a clip over both runs is two files that play, with a proof for each", async () => {
    const into = join(folder, "clip");
    const [from, to] = [segments[1]!.startAt + 10, segments.at(-1)!.endAt];
    const proof = await cutClip({ dir, into, from, to });
    expect(proof.parts.map(({ run }) => run)).toEqual([...new Set(segments.map(({ run }) => run))]);
    for (const part of proof.parts) {
      const file = join(into, part.file);
      const { complaints, streams } = probe(file);
      expect([complaints, streams]).toMatchObject(["", [{ codec_name: "h264" }]]);
      expect(verifyPart(await readFile(file), part)).toEqual([]);
    }
  });
});

test("after kill −9 of the recorder the next one closes the cut segment and goes on", async () => {
  const dir = join(folder, "nine");
  const source = await startCamera({ port: await freePort(), width: WIDTH });
  const script = join(import.meta.dirname, "recorder-process.ts");
  const child = spawn(process.execPath, [script, source.url, dir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let opened = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    if ((JSON.parse(line) as { kind?: string }).kind === "opened") opened += 1;
    if (opened === 3) break;
  }
  child.kill("SIGKILL");
  await once(child, "exit");
  const recorded = await recordCamera({ url: source.url, dir, gapSeconds: 0.5, segmentSeconds: 1 });
  await recorded.until(() => recorded.segments().some(({ isCut }) => !isCut));
  await recorded.camera.stop();
  await source.kill();
  const chain = await readChain(dir);
  expect(chain.map(({ isCut }) => isCut)).toEqual([
    false,
    false,
    true,
    ...chain.slice(3).map(() => false),
  ]);
  expect(await verifyRecording(dir)).toEqual([]);
  expect(recorded.gaps()[0]).toMatchObject({ from: chain[2]!.endAt, why: "killed" });
  const { startAt } = chain[0]!;
  const { share, gaps } = coverageOf({ from: startAt, to: chain.at(-1)!.endAt }, chain, []);
  expect([share < 1, gaps.length]).toEqual([true, 1]);
});

test.each([
  ["pcma", "aac"],
  ["aac", "aac"],
] as const)("sound in %s is recorded as %s", async (sound, codec) => {
  const dir = join(folder, `sound-${sound}`);
  const source = await startCamera({ port: await freePort(), width: WIDTH, sound });
  const recorded = await recordCamera({
    url: source.url,
    dir,
    gapSeconds: 10,
    segmentSeconds: 1,
  });
  await recorded.until(() => recorded.segments().length >= 2);
  await recorded.camera.stop();
  await source.kill();
  const into = join(folder, `clip-${sound}`);
  await cutClip({ dir, into, from: 0, to: Date.now() });
  const { streams } = probe(join(into, "part-1.mp4"));
  expect(streams).toMatchObject([{ codec_name: "h264" }, { codec_name: codec }]);
});

test("a wrong password is told without it", async () => {
  const source = await startCamera({ port: await freePort(), width: WIDTH });
  const { promise, resolve } = Promise.withResolvers<string>();
  const supervisor = superviseCamera({
    input: { kind: "rtsp", url: source.url.replace(PASSWORD, "wr%40ng") },
    onRun: () => ({ init: () => {}, fragment: () => {}, end: () => {} }),
    onState: (state) => {
      if (state.state === "waiting") resolve(state.why);
    },
  });
  const why = await promise;
  await supervisor.stop();
  await source.kill();
  expect(why).toContain("401");
  expect(why).not.toMatch(/wr(%40|@)ng/);
});
