/** Reads an archive of stored files, as packs are: nothing is unpacked, so nothing can burst. */
import type { PackFile } from "./build.ts";

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const LOCAL_BYTES = 30;
const CENTRAL_BYTES = 46;
const END_BYTES = 22;
const MOST_FILES = 100;

const nameAt = (bytes: Uint8Array, from: number, length: number): string =>
  new TextDecoder().decode(bytes.subarray(from, from + length));

/** File after file from the beginning. */
function readForwards(bytes: Uint8Array, view: DataView): PackFile[] | undefined {
  const files: PackFile[] = [];
  let at = 0;
  while (at + LOCAL_BYTES <= bytes.length && view.getUint32(at, true) === LOCAL) {
    const [size, nameLength] = [view.getUint32(at + 18, true), view.getUint16(at + 26, true)];
    const start = at + LOCAL_BYTES + nameLength + view.getUint16(at + 28, true);
    if (start + size > bytes.length || files.length >= MOST_FILES) return undefined;
    const name = nameAt(bytes, at + LOCAL_BYTES, nameLength);
    files.push({ name, bytes: bytes.subarray(start, start + size) });
    at = start + size;
  }
  const isWhole = at + 4 <= bytes.length && view.getUint32(at, true) === CENTRAL;
  return isWhole && files.length > 0 ? files : undefined;
}

/** By the list at the end, where the beginning is damaged. */
function readByList(bytes: Uint8Array, view: DataView): PackFile[] | undefined {
  const end = bytes.length - END_BYTES;
  if (end < 0 || view.getUint32(end, true) !== END) return undefined;
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  const files: PackFile[] = [];
  if (count > MOST_FILES) return undefined;
  for (let index = 0; index < count; index += 1) {
    if (at + CENTRAL_BYTES > bytes.length || view.getUint32(at, true) !== CENTRAL) return undefined;
    const [size, nameLength] = [view.getUint32(at + 20, true), view.getUint16(at + 28, true)];
    const local = view.getUint32(at + 42, true);
    const start = local + LOCAL_BYTES + nameLength;
    if (start + size > bytes.length) return undefined;
    const name = nameAt(bytes, at + CENTRAL_BYTES, nameLength);
    files.push({ name, bytes: bytes.subarray(start, start + size) });
    at += CENTRAL_BYTES + nameLength;
  }
  return files.length > 0 ? files : undefined;
}

/** Every way in which the files may be found, each a proposal: what they hold decides which of them is right. */
export function readZip(bytes: Uint8Array): readonly (readonly PackFile[])[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return [readForwards(bytes, view), readByList(bytes, view)].filter(
    (files) => files !== undefined,
  );
}
