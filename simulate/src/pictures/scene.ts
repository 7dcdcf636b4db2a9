/** Drawn pictures of rooms, plainly drawings: a host's desk without people, an opening room, experts at their seats. */
import { type Canvas, type Colour, createCanvas, drawDigits, fillBox, fillOval } from "./canvas.ts";

const SCENES = ["hostDesk", "room", "expertDesk", "corridor"] as const;
export type Scene = (typeof SCENES)[number];

export interface SceneSize {
  readonly width: number;
  readonly height: number;
  /** Digits in the corner instead of the clock. */
  readonly caption?: string;
}

const WALL: Colour = [214, 219, 222];
const FLOOR: Colour = [168, 160, 148];
const DESK: Colour = [132, 98, 68];
const DESK_EDGE: Colour = [102, 74, 50];
const PAPER: Colour = [243, 241, 234];
const SCREEN: Colour = [38, 52, 66];
const LIT: Colour = [88, 140, 190];
const CLOTHES: readonly Colour[] = [
  [66, 84, 108],
  [92, 72, 86],
  [74, 98, 82],
  [110, 96, 70],
  [82, 82, 92],
];
const SKIN: Colour = [222, 188, 160];
const HAIR: Colour = [48, 42, 40];
const INK: Colour = [250, 250, 250];
const SHADE: Colour = [24, 32, 40];

/** Slow movement of one person, as a share of the picture's width. */
const sway = (seconds: number, seed: number): number =>
  Math.sin(seconds * (0.31 + seed * 0.07) + seed * 2.1) * 0.006;

interface Seat {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly seed: number;
}

function drawPerson(canvas: Canvas, { x, y, size, seed }: Seat, seconds: number): void {
  const dx = sway(seconds, seed) * canvas.width;
  const dy = Math.sin(seconds * 0.9 + seed) * size * 0.03;
  const clothes = CLOTHES[seed % CLOTHES.length] ?? HAIR;
  fillOval(canvas, { x: x + dx / 2, y: y + size * 1.1, rx: size * 0.85, ry: size }, clothes);
  fillOval(canvas, { x: x + dx, y: y + dy - size * 0.1, rx: size * 0.44, ry: size * 0.54 }, HAIR);
  fillOval(canvas, { x: x + dx, y: y + dy, rx: size * 0.38, ry: size * 0.46 }, SKIN);
}

function drawDesk(canvas: Canvas, top: number): void {
  const { width, height } = canvas;
  fillBox(
    canvas,
    { x: width * 0.04, y: top, width: width * 0.92, height: height * 0.04 },
    DESK_EDGE,
  );
  fillBox(canvas, { x: width * 0.04, y: top + height * 0.04, width: width * 0.92, height }, DESK);
}

/** A sheet on which lines come one after the other, as someone writes. */
function drawSheet(canvas: Canvas, x: number, seconds: number): void {
  const { width, height } = canvas;
  fillBox(canvas, { x, y: height * 0.62, width: width * 0.2, height: height * 0.28 }, PAPER);
  const lines = Math.floor(seconds / 3) % 7;
  for (let line = 0; line < lines; line += 1)
    fillBox(
      canvas,
      {
        x: x + width * 0.02,
        y: height * (0.65 + line * 0.034),
        width: width * (0.1 + ((line * 37) % 5) * 0.012),
        height: 2,
      },
      SHADE,
    );
}

function drawMonitor(canvas: Canvas, x: number, seconds: number): void {
  const { width, height } = canvas;
  fillBox(canvas, { x, y: height * 0.3, width: width * 0.26, height: height * 0.26 }, SCREEN);
  const rows = 3 + (Math.floor(seconds / 2) % 4);
  for (let row = 0; row < rows; row += 1)
    fillBox(
      canvas,
      {
        x: x + width * 0.02,
        y: height * (0.33 + row * 0.032),
        width: width * (0.08 + ((row * 53) % 7) * 0.018),
        height: 2,
      },
      LIT,
    );
}

function drawHostDesk(canvas: Canvas, seconds: number): void {
  const { width, height } = canvas;
  drawDesk(canvas, height * 0.56);
  drawMonitor(canvas, width * 0.12, seconds);
  drawSheet(canvas, width * 0.46, seconds);
  fillBox(
    canvas,
    { x: width * 0.74, y: height * 0.66, width: width * 0.14, height: height * 0.14 },
    PAPER,
  );
  // A hand with a pen: the host is out of the frame.
  const x = width * (0.56 + 0.04 * Math.sin(seconds * 1.7));
  const y = height * (0.72 + 0.05 * Math.sin(seconds * 0.6));
  fillOval(
    canvas,
    { x: x + width * 0.03, y: y + height * 0.2, rx: width * 0.05, ry: height * 0.16 },
    CLOTHES[0] ?? HAIR,
  );
  fillOval(canvas, { x, y, rx: width * 0.026, ry: height * 0.036 }, SKIN);
  fillBox(canvas, { x: x - 3, y: y - height * 0.09, width: 3, height: height * 0.08 }, SHADE);
}

function drawRows(canvas: Canvas, seconds: number, rows: number): void {
  const { width, height } = canvas;
  for (let row = 0; row < rows; row += 1) {
    const size = height * (0.07 + row * 0.022);
    const count = 5 - row;
    for (let seat = 0; seat < count; seat += 1) {
      const seed = row * 5 + seat + 1;
      const x = (width * (seat + 0.7)) / (count + 0.4);
      drawPerson(canvas, { x, y: height * (0.38 + row * 0.2), size, seed }, seconds);
    }
    fillBox(
      canvas,
      {
        x: width * 0.06,
        y: height * (0.52 + row * 0.21),
        width: width * 0.88,
        height: height * 0.05,
      },
      DESK,
    );
  }
}

function drawExperts(canvas: Canvas, seconds: number): void {
  const { width, height } = canvas;
  for (let seat = 0; seat < 5; seat += 1) {
    const x = width * (0.12 + seat * 0.19);
    drawPerson(canvas, { x, y: height * 0.42, size: height * 0.1, seed: seat + 3 }, seconds);
  }
  drawDesk(canvas, height * 0.6);
  for (let seat = 0; seat < 5; seat += 1)
    drawMonitorSmall(canvas, width * (0.06 + seat * 0.19), seconds + seat * 5);
}

function drawMonitorSmall(canvas: Canvas, x: number, seconds: number): void {
  const { width, height } = canvas;
  fillBox(canvas, { x, y: height * 0.66, width: width * 0.12, height: height * 0.14 }, SCREEN);
  const rows = 1 + (Math.floor(seconds / 4) % 4);
  for (let row = 0; row < rows; row += 1)
    fillBox(
      canvas,
      { x: x + 4, y: height * (0.685 + row * 0.028), width: width * 0.07, height: 2 },
      LIT,
    );
}

function drawCorridor(canvas: Canvas, seconds: number): void {
  const { width, height } = canvas;
  fillBox(
    canvas,
    { x: width * 0.36, y: height * 0.24, width: width * 0.28, height: height * 0.46 },
    SCREEN,
  );
  const walk = (seconds % 24) / 24;
  if (walk < 0.5)
    drawPerson(
      canvas,
      { x: width * (0.1 + walk * 1.6), y: height * 0.5, size: height * 0.1, seed: 2 },
      seconds,
    );
}

const DRAW: Readonly<Record<Scene, (canvas: Canvas, seconds: number) => void>> = {
  hostDesk: drawHostDesk,
  room: (canvas, seconds) => drawRows(canvas, seconds, 2),
  expertDesk: drawExperts,
  corridor: drawCorridor,
};

const clockOf = (at: number): string => {
  const local = new Date(at + 8 * 3_600_000).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)}`;
};

/** The room at an instant (milliseconds since 1970), with the camera's clock of Asia/Shanghai in its corner. */
export function drawScene(
  scene: Scene,
  at: number,
  { width, height, caption = clockOf(at) }: SceneSize,
): Uint8Array {
  const canvas = createCanvas(width, height);
  fillBox(canvas, { x: 0, y: 0, width, height: height * 0.7 }, WALL);
  fillBox(canvas, { x: 0, y: height * 0.7, width, height: height * 0.3 }, FLOOR);
  DRAW[scene](canvas, (at / 1000) % 86_400);
  const cell = Math.max(1, Math.round(width / 240));
  fillBox(canvas, { x: 0, y: 0, width: (4 * caption.length + 6) * cell, height: 9 * cell }, SHADE);
  drawDigits(canvas, { text: caption, x: 3 * cell, y: 2 * cell, cell }, INK);
  return canvas.pixels;
}
