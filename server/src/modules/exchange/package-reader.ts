/**
 * Reads a package as a stream and says what is wrong with it. Nothing is believed before the last line: the visitor of
 * a package that was not read before must be able to take everything back. Memory: one line. Pure.
 */
import { createHash, verify } from "node:crypto";

import { RuleViolation } from "../../kernel/rule-violation.ts";
import type { FerryKey } from "./ferry-key.ts";
import {
  FERRY_FORMAT,
  type FerryHeader,
  MAX_SEQUENCE,
  packageName,
  sealLine,
  signedText,
} from "./package.ts";

export interface PackageVisitor {
  header?(header: FerryHeader): Promise<void> | void;
  /** Text of a line without its number and the braces around: `"table":"process","row":{…}`. */
  line?(content: string, number: number): Promise<void> | void;
}

export interface ReadPackage {
  readonly header: FerryHeader;
  /** Of the whole package, in hex. */
  readonly sha256: string;
  readonly bytes: number;
  /** Name of the key in the seal; compared with a key only if one was given. */
  readonly keyName: string;
}

const MAX_LINE_BYTES = 32 * 1024 * 1024;
const LINE_FEED = 10;

/** Lines without their line feeds; the last one is `undefined` if the file ends in the middle of a line. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer | undefined> {
  let rest: Buffer[] = [];
  let held = 0;
  for await (const piece of bytes) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, start)) {
      yield Buffer.concat([...rest, chunk.subarray(start, end)]);
      [rest, held, start] = [[], 0, end + 1];
    }
    if (start === chunk.length) continue;
    // A copy: the stream may use its buffer again.
    rest.push(Buffer.from(chunk.subarray(start)));
    held += chunk.length - start;
    if (held > MAX_LINE_BYTES)
      throw new RuleViolation("ferry.line-too-long", { bytes: MAX_LINE_BYTES });
  }
  if (held > 0) yield undefined;
}

/**
 * Reads a package to its end and checks form, numbers of lines, hash and, if `key` is given, origin and signature.
 * @throws RuleViolation `ferry.not-a-package`, `ferry.truncated`, `ferry.line-missing`, `ferry.line-extra`,
 *   `ferry.line-order`, `ferry.line-too-long`, `ferry.changed`, `ferry.bad-seal`, `ferry.other-key`, `ferry.bad-signature`
 */
export async function readPackage(
  bytes: AsyncIterable<Uint8Array>,
  key?: FerryKey,
  visitor: PackageVisitor = {},
): Promise<ReadPackage> {
  const reading = createReading(visitor);
  for await (const line of linesOf(bytes)) {
    if (line === undefined) throw new RuleViolation("ferry.truncated");
    await reading.take(line);
  }
  return reading.end(key);
}

function createReading(visitor: PackageVisitor) {
  const body = createHash("sha256");
  const whole = createHash("sha256");
  const rows = createRowCheck();
  let header: FerryHeader | undefined;
  let size = 0;
  /** The last line is known to be the last only when nothing follows it. */
  let held: Buffer | undefined;

  async function takeRow(line: Buffer): Promise<void> {
    body.update(line).update("\n");
    const content = rows.take(line.toString("utf8"));
    if (content !== undefined) await visitor.line?.(content, rows.count());
  }

  return {
    async take(line: Buffer): Promise<void> {
      whole.update(line).update("\n");
      size += line.length + 1;
      if (header === undefined) {
        header = readHeader(line);
        body.update(line).update("\n");
        await visitor.header?.(header);
        return;
      }
      if (held !== undefined) await takeRow(held);
      held = line;
    },
    end(key: FerryKey | undefined): ReadPackage {
      if (header === undefined) throw new RuleViolation("ferry.not-a-package");
      const seal = readSeal(held);
      rows.finish(header.lines);
      if (seal.sha256 !== body.digest("hex")) throw new RuleViolation("ferry.changed");
      if (key !== undefined) requireSignature({ header, seal, key });
      return { header, sha256: whole.digest("hex"), bytes: size, keyName: seal.keyName };
    },
  };
}

const ROW = /^\{"n":(\d{1,10}),("(?:table|fact|text)":.*)\}$/s;

/** Numbers of the lines; after the first wrong one, no content is given any more. */
function createRowCheck() {
  let count = 0;
  let isOutOfOrder = false;
  let isUnreadable = false;
  return {
    count: () => count,
    take(text: string): string | undefined {
      count += 1;
      if (text.startsWith('{"seal":')) throw new RuleViolation("ferry.line-extra", { line: count });
      const [, number, content] = ROW.exec(text) ?? [];
      if (number === undefined) isUnreadable = true;
      else if (Number(number) !== count) isOutOfOrder = true;
      return isUnreadable || isOutOfOrder ? undefined : content;
    },
    /** @throws RuleViolation by what is most telling */
    finish(expected: number): void {
      if (count < expected)
        throw new RuleViolation("ferry.line-missing", { lines: count, expected });
      if (count > expected) throw new RuleViolation("ferry.line-extra", { line: expected + 1 });
      if (isUnreadable) throw new RuleViolation("ferry.changed");
      if (isOutOfOrder) throw new RuleViolation("ferry.line-order");
    },
  };
}

function parse(line: Buffer): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line.toString("utf8"));
    return typeof value === "object" && value !== null
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

const isCount = (value: unknown, least: number): boolean =>
  Number.isSafeInteger(value) && (value as number) >= least;

const HEADER_RULES: Readonly<Record<string, (value: unknown) => boolean>> = {
  format: (value) => value === FERRY_FORMAT,
  cargo: (value) => value === "released" || value === "facts",
  origin: (value) => typeof value === "string" && value !== "",
  sequence: (value) => isCount(value, 1) && (value as number) <= MAX_SEQUENCE,
  previous: (value) =>
    value === null || (typeof value === "string" && /^[0-9a-f]{64}$/.test(value)),
  madeAt: (value) => typeof value === "string" && !Number.isNaN(Date.parse(value)),
  full: (value) => typeof value === "boolean",
  part: (value) => isCount(value, 1),
  more: (value) => typeof value === "boolean",
  lines: (value) => isCount(value, 0),
  columns: (value) => value === undefined || isColumns(value),
};

const isColumns = (value: unknown): boolean =>
  typeof value === "object" &&
  value !== null &&
  Object.values(value).every(
    (names) => Array.isArray(names) && names.every((name) => typeof name === "string"),
  );

/** The header of a package that need not be whole: to see what it would be. Undefined if it is none. */
function readHeader(line: Buffer): FerryHeader {
  const value = parse(line);
  const isHeader =
    value !== undefined &&
    Object.entries(HEADER_RULES).every(([field, isGood]) => isGood(value[field]));
  if (!isHeader) throw new RuleViolation("ferry.not-a-package");
  return value as unknown as FerryHeader;
}

interface Seal {
  readonly sha256: string;
  readonly keyName: string;
  readonly signature: string;
}

function readSeal(line: Buffer | undefined): Seal {
  const text = line?.toString("utf8") ?? "";
  if (line === undefined || !text.startsWith('{"seal":'))
    throw new RuleViolation("ferry.truncated");
  const seal = parse(line)?.["seal"] as Partial<Seal> | undefined;
  const { sha256, keyName, signature } = seal ?? {};
  const isWhole =
    typeof sha256 === "string" && typeof keyName === "string" && typeof signature === "string";
  if (!isWhole || !line.equals(Buffer.from(sealLine({ sha256, keyName, signature }))))
    throw new RuleViolation("ferry.bad-seal");
  return { sha256, keyName, signature };
}

interface Signed {
  readonly header: FerryHeader;
  readonly seal: Seal;
  readonly key: FerryKey;
}

function requireSignature({ header, seal, key }: Signed): void {
  const { name, publicKey } = key;
  const other = [seal.keyName, header.origin].find((found) => found !== name);
  if (other !== undefined)
    throw new RuleViolation("ferry.other-key", { key: other.slice(0, 200), pinned: name });
  const signature = Buffer.from(seal.signature, "base64");
  // Base64 has several spellings of some bytes; one is ours.
  const isSpelt = signature.toString("base64") === seal.signature;
  if (!isSpelt || !verify(null, Buffer.from(signedText(seal.sha256)), publicKey, signature))
    throw new RuleViolation("ferry.bad-signature", { key: name });
}

/** @throws RuleViolation `ferry.wrong-name`: the file must be called what its header says */
export function requireName(name: string, header: FerryHeader): void {
  const expected = packageName(header);
  if (name !== expected) throw new RuleViolation("ferry.wrong-name", { name, expected });
}
