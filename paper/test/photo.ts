/** A photo of a page, made by arithmetic: perspective, bent paper, blur, noise and uneven light. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Pixels } from "../../verifier/src/index.ts";

export interface GreyPage {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

type Corner = readonly [number, number];

export interface Shot {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  /** Where the corners of the page are in the photo: top left, top right, bottom right, bottom left. */
  readonly page: readonly [Corner, Corner, Corner, Corner];
  /** Standard deviation in pixels. */
  readonly blur: number;
  readonly noise: number;
  /** How much darker the far corner is, from 0. */
  readonly shade: number;
  /** How far the paper bends, in shares of its height. */
  readonly bend?: number;
}

/** Pictures of the whole page, of 2 to 7 megapixels: less than telephones take, and quick to make. */
export const SHOTS: readonly Shot[] = [
  {
    name: "tilted",
    width: 2026,
    height: 2701,
    page: [
      [469, 402],
      [1608, 375],
      [2010, 2613],
      [40, 2586],
    ],
    blur: 0.6,
    noise: 10,
    shade: 0.5,
  },
  {
    name: "turned by 45 degrees",
    width: 2701,
    height: 2701,
    page: [
      [1340, 40],
      [2278, 978],
      [972, 2646],
      [34, 1642],
    ],
    blur: 0.48,
    noise: 8,
    shade: 0.3,
  },
  {
    name: "bent paper",
    width: 2026,
    height: 2701,
    page: [
      [100, 67],
      [1930, 80],
      [1936, 2646],
      [94, 2640],
    ],
    blur: 0.6,
    noise: 8,
    shade: 0.3,
    bend: 0.04,
  },
  {
    name: "2 megapixels",
    width: 1200,
    height: 1600,
    page: [
      [30, 30],
      [1160, 20],
      [1170, 1580],
      [25, 1570],
    ],
    blur: 0.5,
    noise: 5,
    shade: 0.2,
  },
];

const TABLE_GREY = 90;

/** Pages of a PDF in grey, as poppler renders them. */
export function renderPages(pdf: Buffer, dpi: number): readonly GreyPage[] {
  const folder = mkdtempSync(join(tmpdir(), "mingjing-paper-"));
  try {
    writeFileSync(join(folder, "a.pdf"), pdf);
    execFileSync("pdftoppm", [
      "-r",
      String(dpi),
      "-gray",
      join(folder, "a.pdf"),
      join(folder, "p"),
    ]);
    const listed = execFileSync("ls", [folder], { encoding: "utf8" }).split("\n");
    return listed
      .filter((name) => name.endsWith(".pgm"))
      .map((name) => readGrey(join(folder, name)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readGrey(path: string): GreyPage {
  const bytes = readFileSync(path);
  const [head = "", width = "", height = ""] =
    /^P5\s+(\d+)\s+(\d+)\s+\d+\s/u.exec(bytes.subarray(0, 60).toString("latin1")) ?? [];
  return { width: Number(width), height: Number(height), grey: bytes.subarray(head.length) };
}

export function pixelsOf({ width, height, grey }: GreyPage): Pixels {
  const data = new Uint8ClampedArray(width * height * 4);
  for (const [pixel, value] of grey.entries()) data.fill(value, pixel * 4, pixel * 4 + 4);
  return { data, width, height };
}

/** From a place in the photo to a place on the page, both from 0 to 1 there. */
function ontoPage([[x0, y0], [x1, y1], [x2, y2], [x3, y3]]: Shot["page"]) {
  const [dx1, dx2, dx3] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, dy3] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const d = dx1 * dy2 - dx2 * dy1;
  const [g, h] = [(dx3 * dy2 - dx2 * dy3) / d, (dx1 * dy3 - dx3 * dy1) / d];
  const [a, b, c] = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0];
  const [e, f, i] = [y1 - y0 + g * y1, y3 - y0 + h * y3, y0];
  return (x: number, y: number): [number, number] => {
    const w = (e * h - f * g) * x + (b * g - a * h) * y + a * f - b * e;
    const u = (f - i * h) * x + (c * h - b) * y + b * i - c * f;
    const v = (i * g - e) * x + (a - c * g) * y + c * e - a * i;
    return [u / w, v / w];
  };
}

function greyBetween({ width, height, grey }: GreyPage, u: number, v: number): number {
  const [x, y] = [Math.max(0, u * width - 0.5), Math.max(0, v * height - 0.5)];
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, bottom] = [Math.min(width - 1, left + 1), Math.min(height - 1, top + 1)];
  const at = (row: number, column: number) => grey[row * width + column] ?? 255;
  const upper = at(top, left) * (left + 1 - x) + at(top, right) * (x - left);
  const lower = at(bottom, left) * (left + 1 - x) + at(bottom, right) * (x - left);
  return upper * (top + 1 - y) + lower * (y - top);
}

function blurred(grey: Float32Array, { width, height, blur }: Shot): Float32Array {
  const reach = Math.ceil(blur * 3);
  const weights = Array.from({ length: 2 * reach + 1 }, (_, at) =>
    Math.exp(-((at - reach) ** 2) / 2 / blur ** 2),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const at = (from: Float32Array, x: number, y: number) =>
    from[Math.min(height - 1, Math.max(0, y)) * width + Math.min(width - 1, Math.max(0, x))] ?? 0;
  const along = (from: Float32Array, [stepX, stepY]: readonly [number, number]) =>
    from.map((_, place) => {
      const [x, y] = [place % width, Math.floor(place / width)];
      let total = 0;
      for (const [step, weight] of weights.entries())
        total += at(from, x + stepX * (step - reach), y + stepY * (step - reach)) * weight;
      return total / sum;
    });
  return along(along(grey, [1, 0]), [0, 1]);
}

/** The page as that shot shows it. The same page and shot always give the same pixels. */
export function photoOf(paper: GreyPage, shot: Shot): Pixels {
  const { width, height, noise, shade, bend = 0 } = shot;
  const toPage = ontoPage(shot.page);
  const sharp = new Float32Array(width * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [u, straight] = toPage(x + 0.5, y + 0.5);
      const v = straight + bend * Math.sin(u * Math.PI);
      const isPage = u >= 0 && v >= 0 && u < 1 && v < 1;
      sharp[y * width + x] = isPage ? greyBetween(paper, u, v) : TABLE_GREY;
    }
  const soft = blurred(sharp, shot);
  const data = new Uint8ClampedArray(width * height * 4);
  let random = 7;
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      random = (Math.imul(random, 1_103_515_245) + 12_345) & 0x7fffffff;
      const grain = (random / 0x3fffffff - 1) * noise;
      const light = 1 - shade * ((x / width) * 0.6 + (y / height) * 0.4);
      const at = (y * width + x) * 4;
      data.fill(20 + (soft[y * width + x] ?? 0) * 0.85 * light + grain, at, at + 4);
    }
  return { data, width, height };
}
