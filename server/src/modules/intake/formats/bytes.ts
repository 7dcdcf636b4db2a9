/** Bytes of a file as lines: plain or gzip, any encoding a Chinese office writes, bounded memory. */
import { isUtf8 } from "node:buffer";
import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";

export const MAX_LINE_BYTES = 1_048_576;

/** One physical line without its end. `text` is absent when the line is too long. */
export interface Line {
  readonly number: number;
  readonly text?: string;
}

export type ByteSource = AsyncIterable<Uint8Array>;

/** The first bytes of a file as stored. */
export async function firstBytes(path: string, length: number): Promise<Buffer> {
  const file = await open(path, "r");
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** The content of a file, gunzipped if it is gzip. @throws on a damaged archive. */
export async function* openBytes(path: string): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = createReadStream(path, { highWaterMark: 262_144 });
  const content = isGzip(await firstBytes(path, 2)) ? stream.pipe(createGunzip()) : stream;
  stream.on("error", (error) => content.destroy(error));
  try {
    for await (const chunk of content) yield chunk as Uint8Array;
  } finally {
    stream.destroy();
  }
}

/** Up to `length` bytes of the content (after gunzip). */
export async function sampleOf(source: ByteSource, length: number): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    size += chunk.length;
    if (size >= length) break;
  }
  return Buffer.concat(chunks).subarray(0, length);
}

export type Encoding = "utf-8" | "gb18030" | "utf-16le" | "utf-16be";

const REPLACEMENT = "\uFFFD";

/** Encoding by byte order mark, else UTF-8 unless the bytes are plainly GB 18030. */
export function detectEncoding(sample: Uint8Array): Encoding {
  if (sample[0] === 0xff && sample[1] === 0xfe) return "utf-16le";
  if (sample[0] === 0xfe && sample[1] === 0xff) return "utf-16be";
  const buffer = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength);
  const lastLine = buffer.lastIndexOf(0x0a);
  const whole = lastLine > 0 ? buffer.subarray(0, lastLine) : buffer;
  if (isUtf8(whole)) return "utf-8";
  // Damaged UTF-8 has a few bad characters among many good ones; GB text read as UTF-8 is mostly bad.
  const { good, bad } = characterCounts(new TextDecoder("utf-8").decode(whole));
  if (good >= bad) return "utf-8";
  const chinese = characterCounts(new TextDecoder("gb18030").decode(whole));
  return chinese.bad < bad ? "gb18030" : "utf-8";
}

function characterCounts(text: string): { good: number; bad: number } {
  let good = 0;
  let bad = 0;
  for (const character of text) {
    if (character === REPLACEMENT) bad += 1;
    else if (character.charCodeAt(0) > 0x7f) good += 1;
  }
  return { good, bad };
}

/** True if the text holds a character that stands for bytes that could not be decoded. */
export const isDamaged = (text: string): boolean => text.includes(REPLACEMENT);

/**
 * Lines of a byte stream: LF or CRLF, a byte order mark removed, empty lines included.
 * A line above `maximum` bytes is reported without text; the next line is read normally.
 */
export async function* readLines(
  source: ByteSource,
  encoding: Encoding = "utf-8",
  maximum = MAX_LINE_BYTES,
): AsyncGenerator<Line, void, undefined> {
  const bytes = encoding.startsWith("utf-16") ? transcoded(source, encoding) : source;
  const decoder = new TextDecoder(encoding === "gb18030" ? "gb18030" : "utf-8");
  let rest: Buffer = Buffer.alloc(0);
  let number = 0;
  let skipping = false;
  for await (const chunk of bytes) {
    let block: Buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (skipping) {
      const end = block.indexOf(0x0a);
      if (end < 0) continue;
      block = block.subarray(end + 1);
      skipping = false;
    }
    if (rest.length > 0) block = Buffer.concat([rest, block]);
    const end = block.lastIndexOf(0x0a);
    rest = end < 0 ? block : block.subarray(end + 1);
    if (end >= 0) {
      for (const text of decoder.decode(block.subarray(0, end)).split("\n")) {
        number += 1;
        yield lineOf(number, text, maximum);
      }
    }
    if (rest.length > maximum) {
      number += 1;
      yield { number };
      rest = Buffer.alloc(0);
      skipping = true;
    }
  }
  if (rest.length > 0) yield lineOf(number + 1, decoder.decode(rest), maximum);
}

function lineOf(number: number, raw: string, maximum: number): Line {
  const bare = raw.endsWith("\r") ? raw.slice(0, -1) : raw;
  // A character has at most three bytes per UTF-16 unit, so short texts need no counting.
  if (bare.length > maximum || (bare.length * 3 > maximum && Buffer.byteLength(bare) > maximum)) {
    return { number };
  }
  return { number, text: number === 1 && bare.startsWith("\uFEFF") ? bare.slice(1) : bare };
}

async function* transcoded(source: ByteSource, encoding: Encoding): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of source) yield Buffer.from(decoder.decode(chunk, { stream: true }));
}
