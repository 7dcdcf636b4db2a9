/** The format "mingjing-clip/1": which files a pack holds, which keys and values stand in them (verifier/README.md). */
import { decodeUtf8 } from "./bytes.ts";
import { clip, fail, type Failure, type Outcome, yields } from "./result.ts";
import { parseStrictJson } from "./strict-json.ts";
import type { ZipFile } from "./zip.ts";

export const CLIP_FORMAT = "mingjing-clip/1";
const CLIP_FAMILY = "mingjing-clip/";
export const CLIP_FILE = "clip.json";
/** Facts of the camera that tell of these pictures, with their place in the log. */
export const CLIP_CERTIFICATE = "chain.mjcert.json";

export interface SegmentRecord {
  readonly camera: string;
  readonly run: string;
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly startAt: number;
  readonly endAt: number;
  readonly bytes: number;
  readonly initHash: string;
  readonly isCut: boolean;
  readonly hash: string;
  readonly previous: string;
  readonly chain: string;
}

export interface ClipPart {
  readonly file: string;
  readonly initBytes: number;
  readonly records: readonly SegmentRecord[];
  /** The film. */
  readonly bytes: Uint8Array;
}

export interface ClipDay {
  /** Name of the day's recording, eight digits. */
  readonly day: string;
  /** The record before the first one; null: the recording of the day begins with the clip. */
  readonly before: SegmentRecord | null;
  readonly parts: readonly ClipPart[];
  /** Records behind the last one, up to one whose chain value is in the log. */
  readonly after: readonly SegmentRecord[];
}

export interface StatedGap {
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

export interface Clip {
  readonly clip: string;
  readonly channel: string;
  readonly ocid: string;
  readonly title: string;
  readonly roomName: string;
  readonly coverage: {
    readonly from: string;
    readonly to: string;
    readonly seconds: number;
    readonly recorded: number;
    readonly share: number;
    readonly gaps: readonly StatedGap[];
  };
  readonly days: readonly ClipDay[];
}

type Test = (value: unknown) => boolean;
type Shape = Readonly<Record<string, Test>>;

const matches =
  (pattern: RegExp): Test =>
  (value) =>
    typeof value === "string" && pattern.test(value);
const text = matches(/^[^\p{Cc}\u2028\u2029]{1,400}$/u);
const hash = matches(/^[0-9a-f]{64}$/);
const count: Test = (value) => Number.isSafeInteger(value) && Number(value) >= 0;
const number: Test = (value) => typeof value === "number" && value >= 0;
const list: Test = (value) => Array.isArray(value);
const isObject: Test = (value) =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** The one spelling of instants. */
const instant: Test = (value) => {
  const time = new Date(String(value));
  return typeof value === "string" && !Number.isNaN(time.getTime()) && time.toISOString() === value;
};
const day = matches(/^\d{8}$/);

const RECORD: Shape = {
  camera: text,
  run: matches(/^[\w.-]{1,80}$/),
  number: (value) => count(value) && value !== 0,
  startAt: count,
  endAt: count,
  bytes: count,
  initHash: hash,
  isCut: (value) => typeof value === "boolean",
  hash,
  previous: hash,
  chain: hash,
};

const CONTENT: Shape = {
  format: (value) => value === CLIP_FORMAT,
  clip: matches(/^[0-9a-f]{32}$/),
  title: text,
  roomName: text,
  ocid: text,
  coverage: isObject,
  purpose: text,
  reason: (value) => typeof value === "string",
  officer: isObject,
  at: instant,
  channel: text,
  files: list,
  days: list,
};
const COVERAGE: Shape = {
  from: instant,
  to: instant,
  seconds: number,
  recorded: number,
  share: number,
  gaps: list,
};
const GAP: Shape = { from: instant, to: instant, why: text };
const DAY: Shape = { day, before: (value) => value === null || isObject(value), after: list };
const PROOF: Shape = { from: count, to: count, parts: list };
const PART: Shape = {
  file: matches(/^part-\d{1,4}\.mp4$/),
  hash,
  run: text,
  startAt: count,
  endAt: count,
  initBytes: count,
  records: (value) => Array.isArray(value) && value.length > 0,
};

/** Every key that must be there, and no other. */
function checkObject(value: unknown, shape: Shape, path: string): Failure | undefined {
  if (!isObject(value)) return fail("clip.wrong-value", { path });
  const object = value as Record<string, unknown>;
  for (const key of Object.keys(object))
    if (!Object.hasOwn(shape, key))
      return fail("clip.unknown-key", { path: `${path}.${clip(key)}` });
  for (const [key, test] of Object.entries(shape)) {
    if (!Object.hasOwn(object, key)) return fail("clip.missing-key", { path: `${path}.${key}` });
    if (!test(object[key])) return fail("clip.wrong-value", { path: `${path}.${key}` });
  }
  return undefined;
}

function checkEach(values: unknown, shape: Shape, path: string): Failure | undefined {
  for (const [index, value] of (values as unknown[]).entries()) {
    const wrong = checkObject(value, shape, `${path}[${index}]`);
    if (wrong) return wrong;
  }
  return undefined;
}

type Files = ReadonlyMap<string, ZipFile>;

function readJson(files: Files, file: string): Outcome<Record<string, unknown>> {
  const found = files.get(file);
  if (found === undefined) return fail("clip.missing-file", { file });
  const decoded = decodeUtf8(found.bytes);
  const value = decoded.ok ? parseStrictJson(decoded.value) : decoded;
  if (!value.ok) return fail("clip.unreadable-file", { file });
  return isObject(value.value)
    ? yields(value.value as Record<string, unknown>)
    : fail("clip.wrong-value", { path: file });
}

function readPart(files: Files, folder: string, value: Record<string, unknown>): Outcome<ClipPart> {
  const path = `${folder}/${String(value["file"])}`;
  const wrong = checkEach(value["records"], RECORD, path);
  if (wrong) return wrong;
  const film = files.get(path);
  if (film === undefined) return fail("clip.missing-file", { file: path });
  const { initBytes, records } = value as unknown as ClipPart;
  return yields({ file: path, initBytes, records, bytes: film.bytes });
}

function readDay(files: Files, value: Record<string, unknown>): Outcome<ClipDay> {
  const { day: name, before, after } = value as unknown as ClipDay;
  const around = before === null ? after : [before, ...after];
  const wrong = checkEach(around, RECORD, `days.${name}`);
  if (wrong) return wrong;
  const path = `${name}/proof.json`;
  const proof = readJson(files, path);
  if (!proof.ok) return proof;
  const wrongProof =
    checkObject(proof.value, PROOF, path) ?? checkEach(proof.value["parts"], PART, path);
  if (wrongProof) return wrongProof;
  const parts: ClipPart[] = [];
  for (const one of proof.value["parts"] as Record<string, unknown>[]) {
    const part = readPart(files, name, one);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  return yields({ day: name, before, after, parts });
}

/** Names of all files that belong to the pack; a further one would be covered by nothing. */
function findStranger(files: Files, days: readonly ClipDay[]): string | undefined {
  const known = new Set([CLIP_FILE, CLIP_CERTIFICATE, "index.html", "说明.txt"]);
  for (const one of days) {
    known.add(`${one.day}/proof.json`);
    for (const { file } of one.parts) known.add(file);
  }
  return [...files.keys()].find((name) => !known.has(name));
}

function checkContent(content: Record<string, unknown>): Failure | undefined {
  return (
    checkObject(content, CONTENT, CLIP_FILE) ??
    checkObject(content["coverage"], COVERAGE, "coverage") ??
    checkEach((content["coverage"] as { gaps: unknown }).gaps, GAP, "gaps") ??
    checkEach(content["days"], DAY, "days")
  );
}

/**
 * Takes the files of a pack for a clip. Fails with `clip.not-a-clip`, `.unknown-format`, `.missing-file`, `.unknown-file`,
 * `.unreadable-file`, `.unknown-key`, `.missing-key`, `.wrong-value`.
 */
export function readClip(files: Files): Outcome<Clip> {
  if (!files.has(CLIP_FILE)) return fail("clip.not-a-clip");
  const content = readJson(files, CLIP_FILE);
  if (!content.ok) return content;
  const { format } = content.value;
  if (typeof format !== "string" || !format.startsWith(CLIP_FAMILY)) return fail("clip.not-a-clip");
  if (format !== CLIP_FORMAT) return fail("clip.unknown-format", { format: clip(format) });
  const wrong = checkContent(content.value);
  if (wrong) return wrong;
  const days: ClipDay[] = [];
  for (const one of content.value["days"] as Record<string, unknown>[]) {
    const read = readDay(files, one);
    if (!read.ok) return read;
    if (days.some(({ day: name }) => name === read.value.day))
      return fail("clip.wrong-value", { path: `days.${read.value.day}` });
    days.push(read.value);
  }
  const stranger = findStranger(files, days);
  if (stranger !== undefined) return fail("clip.unknown-file", { file: clip(stranger) });
  const { clip: id, channel, ocid, title, roomName, coverage } = content.value as unknown as Clip;
  return yields({ clip: id, channel, ocid, title, roomName, coverage, days });
}
