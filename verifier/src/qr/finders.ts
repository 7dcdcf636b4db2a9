/** Finder patterns: the three squares of a QR code, 1 : 1 : 3 : 1 : 1 in every direction. */
import type { Picture, Point } from "./picture.ts";

export interface Finder extends Point {
  /** Side of a module in pixels, as far as the pattern itself shows. */
  readonly module: number;
  /** On how many lines it was seen. */
  readonly seen: number;
}

type Runs = readonly [number, number, number, number, number];

/** Side of a module if the runs are those of a finder pattern. */
function moduleOf(runs: Runs): number | undefined {
  const total = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
  if (total < 12) return undefined;
  const module = total / 7;
  const slack = module * 0.55 + 0.6;
  const fits =
    Math.abs(runs[0] - module) < slack &&
    Math.abs(runs[1] - module) < slack &&
    Math.abs(runs[2] - 3 * module) < 2 * slack &&
    Math.abs(runs[3] - module) < slack &&
    Math.abs(runs[4] - module) < slack;
  return fits ? module : undefined;
}

interface Field {
  readonly dark: Uint8Array;
  readonly width: number;
  readonly height: number;
}

interface Step {
  readonly x: number;
  readonly y: number;
}

/** Length of the run of one colour from a place on, in a direction; stops at the limit. */
function runFrom(field: Field, from: Point, by: Step & { color: number; limit: number }): number {
  let [x, y, length] = [from.x, from.y, 0];
  while (length <= by.limit) {
    if (x < 0 || y < 0 || x >= field.width || y >= field.height) return length;
    if (field.dark[y * field.width + x] !== by.color) return length;
    length++;
    x += by.x;
    y += by.y;
  }
  return length;
}

/** Runs through a dark pixel along a direction, and where their middle is. */
function cross(field: Field, at: Point, step: Step & { limit: number }) {
  const { limit } = step;
  const walk = (sign: 1 | -1) => {
    const by = { x: step.x * sign, y: step.y * sign, limit };
    const from = { x: at.x + (sign === 1 ? 0 : by.x), y: at.y + (sign === 1 ? 0 : by.y) };
    const inner = runFrom(field, from, { ...by, color: 1 });
    const second = { x: from.x + by.x * inner, y: from.y + by.y * inner };
    const white = runFrom(field, second, { ...by, color: 0 });
    const third = { x: second.x + by.x * white, y: second.y + by.y * white };
    return { inner, white, outer: runFrom(field, third, { ...by, color: 1 }) };
  };
  const [ahead, back] = [walk(1), walk(-1)];
  const runs: Runs = [back.outer, back.white, back.inner + ahead.inner, ahead.white, ahead.outer];
  const shift = (ahead.inner - back.inner) / 2;
  return { module: moduleOf(runs), shift };
}

/** A pattern seen on a line is one only if it is also seen across, and across again through the better middle. */
function confirm(field: Field, seen: Point & { module: number }): Finder | undefined {
  const limit = Math.ceil(seen.module * 5);
  const down = cross(field, { x: Math.round(seen.x), y: seen.y }, { x: 0, y: 1, limit });
  if (down.module === undefined) return undefined;
  const y = seen.y + down.shift;
  const middle = { x: Math.round(seen.x), y: Math.round(y - 0.5) };
  const along = cross(field, middle, { x: 1, y: 0, limit });
  if (along.module === undefined) return undefined;
  const x = middle.x + along.shift;
  const aslant = cross(field, { x: Math.round(x - 0.5), y: middle.y }, { x: 1, y: 1, limit });
  if (aslant.module === undefined) return undefined;
  const ratio = along.module / down.module;
  if (ratio < 0.5 || ratio > 2) return undefined;
  return { x, y, module: (along.module + down.module) / 2, seen: 1 };
}

/** Merges a sighting into the ones that are the same pattern. */
function add(found: Finder[], one: Finder): void {
  const at = found.findIndex(
    (other) => Math.hypot(other.x - one.x, other.y - one.y) < 1.5 * Math.max(other.module, 2),
  );
  const other = found[at];
  if (other === undefined) {
    found.push(one);
    return;
  }
  const seen = other.seen + 1;
  const mean = (a: number, b: number) => (a * other.seen + b) / seen;
  found[at] = {
    x: mean(other.x, one.x),
    y: mean(other.y, one.y),
    module: mean(other.module, one.module),
    seen,
  };
}

/** Looks whether the runs that end at a place are those of a pattern. */
function look(field: Field, at: Step & { runs: Runs }, found: Finder[]): void {
  const { x, y, runs } = at;
  const module = moduleOf(runs);
  if (module === undefined) return;
  const [, , middle, white, outer] = runs;
  const center = x - outer - white - middle / 2;
  const finder = confirm(field, { x: Math.floor(center), y, module });
  if (finder !== undefined) add(found, finder);
}

function scanLine(field: Field, y: number, found: Finder[]): void {
  const { dark, width } = field;
  const runs = [0, 0, 0, 0, 0];
  let [color, length] = [0, 0];
  for (let x = 0; x <= width; x++) {
    const here = x < width ? (dark[y * width + x] ?? 0) : 1 - color;
    if (here === color) {
      length++;
      continue;
    }
    runs.shift();
    runs.push(length);
    if (color === 1) look(field, { x, y, runs: runs as unknown as Runs }, found);
    [color, length] = [here, 1];
  }
}

const MOST = 18;

/** Candidates, those seen on most lines first. */
export function findFinders({ width, height }: Picture, dark: Uint8Array): Finder[] {
  const found: Finder[] = [];
  const field = { dark, width, height };
  for (let y = 0; y < height; y++) scanLine(field, y, found);
  return found
    .filter(({ seen, module }) => seen >= Math.max(2, module * 0.6))
    .toSorted((one, other) => other.seen / other.module - one.seen / one.module)
    .slice(0, MOST);
}
