/**
 * Where each module of a code lies in the picture. Large codes carry many alignment patterns; they are looked for one
 * after the other, each near where its neighbours say, so that tilted and slightly bent paper is followed.
 */
import { type Corners, turned } from "./corners.ts";
import type { Finder } from "./finders.ts";
import { greyAt, type Picture, type Point } from "./picture.ts";

export interface Mesh {
  readonly dimension: number;
  /** Place in the picture of a place in the code, in modules. */
  at(x: number, y: number): Point;
}

/** Centres of the alignment patterns in modules, from 6.5 (ISO/IEC 18004, Annex E). */
export function alignmentCentres(version: number): number[] {
  if (version === 1) return [6.5, 14.5];
  const count = Math.floor(version / 7) + 2;
  const last = version * 4 + 10;
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2;
  const centres = Array.from({ length: count - 1 }, (_, place) => last - place * step).toReversed();
  return [6, ...centres].map((centre) => centre + 0.5);
}

const plus = (a: Point, b: Point, times = 1): Point => ({
  x: a.x + b.x * times,
  y: a.y + b.y * times,
});
const minus = (a: Point, b: Point): Point => ({ x: a.x - b.x, y: a.y - b.y });

interface Axes {
  /** One module to the right, and one down. */
  readonly right: Point;
  readonly down: Point;
}

/** Dark, white and dark again, from the outside: how well a place fits, from -255 to 255. */
function alignmentScore(picture: Picture, centre: Point, { right, down }: Axes): number {
  let [dark, white] = [0, 0];
  for (let row = -2; row <= 2; row++) {
    for (let column = -2; column <= 2; column++) {
      const grey = greyAt(
        picture,
        centre.x + right.x * column + down.x * row,
        centre.y + right.y * column + down.y * row,
      );
      if (Math.max(Math.abs(row), Math.abs(column)) === 1) white += grey;
      else dark += grey;
    }
  }
  return white / 8 - dark / 17;
}

interface Search {
  readonly reach: number;
  readonly step: number;
}

function best(picture: Picture, near: Point, given: { axes: Axes; search: Search }) {
  const { axes, search } = given;
  let found = { place: near, score: -Infinity };
  for (let row = -search.reach; row <= search.reach + 1e-9; row += search.step) {
    for (let column = -search.reach; column <= search.reach + 1e-9; column += search.step) {
      const place = plus(plus(near, axes.right, column), axes.down, row);
      const far = Math.hypot(row, column);
      const score = alignmentScore(picture, place, axes) - far * 2;
      if (score > found.score) found = { place, score };
    }
  }
  return found;
}

/** Along the edges a guess may be two modules off in a tilted picture; between three known neighbours it is not. */
const ALONG_EDGE: Search = { reach: 2.4, step: 0.4 };
const INSIDE: Search = { reach: 1.6, step: 0.4 };
const FINE: Search = { reach: 0.3, step: 0.1 };
/** Below this nothing like a pattern is there: the guess stays. */
const LEAST = 18;

function locate(picture: Picture, guess: Point, { axes, search }: { axes: Axes; search: Search }) {
  const coarse = best(picture, guess, { axes, search });
  if (coarse.score < LEAST) return guess;
  return best(picture, coarse.place, { axes, search: FINE }).place;
}

/** Axes between the corners, each scaled by what the finder pattern itself shows. */
function axesAt(finder: Finder, { topLeft, topRight, bottomLeft }: Corners): Axes {
  const unit = (from: Point, to: Point): Point => {
    const way = minus(to, from);
    const length = Math.hypot(way.x, way.y);
    const module = finder.module * turned(way);
    return { x: (way.x / length) * module, y: (way.y / length) * module };
  };
  return { right: unit(topLeft, topRight), down: unit(topLeft, bottomLeft) };
}

/** Axes of even modules between the corners: the best guess for a version that is known. */
function evenAxes({ topLeft, topRight, bottomLeft }: Corners, dimension: number): Axes {
  const span = dimension - 7;
  const right = minus(topRight, topLeft);
  const down = minus(bottomLeft, topLeft);
  return {
    right: { x: right.x / span, y: right.y / span },
    down: { x: down.x / span, y: down.y / span },
  };
}

type Grid = (Point | undefined)[][];

interface Growing {
  readonly picture: Picture;
  readonly grid: Grid;
  readonly centres: readonly number[];
  readonly even: Axes;
  readonly ends: Readonly<Record<"right" | "down", Edge>>;
}

interface Edge {
  readonly from: Point;
  readonly to: Point;
  /** Modules at the end to modules at the start, along the edge. */
  readonly ratio: number;
}

const known = (grid: Grid, row: number, column: number): Point | undefined => grid[row]?.[column];

/** One module to the right and down, from the points that are already known around. */
function axesAround({ grid, centres, even }: Growing, row: number, column: number): Axes {
  const between = (from: Point | undefined, to: Point | undefined, modules: number) =>
    from === undefined || to === undefined
      ? undefined
      : { x: (to.x - from.x) / modules, y: (to.y - from.y) / modules };
  const stepOf = (place: number) => (centres[place] ?? 0) - (centres[place - 1] ?? 0);
  const right =
    between(known(grid, row - 1, column - 1), known(grid, row - 1, column), stepOf(column)) ??
    between(known(grid, row, column - 2), known(grid, row, column - 1), stepOf(column - 1)) ??
    even.right;
  const down =
    between(known(grid, row - 1, column - 1), known(grid, row, column - 1), stepOf(row)) ??
    between(known(grid, row - 2, column), known(grid, row - 1, column), stepOf(row - 1)) ??
    even.down;
  return { right, down };
}

/** The fourth of a parallelogram; undefined where a neighbour is not known. */
function guessInside({ grid }: Growing, row: number, column: number): Point | undefined {
  const [above, left] = [known(grid, row - 1, column), known(grid, row, column - 1)];
  const corner = known(grid, row - 1, column - 1);
  if (above === undefined || left === undefined || corner === undefined) return undefined;
  return plus(above, minus(left, corner));
}

/**
 * A place on the line between two finder patterns. Modules are smaller where the paper is further away: on a line in
 * perspective, lengths go as share / (share + k (1 - share)), with k² the ratio of the modules at its ends.
 */
function straightEdge({ centres, ends }: Growing, row: number, column: number): Point {
  const { from, to, ratio } = row === 0 ? ends.right : ends.down;
  const [first, last] = [centres[0] ?? 0, centres.at(-1) ?? 1];
  const share = ((centres[Math.max(row, column)] ?? 0) - first) / (last - first);
  return mix(from, to, share / (share + Math.sqrt(ratio) * (1 - share)));
}

/** The same on bent paper: further off the straight line as the two places before were. */
function guessOnEdge(growing: Growing, row: number, column: number): Point {
  const off = (back: number): Point => {
    const place: [number, number] = row === 0 ? [0, column - back] : [row - back, 0];
    const found = known(growing.grid, ...place);
    return found === undefined ? { x: 0, y: 0 } : minus(found, straightEdge(growing, ...place));
  };
  const [before, beforeThat] = [off(1), off(2)];
  return plus(plus(straightEdge(growing, row, column), before, 2), beforeThat, -1);
}

function grow(growing: Growing): void {
  const { picture, grid, centres } = growing;
  const last = centres.length - 1;
  for (let sum = 1; sum <= 2 * last; sum++) {
    for (let row = Math.max(0, sum - last); row <= Math.min(last, sum); row++) {
      const column = sum - row;
      const line = grid[row];
      if (line === undefined || line[column] !== undefined) continue;
      const inside = guessInside(growing, row, column);
      const guess = inside ?? guessOnEdge(growing, row, column);
      const search = inside === undefined ? ALONG_EDGE : INSIDE;
      line[column] = locate(picture, guess, { axes: axesAround(growing, row, column), search });
    }
  }
}

/** Which gap of the grid a place belongs to; places outside to the nearest. */
function gapOf(centres: readonly number[], place: number): number {
  let gap = 0;
  while (gap < centres.length - 2 && place >= (centres[gap + 1] ?? 0)) gap++;
  return gap;
}

function meshOf(grid: Grid, centres: readonly number[], dimension: number): Mesh {
  const none = { x: 0, y: 0 };
  return {
    dimension,
    at(x, y) {
      const [column, row] = [gapOf(centres, x), gapOf(centres, y)];
      const [left, right] = [centres[column] ?? 0, centres[column + 1] ?? 1];
      const [top, bottom] = [centres[row] ?? 0, centres[row + 1] ?? 1];
      const [shareX, shareY] = [(x - left) / (right - left), (y - top) / (bottom - top)];
      const corner = (r: number, c: number) => known(grid, r, c) ?? none;
      const upper = mix(corner(row, column), corner(row, column + 1), shareX);
      const lower = mix(corner(row + 1, column), corner(row + 1, column + 1), shareX);
      return mix(upper, lower, shareY);
    },
  };
}

const mix = (a: Point, b: Point, share: number): Point => ({
  x: a.x + (b.x - a.x) * share,
  y: a.y + (b.y - a.y) * share,
});

/** A module is measured both ways; away from the eye it shrinks by the square of what it shrinks across. */
const FORESHORTENING = 1.3;

/** Lays the mesh for a version over the code between the corners. */
export function layMesh(picture: Picture, corners: Corners, version: number): Mesh {
  const dimension = 4 * version + 17;
  const centres = alignmentCentres(version);
  const last = centres.length - 1;
  const grid: Grid = centres.map(() => centres.map(() => undefined));
  const { topLeft, topRight, bottomLeft } = corners;
  const put = (
    place: readonly [number, number],
    finder: Finder,
    [x, y]: readonly [number, number],
  ) => {
    const { right, down } = axesAt(finder, corners);
    const line = grid[place[0]];
    if (line !== undefined) line[place[1]] = plus(plus(finder, right, x), down, y);
  };
  // The corners of the grid that the finder patterns take: three modules inwards from their middle.
  put([0, 0], topLeft, [3, 3]);
  put([0, last], topRight, [-3, 3]);
  put([last, 0], bottomLeft, [3, -3]);
  const edge = (to: Point | undefined, end: Finder): Edge => ({
    from: known(grid, 0, 0) ?? topLeft,
    to: to ?? end,
    ratio: (end.module / topLeft.module) ** FORESHORTENING,
  });
  const ends = {
    right: edge(known(grid, 0, last), topRight),
    down: edge(known(grid, last, 0), bottomLeft),
  };
  grow({ picture, grid, centres, even: evenAxes(corners, dimension), ends });
  return meshOf(grid, centres, dimension);
}

const VERSION_POLYNOMIAL = 0x1f25;

/** Version with its 12 check bits (ISO/IEC 18004, Annex D). */
function versionWord(version: number): number {
  let rest = version << 12;
  for (let bit = 17; bit >= 12; bit--)
    if ((rest >> bit) & 1) rest ^= VERSION_POLYNOMIAL << (bit - 12);
  return (version << 12) | rest;
}

function bitsApart(one: number, other: number): number {
  let [difference, count] = [one ^ other, 0];
  for (; difference !== 0; difference >>>= 1) count += difference & 1;
  return count;
}

/** Bits that may be wrong in the version beside a pattern: the code of the words corrects three. */
const WRONG_BITS = 3;
/** Versions by which the distances between the patterns may be off in a tilted picture. */
const VERSION_SLACK = 4;

/** Versions worth trying, best first: what is written beside the patterns, as far as the distances allow it, then the distances. */
export function versionsOf(picture: Picture, corners: Corners): readonly number[] {
  const read = (finder: Finder, placeOf: (bit: number) => readonly [number, number]) => {
    const { right, down } = axesAt(finder, corners);
    const level = (greyAt(picture, finder.x, finder.y) + whiteBeside(picture, finder, right)) / 2;
    let word = 0;
    for (let bit = 0; bit < 18; bit++) {
      const [x, y] = placeOf(bit);
      const place = plus(plus(finder, right, x), down, y);
      if (greyAt(picture, place.x, place.y) < level) word |= 1 << bit;
    }
    return word;
  };
  const words = [
    read(corners.topRight, (bit) => [(bit % 3) - 7, Math.floor(bit / 3) - 3]),
    read(corners.bottomLeft, (bit) => [Math.floor(bit / 3) - 3, (bit % 3) - 7]),
  ];
  const near = Array.from({ length: 2 * VERSION_SLACK + 1 }, (_, place) => {
    const version = corners.version + place - VERSION_SLACK;
    const wrong = Math.min(...words.map((word) => bitsApart(word, versionWord(version))));
    const off = Math.abs(version - corners.version);
    return { version, rank: version >= 7 && wrong <= WRONG_BITS ? wrong - 100 : off, off };
  });
  return near
    .filter(({ version, rank, off }) => version >= 1 && version <= 40 && (rank < 0 || off <= 1))
    .toSorted((one, other) => one.rank - other.rank)
    .map(({ version }) => version);
}

/** White ring inside a finder pattern, two modules from its middle. */
const whiteBeside = (picture: Picture, finder: Finder, right: Point): number =>
  (greyAt(picture, finder.x + 2 * right.x, finder.y + 2 * right.y) +
    greyAt(picture, finder.x - 2 * right.x, finder.y - 2 * right.y)) /
  2;
