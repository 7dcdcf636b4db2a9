/**
 * Reads the QR codes in a picture: large ones (up to version 40) in a photo of paper, turned, tilted, a little bent, in
 * uneven light. Written for the codes of certificates; levels L and M and byte mode alone. Never throws.
 */
import { guarded } from "../result.ts";
import { type Corners, cornersOf } from "./corners.ts";
import { findFinders } from "./finders.ts";
import { layMesh, type Mesh, versionsOf } from "./mesh.ts";
import {
  darkOf,
  greyAt,
  greyOf,
  halved,
  meanAround,
  type Picture,
  type Pixels,
  withSums,
} from "./picture.ts";
import { readSymbol } from "./symbol.ts";

const MAX_PIXELS = 64 * 1024 * 1024;

/** Modules around one whose mean tells dark from light. */
const AROUND = 6;

/** Dark where below the mean of the modules around: the white margin of the code is not among them. */
function samplerOf(picture: Picture, mesh: Mesh): (x: number, y: number) => boolean {
  const { dimension } = mesh;
  const grey = new Uint8Array(dimension * dimension);
  for (let y = 0; y < dimension; y++) {
    for (let x = 0; x < dimension; x++) {
      const middle = mesh.at(x + 0.5, y + 0.5);
      grey[y * dimension + x] = greyAt(picture, middle.x, middle.y);
    }
  }
  const modules = withSums(grey, dimension, dimension);
  return (x, y) => (grey[y * dimension + x] ?? 0) < meanAround(modules, { x, y }, AROUND);
}

function readAs(picture: Picture, corners: Corners, version: number): Uint8Array | undefined {
  const mesh = layMesh(picture, corners, version);
  return readSymbol(samplerOf(picture, mesh), version);
}

function readAt(picture: Picture, corners: Corners): Uint8Array | undefined {
  for (const version of versionsOf(picture, corners)) {
    const found = readAs(picture, corners, version);
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
