/** A small picture to draw into: three bytes a pixel, red green blue. */

export type Colour = readonly [red: number, green: number, blue: number];

export interface Canvas {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

export const createCanvas = (width: number, height: number): Canvas => ({
  width,
  height,
  pixels: new Uint8Array(width * height * 3),
});

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Row {
  readonly y: number;
  readonly left: number;
  /** Not part of it. */
  readonly right: number;
}

function fillRow({ width, pixels }: Canvas, { y, left, right }: Row, colour: Colour): void {
  const [red, green, blue] = colour;
  const end = (y * width + right) * 3;
  for (let at = (y * width + left) * 3; at < end; at += 3) {
    pixels[at] = red;
    pixels[at + 1] = green;
    pixels[at + 2] = blue;
  }
}

/** What lies outside of the picture is left out. */
export function fillBox(canvas: Canvas, box: Box, colour: Colour): void {
  const { width, height, pixels } = canvas;
  const [left, right] = [
    Math.max(0, Math.round(box.x)),
    Math.min(width, Math.round(box.x + box.width)),
  ];
  const [top, bottom] = [
    Math.max(0, Math.round(box.y)),
    Math.min(height, Math.round(box.y + box.height)),
  ];
  if (left >= right || top >= bottom) return;
  fillRow(canvas, { y: top, left, right }, colour);
  const [from, to] = [(top * width + left) * 3, (top * width + right) * 3];
  for (let y = top + 1; y < bottom; y += 1) pixels.copyWithin((y * width + left) * 3, from, to);
}

export interface Oval {
  readonly x: number;
  readonly y: number;
  readonly rx: number;
  readonly ry: number;
}

export function fillOval(canvas: Canvas, oval: Oval, colour: Colour): void {
  const { width, height } = canvas;
  const top = Math.max(0, Math.floor(oval.y - oval.ry));
  const bottom = Math.min(height - 1, Math.ceil(oval.y + oval.ry));
  for (let y = top; y <= bottom; y += 1) {
    const share = 1 - ((y - oval.y) / oval.ry) ** 2;
    if (share <= 0) continue;
    const half = oval.rx * Math.sqrt(share);
    const left = Math.max(0, Math.round(oval.x - half));
    const right = Math.min(width, Math.round(oval.x + half) + 1);
    if (left < right) fillRow(canvas, { y, left, right }, colour);
  }
}

/** Five rows of three cells, for digits and the signs of a clock. */
const GLYPHS: Readonly<Record<string, readonly number[]>> = {
  "0": [7, 5, 5, 5, 7],
  "1": [2, 6, 2, 2, 7],
  "2": [7, 1, 7, 4, 7],
  "3": [7, 1, 7, 1, 7],
  "4": [5, 5, 7, 1, 1],
  "5": [7, 4, 7, 1, 7],
  "6": [7, 4, 7, 5, 7],
  "7": [7, 1, 2, 2, 2],
  "8": [7, 5, 7, 5, 7],
  "9": [7, 5, 7, 1, 7],
  ":": [0, 2, 0, 2, 0],
  "-": [0, 0, 7, 0, 0],
  " ": [0, 0, 0, 0, 0],
};

export interface DigitText {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  /** Pixels a cell. */
  readonly cell: number;
}

/** Cells of a sign that are inked, by row and column. */
const inkOf = (sign: string): { row: number; column: number }[] =>
  (GLYPHS[sign] ?? []).flatMap((bits, row) =>
    [0, 1, 2].filter((column) => (bits & (4 >> column)) !== 0).map((column) => ({ row, column })),
  );

/** Digits and the signs of a clock; anything else is a blank. */
export function drawDigits(canvas: Canvas, { text, x, y, cell }: DigitText, colour: Colour): void {
  for (const [index, sign] of Array.from(text).entries())
    for (const { row, column } of inkOf(sign)) {
      const left = x + (index * 4 + column) * cell;
      fillBox(canvas, { x: left, y: y + row * cell, width: cell, height: cell }, colour);
    }
}
