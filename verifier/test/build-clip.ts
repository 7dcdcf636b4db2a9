/**
 * Makes packs of clips for tests and vectors with node:crypto and node:zlib, without code of the verifier and of the
 * platform: a camera of six segments in two runs, with a hole of 31 seconds between them, and the facts in a log.
 */
import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

import { buildCertificate, sortedJson } from "./build-certificate.ts";

export interface TestRecord {
  camera: string;
  run: string;
  number: number;
  startAt: number;
  endAt: number;
  bytes: number;
  initHash: string;
  isCut: boolean;
  hash: string;
  previous: string;
  chain: string;
}

/** All that a pack is made of; tests change it before it is packed. */
export interface TestClip {
  content: Record<string, unknown> & {
    channel: string;
    coverage: {
      from: string;
      to: string;
      seconds: number;
      recorded: number;
      share: number;
      gaps: { from: string; to: string; why: string }[];
    };
    days: { day: string; before: TestRecord | null; after: TestRecord[] }[];
  };
  proof: Record<string, unknown> & { parts: TestPart[] };
  films: Buffer[];
  certificate: string | undefined;
  /** Further files. */
  others: Record<string, string>;
}

export interface TestPart {
  file: string;
  hash: string;
  run: string;
  startAt: number;
  endAt: number;
  initBytes: number;
  records: TestRecord[];
}

const digest = (...parts: readonly (Uint8Array | string)[]): string => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest("hex");
};

const CHANNEL = "opening-1-desk";
const DAY = "20260302";
const START = Date.parse("2026-03-02T01:40:00.000Z");
/** Seconds from START at which each segment begins; each is four seconds long. */
const BEGINS = [0, 4, 8, 43, 47, 51];
const runOf = (number: number) => (number <= 3 ? "r1" : "r2");
const initOf = (run: string) => Buffer.from(`head of ${run}`);
const filmOf = (number: number) => Buffer.from(`picture ${number} `.repeat(3));

/** Gives a record its chain value, as a forger would too. */
export function linkTestRecord(record: TestRecord): TestRecord {
  const { hash, previous, chain: _, ...metadata } = record;
  const link = [Buffer.from(previous, "hex"), Buffer.from(hash, "hex"), sortedJson(metadata)];
  return { ...record, chain: digest(...link) };
}

export function testRecords(): TestRecord[] {
  const records: TestRecord[] = [];
  for (const [index, begin] of BEGINS.entries()) {
    const number = index + 1;
    const run = runOf(number);
    records.push(
      linkTestRecord({
        camera: CHANNEL,
        run,
        number,
        startAt: START + begin * 1000,
        endAt: START + (begin + 4) * 1000,
        bytes: filmOf(number).length,
        initHash: digest(initOf(run)),
        isCut: false,
        hash: digest(filmOf(number)),
        previous: records.at(-1)?.chain ?? "0".repeat(64),
        chain: "",
      }),
    );
  }
  return records;
}

const iso = (seconds: number) => new Date(START + seconds * 1000).toISOString();

/** Facts of the recording up to the last segment, and of its gap, in a log. */
export function clipCertificate(
  last: TestRecord,
  keyName = "log",
): {
  readonly text: string;
  readonly vkey: string;
} {
  const { certificate, vkey } = buildCertificate({
    subject: `channel:${CHANNEL}`,
    keyName,
    title: "开标一室 主持席",
    facts: [
      {
        kind: "video.gap-recorded",
        payload: { channel: CHANNEL, from: iso(12), to: iso(43), why: "cameraLost" },
      },
      {
        kind: "video.recording-extended",
        payload: {
          channel: CHANNEL,
          recording: DAY,
          first: 1,
          last: last.number,
          spans: [
            { from: iso(0), to: iso(12) },
            { from: iso(43), to: iso(55) },
          ],
          bytes: 1,
          chain: last.chain,
        },
      },
    ],
  });
  return { text: JSON.stringify(certificate), vkey };
}

function partOf(records: TestRecord[], index: number): TestPart {
  const [first] = records;
  const run = first?.run ?? "";
  return {
    file: `part-${index + 1}.mp4`,
    hash: digest(initOf(run), ...records.map(({ number }) => filmOf(number))),
    run,
    startAt: first?.startAt ?? 0,
    endAt: records.at(-1)?.endAt ?? 0,
    initBytes: initOf(run).length,
    records,
  };
}

/** Segments 2 to 5 of six, asked for from second 5 to 50: 31 seconds of it have no picture. */
export function testClip(): TestClip {
  const records = testRecords();
  const [before, last] = [records[0] ?? null, records[5]];
  if (last === undefined) throw new Error("six segments are made");
  const runs = [records.slice(1, 3), records.slice(3, 5)];
  const coverage = {
    from: iso(5),
    to: iso(50),
    seconds: 45,
    recorded: 14,
    share: 0.3111,
    gaps: [{ from: iso(12), to: iso(43), why: "cameraLost" }],
  };
  return {
    content: {
      format: "mingjing-clip/1",
      clip: "9c".repeat(16),
      title: "主持席",
      roomName: "开标一室",
      ocid: "ocds-mj0001-TEST-0001",
      coverage,
      purpose: "lead",
      reason: "随问题线索移送",
      officer: { account: "inspector-1", name: "江澄", department: { id: "i", name: "某组" } },
      at: "2026-03-03T01:00:00.000Z",
      channel: CHANNEL,
      files: [`${DAY}/part-1.mp4`, `${DAY}/part-2.mp4`],
      days: [{ day: DAY, before, after: [last] }],
    },
    proof: { from: START + 5000, to: START + 50_000, parts: runs.map(partOf) },
    films: runs.map((run) =>
      Buffer.concat([initOf(run[0]?.run ?? ""), ...run.map(({ number }) => filmOf(number))]),
    ),
    certificate: clipCertificate(last).text,
    others: { "index.html": "<!doctype html>\n", "说明.txt": "录像片段及其证明\n" },
  };
}

export const testClipKey = (): string => clipCertificate(testRecords()[5] as TestRecord).vkey;

/** Stored files, sizes behind the bytes: as the platform writes them. */
export function packZip(files: readonly (readonly [string, Uint8Array])[]): Buffer {
  const [body, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [name, bytes] of files) {
    const nameBytes = Buffer.from(name);
    const sum = [crc32(bytes), bytes.length, bytes.length];
    const head = (sizes: readonly number[]) => {
      const made = Buffer.alloc(26);
      made.writeUInt16LE(20, 0);
      made.writeUInt16LE(8 | 0x800, 2);
      for (const [index, size] of sizes.entries()) made.writeUInt32LE(size, 10 + 4 * index);
      made.writeUInt16LE(nameBytes.length, 22);
      return made;
    };
    const descriptor = Buffer.alloc(16);
    for (const [index, value] of [0x08074b50, ...sum].entries())
      descriptor.writeUInt32LE(value, 4 * index);
    const local = [Buffer.from("PK\u0003\u0004"), head([0, 0, 0]), nameBytes, bytes, descriptor];
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from("PK\u0001\u0002\u0014\u0000"), head(sum), rest, nameBytes);
    body.push(...local.map((part) => Buffer.from(part)));
    at += local.reduce((total, part) => total + part.length, 0);
  }
  const size = directory.reduce((total, part) => total + part.length, 0);
  const end = Buffer.alloc(22);
  end.write("PK\u0005\u0006", "latin1");
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...body, ...directory, end]);
}

const json = (value: unknown) => Buffer.from(JSON.stringify(value));

export function filesOf(clip: TestClip): [string, Uint8Array][] {
  const { content, proof, films, certificate, others } = clip;
  return [
    ["clip.json", json(content)],
    ...(certificate === undefined
      ? []
      : [["chain.mjcert.json", Buffer.from(certificate)] as [string, Uint8Array]]),
    [`${DAY}/proof.json`, json(proof)],
    ...films.map((film, index): [string, Uint8Array] => [`${DAY}/part-${index + 1}.mp4`, film]),
    ...Object.entries(others).map(([name, text]): [string, Uint8Array] => [
      name,
      Buffer.from(text),
    ]),
  ];
}

export const packClip = (clip: TestClip): Buffer => packZip(filesOf(clip));
