/** JPEG and PNG without what cameras and programs write into them. Picture data is copied as it is, never encoded anew. */
import { type Bytes, concat } from "../bytes.ts";

const JPEG_START = 0xffd8;

interface Segment {
  readonly marker: number;
  /** Of the whole segment, with its marker. */
  readonly from: number;
  readonly to: number;
}

const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/** @returns undefined if the file is no JPEG or breaks off inside a segment */
function segmentsOf(bytes: Uint8Array): readonly Segment[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint16(0) !== JPEG_START) return undefined;
  const segments: Segment[] = [];
  let at = 2;
  while (at + 2 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === 0xd9) return [...segments, { marker, from: at, to: at + 2 }];
    let to = at + 2;
    if (!isBare(marker)) {
      if (at + 4 > bytes.length) return undefined;
      to += view.getUint16(at + 2);
      if (marker === 0xda) to = endOfScan(bytes, to);
    }
    if (to > bytes.length) return undefined;
    segments.push({ marker, from: at, to });
    at = to;
  }
  return undefined;
}

/** Coded picture data goes on to the next marker that is no restart and no stuffed byte. */
function endOfScan(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at + 1 < bytes.length) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7))
      return at;
    at += 1;
  }
  return bytes.length;
}

/** Tables, frames, scans; Adobe's note on colours (APP14), without which some pictures change their colours. */
const isPicture = (marker: number): boolean =>
  marker === 0xee || (marker >= 0xc0 && marker <= 0xdf && marker !== 0xc8);

const ORIENTATION = 0x0112;

/** Which way up (1…8); 1 if the camera did not say. */
function orientationOf(segment: Uint8Array): number {
  const tiff = segment.subarray(10);
  if (tiff.length < 14) return 1;
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  const little = view.getUint16(0) === 0x4949;
  const directory = view.getUint32(4, little);
  if (directory + 2 > tiff.length) return 1;
  const entries = view.getUint16(directory, little);
  for (let entry = 0; entry < entries; entry += 1) {
    const at = directory + 2 + entry * 12;
    if (at + 12 > tiff.length) return 1;
    if (view.getUint16(at, little) !== ORIENTATION) continue;
    const value = view.getUint16(at + 8, little);
    return value >= 1 && value <= 8 ? value : 1;
  }
  return 1;
}

/** EXIF with this one entry, or the picture would lie on its side. */
const exifOf = (orientation: number): Uint8Array =>
  Uint8Array.from([
    0xff,
    0xe1,
    0x00,
    0x22,
    0x45,
    0x78,
    0x69,
    0x66,
    0,
    0,
    0x4d,
    0x4d,
    0,
    0x2a,
    0,
    0,
    0,
    8,
    0,
    1,
    0x01,
    0x12,
    0,
    3,
    0,
    0,
    0,
    1,
    0,
    orientation,
    0,
    0,
    0,
    0,
    0,
    0,
  ]);

const isExif = (segment: Uint8Array): boolean =>
  String.fromCharCode(...segment.subarray(4, 8)) === "Exif";

/** JFIF without its thumbnail. */
const JFIF = Uint8Array.of(0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);

/** @returns undefined if it cannot be read as a JPEG */
export function stripJpeg(bytes: Uint8Array): Bytes | undefined {
  const segments = segmentsOf(bytes);
  if (segments === undefined) return undefined;
  const partOf = ({ from, to }: Segment) => bytes.subarray(from, to);
  const exif = segments.find((one) => one.marker === 0xe1 && isExif(partOf(one)));
  const orientation = exif === undefined ? 1 : orientationOf(partOf(exif));
  return concat(
    bytes.subarray(0, 2),
    ...(segments.some(({ marker }) => marker === 0xe0) ? [JFIF] : []),
    ...(orientation === 1 ? [] : [exifOf(orientation)]),
    ...segments.filter(({ marker }) => isPicture(marker)).map(partOf),
  );
}

/** The same in the same length, for a picture inside a file whose offsets must stay. */
export function blankJpeg(bytes: Uint8Array): Bytes | undefined {
  const segments = segmentsOf(bytes);
  if (segments === undefined) return undefined;
  const blank = Uint8Array.from(bytes);
  for (const { marker, from, to } of segments)
    if (!isPicture(marker)) blank.fill(0, from + (marker === 0xe0 ? JFIF.length - 2 : 4), to);
  return blank.fill(0, segments.at(-1)?.to);
}

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] as const;
/** Chunks that a picture needs to look as it does. */
const KEPT = new Set(
  "IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs acTL fcTL fdAT".split(" "),
);

/** @returns undefined if it cannot be read as a PNG */
export function stripPng(bytes: Uint8Array): Bytes | undefined {
  if (PNG.some((byte, at) => bytes[at] !== byte)) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const parts: Uint8Array[] = [bytes.subarray(0, PNG.length)];
  let at: number = PNG.length;
  while (at + 12 <= bytes.length) {
    const to = at + 12 + view.getUint32(at);
    if (to > bytes.length) return undefined;
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    if (KEPT.has(name)) parts.push(bytes.subarray(at, to));
    if (name === "IEND") return concat(...parts);
    at = to;
  }
  return undefined;
}
