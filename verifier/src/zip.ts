/**
 * Reads a ZIP whose files are stored as they are (APPNOTE 6.3.10, method 0). Strict, so that no two programs find
 * different files in it: entries lie one behind the other from the first byte on, the directory follows, nothing else.
 */
import { decodeUtf8 } from "./bytes.ts";
import { clip, fail, guarded, type Outcome, yields } from "./result.ts";

export interface ZipFile {
  readonly bytes: Uint8Array;
  /** As the directory says; compare it with crc32. */
  readonly crc: number;
}

const [LOCAL, CENTRAL, END, DESCRIPTOR] = [0x04034b50, 0x02014b50, 0x06054b50, 0x08074b50];
const [LOCAL_SIZE, CENTRAL_SIZE, END_SIZE, DESCRIPTOR_SIZE] = [30, 46, 22, 16];
/** Sizes stand behind the bytes. */
const STREAMED = 8;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** CRC-32 of ZIP: finds damage, not intent. */
export function crc32(bytes: Uint8Array): number {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (CRC_TABLE[(value ^ byte) & 255] as number);
  return ~value >>> 0;
}

interface Entry extends ZipFile {
  readonly name: string;
  /** Where the next one begins. */
  readonly end: number;
}

interface Head {
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly nameSize: number;
}

/** Both kinds of heads hold these in the same order. */
function headAt(view: DataView, at: number): Head {
  return {
    flags: view.getUint16(at, true),
    method: view.getUint16(at + 2, true),
    crc: view.getUint32(at + 8, true),
    packed: view.getUint32(at + 12, true),
    size: view.getUint32(at + 16, true),
    nameSize: view.getUint16(at + 20, true),
  };
}

const malformed = (at: number) => fail("zip.malformed", { at });

/** What the head before the bytes says agrees with the directory. */
function isSameHead(view: DataView, at: number, head: Head): boolean {
  const local = headAt(view, at + 6);
  const sizes = [local.crc, local.packed, local.size];
  const wanted = head.flags & STREAMED ? [0, 0, 0] : [head.crc, head.packed, head.size];
  return (
    view.getUint32(at, true) === LOCAL &&
    view.getUint16(at + 28, true) === 0 &&
    local.flags === head.flags &&
    local.method === head.method &&
    local.nameSize === head.nameSize &&
    sizes.every((size, index) => size === wanted[index])
  );
}

function descriptorAgrees(view: DataView, at: number, { crc, packed, size }: Head): boolean {
  const wanted = [DESCRIPTOR, crc, packed, size];
  return wanted.every((value, index) => view.getUint32(at + 4 * index, true) === value);
}

interface Place {
  readonly view: DataView;
  readonly bytes: Uint8Array;
  /** Of the entry in the directory. */
  readonly at: number;
  /** Where its bytes must begin. */
  readonly next: number;
}

function readEntry({ view, bytes, at, next }: Place): Outcome<Entry & { readonly after: number }> {
  if (view.getUint32(at, true) !== CENTRAL) return malformed(at);
  const head = headAt(view, at + 8);
  const { nameSize, size, packed, method, flags, crc } = head;
  const rest = [view.getUint32(at + 30, true), view.getUint16(at + 34, true)];
  const isPlain = rest.every((value) => value === 0) && view.getUint32(at + 42, true) === next;
  if (!isPlain || (flags & ~(STREAMED | 0x800)) !== 0) return malformed(at);
  const nameAt = at + CENTRAL_SIZE;
  const name = decodeUtf8(bytes.subarray(nameAt, nameAt + nameSize));
  if (!name.ok) return malformed(nameAt);
  if (method !== 0 || size !== packed) return fail("zip.compressed", { file: clip(name.value) });
  if (!isSameHead(view, next, head)) return malformed(next);
  const from = next + LOCAL_SIZE + nameSize;
  const isSameName = bytes
    .subarray(next + LOCAL_SIZE, from)
    .every((byte, index) => byte === bytes[nameAt + index]);
  const isStreamed = (flags & STREAMED) !== 0;
  if (!isSameName || (isStreamed && !descriptorAgrees(view, from + size, head)))
    return malformed(next);
  return yields({
    name: name.value,
    bytes: bytes.subarray(from, from + size),
    crc,
    end: from + size + (isStreamed ? DESCRIPTOR_SIZE : 0),
    after: nameAt + nameSize,
  });
}

function readAll(bytes: Uint8Array): Outcome<ReadonlyMap<string, ZipFile>> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = bytes.length - END_SIZE;
  if (end < 0 || view.getUint32(end, true) !== END) return malformed(Math.max(end, 0));
  const [count, size, start] = [
    view.getUint16(end + 10, true),
    view.getUint32(end + 12, true),
    view.getUint32(end + 16, true),
  ];
  const isWhole =
    view.getUint32(end + 4, true) === 0 &&
    view.getUint16(end + 8, true) === count &&
    view.getUint16(end + 20, true) === 0 &&
    start + size === end;
  if (!isWhole) return malformed(end);
  const files = new Map<string, ZipFile>();
  let [at, next] = [start, 0];
  for (let index = 0; index < count; index++) {
    const entry = readEntry({ view, bytes, at, next });
    if (!entry.ok) return entry;
    const { name, bytes: content, crc } = entry.value;
    if (files.has(name)) return fail("zip.duplicate-file", { file: clip(name) });
    files.set(name, { bytes: content, crc });
    [at, next] = [entry.value.after, entry.value.end];
  }
  return at === end && next === start ? yields(files) : malformed(at);
}

/** Does a file begin as a ZIP does? */
export const isZip = (bytes: Uint8Array): boolean =>
  guarded(
    () => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4,
    () => false,
  );

/** Files by name. Fails with `zip.not-a-zip`, `.malformed`, `.compressed`, `.duplicate-file`. */
export function readZip(bytes: Uint8Array): Outcome<ReadonlyMap<string, ZipFile>> {
  if (!isZip(bytes)) return fail("zip.not-a-zip");
  try {
    return readAll(bytes);
  } catch {
    // A number of the file led beyond its end.
    return malformed(bytes.length);
  }
}
