/** Series of small pictures as a room's camera would give them, one a second: noise, people, light that changes. */
import type { SmallPicture } from "../src/picture-watch.ts";

export const WIDTH = 64;
export const HEIGHT = 36;

/** The same numbers in every run, from 0 to 1. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface RoomOptions {
  readonly seed: number;
  /** Standard deviation of a pixel's noise, in levels. */
  readonly noise: number;
  /** How many people walk about. */
  readonly people: number;
  /** Levels by which the light swings over ten minutes. */
  readonly light: number;
}

export interface Room {
  /** The picture at a second; never twice the same. */
  at(second: number): SmallPicture;
}

const TABLE = 65_536;

/** Normal numbers by look-up, for millions of them are needed; a sum of three numbers is near enough. */
function normalNumbers(random: () => number): () => number {
  const table = Float32Array.from(
    { length: TABLE },
    () => (random() + random() + random() - 1.5) * 2,
  );
  let at = 0;
  return () => {
    // A step that changes at each turn, so that no two pictures have the same noise.
    if (at >= TABLE) at = Math.floor(random() * 997);
    return table[at++] as number;
  };
}

export function aRoom({ seed, noise, people, light }: RoomOptions): Room {
  const random = randomFrom(seed);
  const gauss = normalNumbers(random);
  const walls = Float32Array.from({ length: WIDTH * HEIGHT }, (_, index) => {
    const [column, row] = [index % WIDTH, Math.floor(index / WIDTH)];
    return 110 + 50 * Math.sin(column / 9 + seed) + 30 * Math.cos(row / 5 + seed * 2);
  });
  const paces = Array.from({ length: people }, () => [random() * 0.4, random() * 9, random() * 90]);
  return {
    at(second) {
      const swing = light * Math.sin(second / 95);
      const pixels = new Uint8Array(WIDTH * HEIGHT);
      for (let index = 0; index < pixels.length; index += 1)
        pixels[index] = clamp((walls[index] ?? 0) + swing + noise * gauss());
      for (const [pace = 0, phase = 0, grey = 0] of paces) {
        const left = Math.floor(((Math.sin(second * pace + phase) + 1) / 2) * (WIDTH - 8));
        for (let row = 12; row < HEIGHT; row += 1)
          for (let column = left; column < left + 8; column += 1)
            pixels[row * WIDTH + column] = clamp(60 + grey + noise * gauss());
      }
      return { at: second, pixels };
    },
  };
}

const clamp = (value: number): number => Math.min(255, Math.max(0, Math.round(value)));

/**
 * What an encoder makes of pictures it gets again: the same each time, but for the first ones after a change, to which it
 * gives another quality, as measured with x264 at constant quality.
 */
export function encoderOf(
  random: () => number,
): (picture: SmallPicture, at: number) => SmallPicture {
  let encoded = 0;
  let quality = 0;
  return ({ at: original, pixels }, at) => {
    encoded += 1;
    if (random() < 4 / (4 + encoded)) quality = 1 + Math.floor(random() * 1000);
    return inQuality({ at: original, pixels }, { at, quality });
  };
}

/** What an encoder makes of a picture in one of its qualities: the same each time, and another in another. */
export function inQuality(
  { at: original, pixels }: SmallPicture,
  { at, quality }: { readonly at: number; readonly quality: number },
): SmallPicture {
  const rounding = randomFrom(quality * 7919 + original);
  const changed = pixels.slice();
  for (let index = 0; index < changed.length; index += 1)
    if (rounding() < 0.3) changed[index] = clamp((changed[index] ?? 0) + 1);
  return { at, pixels: changed };
}

export const series = (from: number, to: number, make: (second: number) => SmallPicture) =>
  Array.from({ length: to - from }, (_, index) => make(from + index));
