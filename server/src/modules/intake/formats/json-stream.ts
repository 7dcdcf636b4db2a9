/**
 * Records of a JSON file of any size. Up to 32 MB the whole text is parsed; above that, elements of
 * the named arrays (or of the top-level array, or one object per line) are cut out of the byte stream
 * and parsed one by one, so that memory holds one record. A record that is no JSON costs itself only.
 */
import { type ByteSource, MAX_LINE_BYTES, readLines } from "./bytes.ts";
import { isObject, parseJsonExactly } from "./json-values.ts";

export type JsonRecord =
  | { readonly number: number; readonly value: unknown }
  | { readonly number: number; readonly damaged: string };

const WHOLE_BYTES = 32 * 1_048_576;
export const MAX_RECORD_BYTES = 64 * MAX_LINE_BYTES;

export interface JsonReading {
  /** Names of top-level arrays whose elements are the records: releases, records, items. */
  readonly arrays: readonly string[];
  /** Objects that are one record although they hold such an array. */
  readonly isRecord?: (document: Readonly<Record<string, unknown>>) => boolean;
  /** Above so many bytes the file is cut instead of parsed whole. */
  readonly wholeBytes?: number;
}

/** `number` counts records from 1; in a file of lines it is the line. */
export async function* readJsonRecords(
  source: ByteSource,
  reading: JsonReading,
): AsyncGenerator<JsonRecord, void, undefined> {
  const iterator = source[Symbol.asyncIterator]();
  const head: Uint8Array[] = [];
  let size = 0;
  let ended = false;
  while (size <= (reading.wholeBytes ?? WHOLE_BYTES)) {
    const next = await iterator.next();
    if (next.done === true) {
      ended = true;
      break;
    }
    head.push(next.value);
    size += next.value.length;
  }
  if (ended) {
    const whole = wholeDocument(Buffer.concat(head).toString("utf8"), reading);
    if (whole !== undefined) {
      yield* whole;
      return;
    }
  }
  const bytes = again(head, ended ? undefined : iterator);
  if (isLines(head)) yield* lineRecords(bytes);
  else yield* cutRecords(bytes, reading.arrays);
}

async function* again(head: Uint8Array[], rest: AsyncIterator<Uint8Array> | undefined): ByteSource {
  while (head.length > 0) {
    const chunk = head.shift();
    if (chunk !== undefined) yield chunk;
  }
  for (;;) {
    const next = await rest?.next();
    if (next === undefined || next.done === true) return;
    yield next.value;
  }
}

function wholeDocument(text: string, reading: JsonReading): JsonRecord[] | undefined {
  let document: unknown;
  try {
    document = parseJsonExactly(text.startsWith("\uFEFF") ? text.slice(1) : text);
  } catch {
    return undefined;
  }
  return elementsOf(document, reading).map((value, index) => ({ number: index + 1, value }));
}

function elementsOf(document: unknown, { arrays, isRecord }: JsonReading): readonly unknown[] {
  if (Array.isArray(document)) return document;
  if (!isObject(document) || isRecord?.(document) === true) return [document];
  const held = arrays.map((name) => document[name]).filter((value) => Array.isArray(value));
  return held.length === 0 ? [document] : held.flat();
}

/** True if most of the first lines start an object, and most of these are whole. */
function isLines(head: readonly Uint8Array[]): boolean {
  const text = Buffer.concat(head.slice(0, 64)).subarray(0, MAX_RECORD_BYTES).toString("utf8");
  const lines = text
    .replace(/^\uFEFF/, "")
    .split("\n", 20)
    .map((line) => line.trim());
  const starting = lines.filter((line) => line.startsWith('{"'));
  const parsing = starting.filter((line) => {
    try {
      return isObject(JSON.parse(line));
    } catch {
      return false;
    }
  });
  const isMostly = starting.length * 2 > lines.filter((line) => line !== "").length;
  return isMostly && parsing.length * 2 > starting.length;
}

async function* lineRecords(bytes: ByteSource): AsyncGenerator<JsonRecord> {
  for await (const { number, text } of readLines(bytes, "utf-8", MAX_RECORD_BYTES)) {
    if (text === undefined) yield { number, damaged: "" };
    else if (text.trim() !== "") yield parsed(number, text);
  }
}

function parsed(number: number, text: string): JsonRecord {
  try {
    return { number, value: parseJsonExactly(text) };
  } catch {
    return { number, damaged: text.slice(0, 200) };
  }
}

async function* cutRecords(
  bytes: ByteSource,
  arrays: readonly string[],
): AsyncGenerator<JsonRecord> {
  const cutter = new Cutter(new Set(arrays));
  let number = 0;
  for await (const chunk of bytes) {
    const block = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (const element of cutter.push(block)) {
      number += 1;
      yield element === undefined
        ? { number, damaged: "" }
        : parsed(number, element.toString("utf8"));
    }
  }
  if (cutter.isOpen) yield { number: number + 1, damaged: "" };
}

const [QUOTE, BACKSLASH, OPEN, CLOSE, BEGIN, END, COLON, NEWLINE] = [
  0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d, 0x3a, 0x0a,
];

/** Where quotes, backslashes and line breaks stand in a block; found by native search, kept until passed. */
class Marks {
  readonly #block: Buffer;
  readonly #found = new Map([QUOTE, BACKSLASH, NEWLINE].map((byte) => [byte, -1]));

  constructor(block: Buffer) {
    this.#block = block;
  }

  /** The first mark at or behind a position, or the length of the block. */
  next(from: number): number {
    let nearest = this.#block.length;
    for (const [byte, known] of this.#found) {
      let at = known;
      if (at < from) {
        const found = this.#block.indexOf(byte ?? 0, from);
        at = found < 0 ? this.#block.length : found;
        this.#found.set(byte, at);
      }
      if (at < nearest) nearest = at;
    }
    return nearest;
  }
}

/**
 * Cuts the objects out of the wanted arrays. Knows strings and depth, nothing else. A line break
 * inside a string is an error in JSON: the record around it is given up and the next one begins at the
 * next brace, so that a lost quote costs one record.
 */
class Cutter {
  readonly #arrays: ReadonlySet<string>;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #key: number[] = [];
  #lastKey = "";
  /** Depth of the elements to cut; 0 while in no wanted array. */
  #elementDepth = 0;
  #pieces: Buffer[] | undefined;
  #size = 0;
  /** True once a record was given up: brackets may then be the remains of it. */
  #isRecovering = false;

  constructor(arrays: ReadonlySet<string>) {
    this.#arrays = arrays;
  }

  /** True if the input ended inside a record. */
  get isOpen(): boolean {
    return this.#pieces !== undefined;
  }

  /** Records that end in the block; `undefined` for one that is broken or above the maximum. */
  *push(block: Buffer): Generator<Buffer | undefined> {
    let start = 0;
    const marks = new Marks(block);
    for (let at = 0; at < block.length; at++) {
      // Inside a record only quotes, escapes and line breaks matter to a string.
      if (this.#inString && !this.#escaped && this.#depth > 1) at = marks.next(at);
      if (at >= block.length) break;
      const byte = block[at] ?? 0;
      if (this.#inString) {
        if (this.#inside(byte)) yield undefined;
      } else if (byte === OPEN || byte === BEGIN) {
        if (this.#enter(byte)) start = at;
      } else if (byte === CLOSE || byte === END) {
        if (this.#leave(byte)) yield this.#take(block.subarray(start, at + 1));
      } else this.#between(byte);
    }
    this.#keep(block.subarray(start));
  }

  /** True if the string broke off inside a record. */
  #inside(byte: number): boolean {
    if (byte === NEWLINE) {
      this.#inString = false;
      this.#escaped = false;
      if (this.#pieces === undefined) return false;
      this.#pieces = undefined;
      this.#depth = this.#elementDepth;
      this.#isRecovering = true;
      return true;
    }
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
    if (this.#inString && this.#depth === 1 && this.#key.length < 40) this.#key.push(byte);
    return false;
  }

  #between(byte: number): void {
    if (byte === QUOTE) {
      this.#inString = true;
      this.#key = [];
    } else if (byte === COLON && this.#depth === 1) {
      this.#lastKey = Buffer.from(this.#key).toString("utf8");
    }
  }

  /** True if a record begins. */
  #enter(byte: number): boolean {
    const depth = this.#depth;
    this.#depth += 1;
    if (this.#elementDepth === 0) {
      const isWanted = depth === 0 || (depth === 1 && this.#arrays.has(this.#lastKey));
      if (byte === BEGIN && isWanted) this.#elementDepth = depth + 1;
      return false;
    }
    if (byte !== OPEN || depth !== this.#elementDepth) return false;
    this.#pieces = [];
    this.#size = 0;
    return true;
  }

  /** True if a record ends. */
  #leave(byte: number): boolean {
    if (this.#isRecovering && this.#depth === this.#elementDepth) return false;
    this.#depth = Math.max(0, this.#depth - 1);
    if (byte === END && this.#depth < this.#elementDepth) this.#elementDepth = 0;
    return byte === CLOSE && this.#pieces !== undefined && this.#depth === this.#elementDepth;
  }

  #take(end: Buffer): Buffer | undefined {
    const pieces = [...(this.#pieces ?? []), end];
    this.#pieces = undefined;
    return this.#size + end.length > MAX_RECORD_BYTES ? undefined : Buffer.concat(pieces);
  }

  /** The begun record waits for the next block; one that is too large is only counted, not kept. */
  #keep(rest: Buffer): void {
    if (this.#pieces === undefined) return;
    this.#size += rest.length;
    this.#pieces = this.#size > MAX_RECORD_BYTES ? [] : [...this.#pieces, Buffer.from(rest)];
  }
}
