/** Bytes and their spellings: hex, base64 (RFC 4648 §4), UTF-8. One spelling per value; others are refused. */
import { fail, type Outcome, yields } from "./result.ts";

const tagOfTypedArrays = Object.getOwnPropertyDescriptor(
  Object.getPrototypeOf(Uint8Array.prototype) as object,
  Symbol.toStringTag,
);

/**
 * A private copy of the bytes, or `undefined` if the value is not a Uint8Array (of whatever realm; Node's
 * Buffer is one). Proxies and arrays whose memory is gone are not.
 */
export function asBytes(value: unknown): Uint8Array | undefined {
  if (tagOfTypedArrays?.get?.call(value) !== "Uint8Array") return undefined;
  try {
    return new Uint8Array(value as Uint8Array);
  } catch {
    return undefined;
  }
}

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Lower-case hex; "" for what is not bytes. */
export function encodeHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of asBytes(bytes) ?? []) text += HEX[byte] ?? "";
  return text;
}

/** Bytes of lower-case hex. Fails with `bytes.not-hex`; upper-case digits are refused. */
export function decodeHex(text: string): Outcome<Uint8Array> {
  if (typeof text !== "string" || text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) {
    return fail("bytes.not-hex");
  }
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index++) {
    bytes[index] = Number.parseInt(text.slice(2 * index, 2 * index + 2), 16);
  }
  return yields(bytes);
}

const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 with padding; "" for what is not bytes. */
export function encodeBase64(data: Uint8Array): string {
  const bytes = asBytes(data) ?? new Uint8Array();
  let text = "";
  for (let index = 0; index < bytes.length; index += 3) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(index, index + 3);
    const group = (first << 16) | (second << 8) | third;
    const left = bytes.length - index;
    text += BASE64.charAt(group >> 18) + BASE64.charAt((group >> 12) & 63);
    text += left > 1 ? BASE64.charAt((group >> 6) & 63) : "=";
    text += left > 2 ? BASE64.charAt(group & 63) : "=";
  }
  return text;
}

/**
 * Bytes of padded base64. Fails with `bytes.not-base64`, also for a missing pad and for stray bits in the last
 * digit (RFC 4648 §3.5), so that two texts never mean the same bytes.
 */
export function decodeBase64(text: string): Outcome<Uint8Array> {
  if (typeof text !== "string" || text.length % 4 !== 0) return fail("bytes.not-base64");
  const digits = text.replace(/={1,2}$/, "");
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let [bits, held, filled] = [0, 0, 0];
  for (const digit of digits) {
    const value = BASE64.indexOf(digit);
    if (value < 0) return fail("bytes.not-base64");
    bits = ((bits << 6) | value) & 0xffff;
    held += 6;
    if (held < 8) continue;
    held -= 8;
    bytes[filled++] = bits >> held;
  }
  if ((bits & ((1 << held) - 1)) !== 0 || held === 6) return fail("bytes.not-base64");
  return yields(bytes);
}

const LONE_SURROGATE = /\p{Surrogate}/u;

/** True if the text has no surrogate without its partner, so that it can be written as UTF-8. */
export function isWellFormed(text: string): boolean {
  return typeof text === "string" && !LONE_SURROGATE.test(text);
}

/** UTF-8 bytes of a text. Fails with `bytes.not-text` where a surrogate stands alone. */
export function encodeUtf8(text: string): Outcome<Uint8Array> {
  if (!isWellFormed(text)) return fail("bytes.not-text");
  return yields(new TextEncoder().encode(text));
}

/** Text of UTF-8 bytes, a leading byte order mark kept. Fails with `bytes.not-utf8`. */
export function decodeUtf8(data: Uint8Array): Outcome<string> {
  const bytes = asBytes(data);
  if (bytes === undefined) return fail("bytes.not-bytes");
  try {
    return yields(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return fail("bytes.not-utf8");
  }
}

/** Same length and same bytes. Nothing secret is compared here, so time may tell. */
export function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  const [one, other] = [asBytes(left), asBytes(right)];
  if (one === undefined || other === undefined || one.length !== other.length) return false;
  return one.every((byte, index) => byte === other[index]);
}

/** The parts one after the other; what is not bytes counts as empty. */
export function concatBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const copies = parts.map((part) => asBytes(part) ?? new Uint8Array());
  const joined = new Uint8Array(copies.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of copies) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}

/** Unsigned integer of big-endian bytes. */
export function bigEndian(bytes: Uint8Array): bigint {
  const hex = encodeHex(bytes);
  return hex === "" ? 0n : BigInt(`0x${hex}`);
}
