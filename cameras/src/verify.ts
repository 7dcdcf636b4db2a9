/** Checks a recording against its chain of records and names each segment that is not as it was recorded. */
import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";

import {
  CHAIN_FILE,
  chainValue,
  FIRST_LINK,
  initFile,
  parseRecord,
  segmentFile,
  type SegmentRecord,
  sha256,
} from "./chain.ts";
import { JOURNAL_FILE, readIfThere } from "./recovery.ts";

export interface VerifyFinding {
  /**
   * `changed`: other bytes; `missing`: no file or no record; `added`: a file without a record; `order`: not at its place;
   * `chain`: the record was changed or does not follow the one before.
   */
  readonly kind: "changed" | "missing" | "added" | "order" | "chain";
  /** Of the segment; for an init segment of the first that needs it; undefined: the file is of no segment. */
  readonly number: number | undefined;
  readonly file: string;
  readonly why: string;
}

/** Names of files are relative, with slashes. */
export interface RecordingFiles {
  list(): Promise<readonly string[]>;
  /** undefined: there is none. */
  read(file: string): Promise<Uint8Array | undefined>;
}

export interface VerifyOptions {
  /** The chain's last value as published elsewhere; without it nobody sees that the newest records were cut off. */
  readonly head?: Pick<SegmentRecord, "number" | "chain">;
  /** True: the segment behind the last record is being written and is passed over. */
  readonly isRecording?: boolean;
  /** Files of other segments are not read; the chain is walked whole. */
  readonly only?: (record: SegmentRecord) => boolean;
}

/** More missing numbers than that are named by the first of them only. */
const MOST_MISSING = 10_000;

const numbersFrom = (from: number, to: number): number[] =>
  Array.from({ length: Math.min(Math.max(to - from, 0), MOST_MISSING) }, (_, n) => from + n);

/** Walks the chain; a record that is wrong does not put those behind it in the wrong. */
class ChainWalk {
  readonly findings: VerifyFinding[] = [];
  #expected: number;
  /** Values the next record may follow; undefined: it cannot be told. */
  #follows: ReadonlySet<string> | undefined;
  #hasBroken = false;

  constructor(first: Pick<SegmentRecord, "number" | "previous">) {
    this.#expected = first.number;
    this.#follows = new Set([first.previous]);
  }

  #find(kind: VerifyFinding["kind"], number: number, why: string): void {
    this.findings.push({ kind, number, file: CHAIN_FILE, why });
  }

  broken(): void {
    this.#hasBroken = true;
    this.#follows = undefined;
  }

  record(record: SegmentRecord): void {
    const { number, previous, hash, chain } = record;
    const computed = chainValue(previous, hash, record);
    if (computed !== chain) {
      // Its number may be what was changed: its place names it.
      this.#find("chain", this.#expected, "the record and its chain value do not agree");
      if (this.#follows?.has(previous) === false && number === this.#expected + 1)
        this.#find("missing", this.#expected, "the record is missing");
      this.#expected += 1;
      this.#follows = new Set([computed, chain]);
      return;
    }
    this.#place(record);
    this.#follows = new Set([chain]);
  }

  #place({ number, previous }: SegmentRecord): void {
    if (number < this.#expected && !this.#hasBroken) {
      this.#find("order", number, `the record stands where ${this.#expected} is expected`);
      return;
    }
    const skipped = numbersFrom(this.#expected, number);
    this.#nameSkipped(skipped);
    if (skipped.length === 0 && this.#follows?.has(previous) === false)
      this.#find("chain", number, "the record does not follow the one before");
    this.#expected = number + 1;
  }

  #nameSkipped(skipped: readonly number[]): void {
    const [kind, why] = this.#hasBroken
      ? (["chain", "the line is no record"] as const)
      : (["missing", "the record is missing"] as const);
    const named = this.#hasBroken && skipped.length === 0 ? [this.#expected] : skipped;
    for (const number of named) this.#find(kind, number, why);
    this.#hasBroken = false;
  }

  end(head: VerifyOptions["head"], last: SegmentRecord | undefined): void {
    if (this.#hasBroken) this.#nameSkipped([this.#expected]);
    if (head === undefined) return;
    for (const number of numbersFrom((last?.number ?? 0) + 1, head.number + 1))
      this.#find("missing", number, "the record is missing");
    if (last?.number === head.number && last.chain !== head.chain)
      this.#find("chain", head.number, "the chain does not end with the published value");
  }
}

/** undefined in the list: a line that is no record. Segments are 1 and up; a part of a chain begins anywhere. */
export function verifyChain(
  records: readonly (SegmentRecord | undefined)[],
  { head, isPart = false }: { head?: VerifyOptions["head"]; isPart?: boolean } = {},
): VerifyFinding[] {
  const start = isPart ? records.find((record) => record !== undefined) : undefined;
  const walk = new ChainWalk(start ?? { number: 1, previous: FIRST_LINK });
  for (const record of records) {
    if (record === undefined) walk.broken();
    else walk.record(record);
  }
  walk.end(
    head,
    records.findLast((record) => record !== undefined),
  );
  return walk.findings;
}

async function verifySegment(
  files: RecordingFiles,
  record: SegmentRecord,
  known: ReadonlyMap<string, number>,
): Promise<VerifyFinding[]> {
  const { number, hash } = record;
  const file = segmentFile(record);
  const bytes = await files.read(file);
  if (bytes === undefined) return [{ kind: "missing", number, file, why: "the file is missing" }];
  const found = sha256(bytes);
  if (found === hash) return [];
  const other = known.get(found);
  if (other === undefined) return [{ kind: "changed", number, file, why: "other bytes" }];
  return [{ kind: "order", number, file, why: `it holds the bytes of segment ${other}` }];
}

async function verifyInit(files: RecordingFiles, record: SegmentRecord): Promise<VerifyFinding[]> {
  const { number, initHash } = record;
  const file = initFile(record);
  const bytes = await files.read(file);
  if (bytes === undefined) return [{ kind: "missing", number, file, why: "the file is missing" }];
  return sha256(bytes) === initHash ? [] : [{ kind: "changed", number, file, why: "other bytes" }];
}

/** The segment being written and its init segment. */
function openFiles(names: readonly string[], last: SegmentRecord | undefined): string[] {
  const number = (last?.number ?? 0) + 1;
  const open = names.find((name) => name.endsWith(`/${number}.m4s`));
  return open === undefined ? [] : [open, `${open.slice(0, open.indexOf("/"))}/init.mp4`];
}

/** A run that ended before its first picture: an init segment alone in its folder shows nothing. */
function isEmptyRun(name: string, names: readonly string[]): boolean {
  if (!name.endsWith("/init.mp4")) return false;
  const folder = name.slice(0, name.lastIndexOf("/") + 1);
  return names.every((other) => other === name || !other.startsWith(folder));
}

function findAdded(names: readonly string[], known: ReadonlySet<string>): VerifyFinding[] {
  const added = names.filter((name) => !known.has(name) && !isEmptyRun(name, names));
  return added.map((file) => {
    const number = /\/(\d+)\.m4s$/.exec(file)?.[1];
    const why = "no record tells of the file";
    return { kind: "added", number: number === undefined ? undefined : Number(number), file, why };
  });
}

/** An empty list: every file and record is as it was recorded. */
export async function verifyFiles(
  files: RecordingFiles,
  records: readonly (SegmentRecord | undefined)[],
  { head, isRecording = false, only = () => true }: VerifyOptions = {},
): Promise<VerifyFinding[]> {
  const findings = verifyChain(records, head === undefined ? {} : { head });
  const whole = records.filter((record) => record !== undefined);
  const byHash = new Map(whole.map(({ hash, number }) => [hash, number]));
  const names = await files.list();
  const known = new Set([CHAIN_FILE, JOURNAL_FILE]);
  if (isRecording) for (const name of openFiles(names, whole.at(-1))) known.add(name);
  let runAndInit = "";
  for (const record of whole) {
    const { run, initHash } = record;
    known.add(initFile(record)).add(segmentFile(record));
    if (!only(record)) continue;
    if (runAndInit !== `${run} ${initHash}`) findings.push(...(await verifyInit(files, record)));
    runAndInit = `${run} ${initHash}`;
    findings.push(...(await verifySegment(files, record, byHash)));
  }
  return [...findings, ...findAdded(names, known)];
}

/** Records of a chain file, line by line; undefined where a line is none. */
export function parseChain(text: string): (SegmentRecord | undefined)[] {
  const lines = text.split("\n");
  // The last line ends with a line feed; what stands behind it is torn.
  if (lines.at(-1) === "") lines.pop();
  return lines.map(parseRecord);
}

const folderFiles = (dir: string): RecordingFiles => ({
  async list() {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => !entry.isDirectory());
    const paths = files.map(({ parentPath, name }) => join(parentPath, name));
    return paths.map((path) => path.slice(join(dir, sep).length).replaceAll(sep, "/"));
  },
  read: (file) => readIfThere(join(dir, file)),
});

interface RecordingOptions extends VerifyOptions {
  readonly records?: readonly SegmentRecord[];
  /** Its own chain file, read before. */
  readonly lines?: readonly (SegmentRecord | undefined)[];
}

/** Checks a folder against its own chain file, or against records kept elsewhere. */
export async function verifyRecording(
  dir: string,
  { records, lines, ...options }: RecordingOptions = {},
): Promise<VerifyFinding[]> {
  const own = records ?? lines ?? parseChain(await readFile(join(dir, CHAIN_FILE), "utf8"));
  return verifyFiles(folderFiles(dir), own, options);
}
