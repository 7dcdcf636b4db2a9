import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { clockCells, delaysOf, readClockBar } from "./clock-bar.ts";

function draw(milliseconds: number, width: number) {
  const cells = clockCells(milliseconds);
  const height = 4;
  const pixels = new Uint8Array(width * height);
  cells.forEach((isWhite, cell) => {
    const [from, to] = [cell, cell + 1].map((edge) => Math.floor((edge * width) / cells.length));
    for (let row = 0; row < height; row += 1)
      pixels.fill(isWhite ? 235 : 16, row * width + (from ?? 0), row * width + (to ?? 0));
  });
  return { width, height, pixels };
}

const instants = fc.integer({ min: Date.UTC(2020, 0), max: Date.UTC(2035, 0) });
const NEAR = Date.UTC(2027, 6);

describe("the clock bar", () => {
  test("what is drawn is read, whatever the width and with noise on it", () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 200, max: 2000 }), (at, width) => {
        const bar = draw(at, width);
        const noisy = bar.pixels.map((pixel, index) => pixel + ((index * 7919) % 20));
        expect(readClockBar({ ...bar, pixels: noisy }, NEAR)).toBe(at);
      }),
    );
  });

  test("one cell read wrongly is no instant", () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 49 }), (at, cell) => {
        const bar = draw(at, 500);
        for (let row = 0; row < bar.height; row += 1)
          for (let column = cell * 10; column < cell * 10 + 10; column += 1)
            bar.pixels[row * 500 + column] = 251 - (bar.pixels[row * 500 + column] ?? 0);
        expect(readClockBar(bar, NEAR)).toBeUndefined();
      }),
    );
  });

  test("a picture without a bar has none", () => {
    const pixels = new Uint8Array(2000).fill(118);
    expect(readClockBar({ width: 500, height: 4, pixels }, NEAR)).toBeUndefined();
    expect(readClockBar({ width: 40, height: 50, pixels }, NEAR)).toBeUndefined();
  });

  test("delays are summed up by median and 95th percentile", () => {
    const pictures = Array.from({ length: 100 }, (_, index) => ({ takenAt: 0, shownAt: index }));
    expect(delaysOf(pictures)).toEqual({ median: 50, p95: 95, count: 100 });
    expect(delaysOf([])).toBeUndefined();
  });
});
