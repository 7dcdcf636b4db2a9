/**
 * Reads the QR codes in a picture: large ones (up to version 40) in a photo of paper, turned, tilted, a little bent, in
 * uneven light. Written for the codes of certificates; levels L and M and byte mode alone. Never throws.
 */
import { guarded } from "../result.ts";
import { type Corners, cornersOf } from "./corners.ts";
import { findFinders } from "./finders.ts";
import { layMesh, readVersion, type Mesh } from "./mesh.ts";
import {
  darkOf,
  greyAt,
  greyOf,
  halved,
  meanAround,
  type Picture,
  type Pixels,
} from "./picture.ts";
import { readSymbol } from "./symbol.ts";

const MAX_PIXELS = 64 * 1024 * 1024;

/** Grey of the modules, each the mean of a few places within it, and dark where below what is around. */
function samplerOf(picture: Picture, mesh: Mesh): (x: number, y: number) => boolean {
  const { dimension } = mesh;
  const dark = new Uint8Array(dimension * dimension);
  const edge = mesh.at(1, 0.5);
  const other = mesh.at(0, 0.5);
  const module = Math.hypot(edge.x - other.x, edge.y - other.y);
  for (let y = 0; y < dimension; y++) {
    for (let x = 0; x < dimension; x++) {
      const middle = mesh.at(x + 0.5, y + 0.5);
      const grey = greyAt(picture, middle.x, middle.y);
      const around = meanAround(picture, middle, module * 6);
      dark[y * dimension + x] = grey < around ? 1 : 0;
    }
  }
  return (x, y) => dark[y * dimension + x] === 1;
}

function readAs(picture: Picture, corners: Corners, version: number): Uint8Array | undefined {
  if (version < 1 || version > 40) return undefined;
  const mesh = layMesh(picture, corners, version);
  return readSymbol(samplerOf(picture, mesh), version);
}

function readAt(picture: Picture, corners: Corners): Uint8Array | undefined {
  const { version } = corners;
  const written = version >= 5 ? readVersion(picture, corners) : undefined;
  if (written !== undefined) return readAs(picture, corners, written);
  for (const change of [0, -1, 1]) {
    const found = readAs(picture, corners, version + change);
    if (found !== undefined) return found;
  }
  return undefined;
}

const textOf = (bytes: Uint8Array): string => bytes.join();

/** Reads what it can in a picture of one size. */
function readIn(picture: Picture, found: Map<string, Uint8Array>, enough: number): void {
  const finders = findFinders(picture, darkOf(picture));
  const used = new Set<object>();
  for (const corners of cornersOf(finders)) {
    const three = [corners.topLeft, corners.topRight, corners.bottomLeft];
    if (three.some((finder) => used.has(finder))) continue;
    const bytes = readAt(picture, corners);
    if (bytes === undefined) continue;
    found.set(textOf(bytes), bytes);
    for (const finder of three) used.add(finder);
    if (found.size >= enough) return;
  }
}

/**
 * Bytes of the codes found, at most `enough`. Takes the picture as it is and, where that is not enough, at half its
 * size, which takes away noise.
 */
export function readCodes(pixels: Pixels, enough = 2): readonly Uint8Array[] {
  return guarded<readonly Uint8Array[]>(
    () => {
      const { data, width, height } = pixels;
      if (width * height > MAX_PIXELS || data.length < width * height * 4) return [];
      const found = new Map<string, Uint8Array>();
      const whole = greyOf(pixels);
      const sizes = [whole, halved(whole)];
      for (const picture of sizes) {
        readIn(picture, found, enough);
        if (found.size >= enough) break;
      }
      return [...found.values()];
    },
    () => [],
  );
}
