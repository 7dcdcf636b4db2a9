import { beforeAll, describe, expect, test } from "vitest";

import { fragmentsFor, initBytes } from "../test/stream.ts";
import {
  CHAIN_FILE,
  initFile,
  linkRecord,
  segmentFile,
  type SegmentRecord,
  sha256,
} from "./chain.ts";
import { verifyPart } from "./clip.ts";
import { parseChain, verifyChain, verifyFiles, type VerifyOptions } from "./verify.ts";

const SEGMENTS = 40;
const RUNS = ["20261201T010000000Z", "20261201T020000000Z"];

/** A recording of two runs in memory. */
function aRecording(): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  const lines: SegmentRecord[] = [];
  for (let number = 1; number <= SEGMENTS; number += 1) {
    const run = RUNS[number <= SEGMENTS / 2 ? 0 : 1] ?? "";
    const bytes = Buffer.concat(fragmentsFor(1, { from: number }));
    const init = initBytes();
    const metadata = { camera: "room-1", run, number, bytes: bytes.length, isCut: false };
    const times = { startAt: number * 1000, endAt: number * 1000 + 1000, initHash: sha256(init) };
    const record = linkRecord({ ...metadata, ...times }, sha256(bytes), lines.at(-1)?.chain);
    lines.push(record);
    files.set(initFile(record), init).set(segmentFile(record), bytes);
  }
  files.set(CHAIN_FILE, Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join("")));
  return files;
}

const check = (files: ReadonlyMap<string, Buffer>, options: VerifyOptions = {}) =>
  verifyFiles(
    {
      list: () => Promise.resolve([...files.keys()]),
      read: (file) => Promise.resolve(files.get(file)),
    },
    parseChain(files.get(CHAIN_FILE)?.toString() ?? ""),
    options,
  );

/** The same numbers in every run. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

const whole = aRecording();
const records = parseChain(whole.get(CHAIN_FILE)?.toString() ?? "").filter(
  (record) => record !== undefined,
);
const nameOf = (number: number): string => {
  const record = records[number - 1];
  return record === undefined ? "" : segmentFile(record);
};

describe("the check of a recording", () => {
  let files: Map<string, Buffer>;
  beforeAll(() => expect(records).toHaveLength(SEGMENTS));
  const fresh = () => {
    files = new Map(whole);
    return files;
  };

  test("finds nothing where nothing was changed", async () => {
    expect(await check(whole)).toEqual([]);
    const last = records.at(-1);
    expect(last && (await check(whole, { head: last }))).toEqual([]);
  });

  test("T49: 1,000 edits of one byte in segments: 1,000 found, each with its index", async () => {
    const random = randomFrom(20_261_201);
    for (let edit = 0; edit < 1000; edit += 1) {
      const number = 1 + Math.floor(random() * SEGMENTS);
      const bytes = Buffer.from(whole.get(nameOf(number)) ?? "");
      const at = Math.floor(random() * bytes.length);
      bytes[at] = ((bytes[at] ?? 0) + 1 + Math.floor(random() * 255)) % 256;
      const findings = await check(fresh().set(nameOf(number), bytes));
      expect(findings).toEqual([
        { kind: "changed", number, file: nameOf(number), why: "other bytes" },
      ]);
    }
  });

  test("300 edits of one byte in the chain file are found, the record named among them", async () => {
    const random = randomFrom(7);
    const chain = whole.get(CHAIN_FILE) ?? Buffer.alloc(0);
    for (let edit = 0; edit < 300; edit += 1) {
      const bytes = Buffer.from(chain);
      const at = Math.floor(random() * (bytes.length - 1));
      bytes[at] = ((bytes[at] ?? 0) + 1 + Math.floor(random() * 255)) % 256;
      const number = chain.subarray(0, at).toString("latin1").split("\n").length;
      const findings = await check(fresh().set(CHAIN_FILE, bytes));
      expect(findings.filter(({ kind }) => kind === "chain").map((one) => one.number)).toContain(
        number,
      );
      // What was not touched is not in the wrong: a lost line feed spoils two records, no more.
      const named = findings.flatMap((one) => one.number ?? []);
      expect(named.every((one) => one === number || one === number + 1)).toBe(true);
    }
  });

  test("names a missing file, a missing record and records cut off the end", async () => {
    fresh().delete(nameOf(7));
    expect(await check(files)).toMatchObject([{ kind: "missing", number: 7, file: nameOf(7) }]);
    const kept = records.filter(({ number }) => number !== 9);
    expect(verifyChain(kept)).toMatchObject([{ kind: "missing", number: 9 }]);
    const [head] = records.slice(-1);
    expect(verifyChain(records.slice(0, -2), head ? { head } : {})).toMatchObject([
      { kind: "missing", number: 39 },
      { kind: "missing", number: 40 },
    ]);
  });

  test("names swapped files, swapped records and an added file", async () => {
    const [third, fourth] = [whole.get(nameOf(3)), whole.get(nameOf(4))];
    fresh().set(nameOf(3), fourth ?? Buffer.alloc(0));
    files.set(nameOf(4), third ?? Buffer.alloc(0));
    expect(await check(files)).toMatchObject([
      { kind: "order", number: 3 },
      { kind: "order", number: 4 },
    ]);
    const swapped = records.with(2, records[3]!).with(3, records[2]!);
    expect(verifyChain(swapped).map(({ number }) => number)).toContain(3);
    const added = await check(fresh().set(`${RUNS[1]}/41.m4s`, Buffer.from("new")));
    expect(added).toMatchObject([{ kind: "added", number: 41 }]);
    expect(await check(files, { isRecording: true })).toEqual([]);
    const empty = fresh().set("20261201T030000000Z/init.mp4", initBytes());
    expect(await check(empty)).toEqual([]);
  });

  test("a chain computed anew over a forged segment does not end with the published value", () => {
    const forged = records.reduce<SegmentRecord[]>((made, record) => {
      const hash = record.number === 5 ? sha256(Buffer.from("forged")) : record.hash;
      return [...made, linkRecord(record, hash, made.at(-1)?.chain)];
    }, []);
    expect(verifyChain(forged)).toEqual([]);
    expect(verifyChain(forged, { head: records.at(-1)! })).toMatchObject([
      { kind: "chain", number: 40 },
    ]);
  });

  test("a changed init segment is named with the first segment that needs it", async () => {
    const name = `${RUNS[1]}/init.mp4`;
    const findings = await check(fresh().set(name, Buffer.from("other")));
    expect(findings).toMatchObject([{ kind: "changed", number: 21, file: name }]);
  });

  test("a clip's part is checked byte by byte against its records", () => {
    const chosen = records.slice(4, 7);
    const init = initBytes();
    const parts = chosen.map((record) => whole.get(segmentFile(record)) ?? Buffer.alloc(0));
    const bytes = Buffer.concat([init, ...parts]);
    const part = {
      file: "part-1.mp4",
      hash: sha256(bytes),
      run: RUNS[0]!,
      startAt: 5000,
      endAt: 8000,
      initBytes: init.length,
      records: chosen,
    };
    expect(verifyPart(bytes, part)).toEqual([]);
    bytes[init.length + (parts[0]?.length ?? 0) + 3]! ^= 1;
    expect(verifyPart(bytes, part)).toMatchObject([{ kind: "changed", number: 6 }]);
  });
});
