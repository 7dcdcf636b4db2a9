/** The paper form of a certificate, read from its QR codes (README, "On paper"). Never throws. */
import { asBytes, concatBytes, decodeUtf8, encodeHex, equalBytes } from "./bytes.ts";
import { inflateRaw } from "./inflate.ts";
import { fail, guarded, type Outcome, yields } from "./result.ts";
import { sha256 } from "./sha256.ts";

/** "MJ2" */
const MAGIC = Uint8Array.of(0x4d, 0x4a, 0x32);
const CHECK_BYTES = 4;
const HEAD_BYTES = MAGIC.length + 1 + CHECK_BYTES;
/** Far above what two codes can hold, far below what could hurt. */
const MAX_TEXT = 256 * 1024;

export interface PaperPart {
  /** From 1. */
  readonly number: number;
  readonly count: number;
  /** Which paper it belongs to: hex of the first four bytes of SHA-256 of the whole. */
  readonly whole: string;
  readonly content: Uint8Array;
}

/** What one QR code holds. Fails with `paper.not-a-part` for codes of something else. */
export function readPaperPart(code: Uint8Array): Outcome<PaperPart> {
  const bytes = asBytes(code);
  if (bytes === undefined) return fail("bytes.not-bytes");
  const [place = 0] = bytes.subarray(MAGIC.length);
  const [number, count] = [place >> 4, place & 15];
  const isPart =
    bytes.length > HEAD_BYTES &&
    equalBytes(bytes.subarray(0, MAGIC.length), MAGIC) &&
    number >= 1 &&
    number <= count;
  if (!isPart) return fail("paper.not-a-part");
  const whole = encodeHex(bytes.subarray(MAGIC.length + 1, HEAD_BYTES));
  return yields({ number, count, whole, content: bytes.subarray(HEAD_BYTES) });
}

function join(parts: readonly PaperPart[]): Outcome<Uint8Array> {
  const [first] = parts;
  if (first === undefined) return fail("paper.no-part");
  const { count, whole } = first;
  if (parts.some((part) => part.whole !== whole || part.count !== count)) {
    return fail("paper.parts-of-two");
  }
  const contents: Uint8Array[] = [];
  for (let number = 1; number <= count; number++) {
    const part = parts.find((other) => other.number === number);
    if (part === undefined) return fail("paper.part-missing", { number, count });
    contents.push(part.content);
  }
  const joined = concatBytes(...contents);
  const check = encodeHex(sha256(joined).subarray(0, CHECK_BYTES));
  return check === whole ? yields(joined) : fail("paper.damaged");
}

function read(codes: readonly Uint8Array[]): Outcome<string> {
  const parts: PaperPart[] = [];
  if (!Array.isArray(codes)) return fail("bytes.not-bytes");
  for (const code of Array.from<Uint8Array>(codes)) {
    const part = readPaperPart(code);
    if (!part.ok) return part;
    parts.push(part.value);
  }
  const joined = join(parts);
  if (!joined.ok) return joined;
  const bytes = inflateRaw(joined.value, MAX_TEXT);
  return bytes.ok ? decodeUtf8(bytes.value) : bytes;
}

/**
 * Text of the paper form, for `verifyCertificate`, from the bytes of the QR codes in any order. Fails with
 * `paper.no-part`, `.not-a-part`, `.part-missing`, `.parts-of-two`, `.damaged`, or as `inflateRaw` does.
 */
export function readPaper(codes: readonly Uint8Array[]): Outcome<string> {
  return guarded<Outcome<string>>(
    () => read(codes),
    (failure) => failure,
  );
}
