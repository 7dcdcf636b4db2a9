/** Three finder patterns that make up one code. */
import type { Finder } from "./finders.ts";

export interface Corners {
  readonly topLeft: Finder;
  readonly topRight: Finder;
  readonly bottomLeft: Finder;
  /** Of the code's 4 × version + 17 modules, as far as the distances show. */
  readonly version: number;
}

const MAX_VERSION = 40;

/** Patterns are measured along the lines of the picture, where a turned square is longer: by so much its side is less. */
export const turned = ({ x, y }: { readonly x: number; readonly y: number }): number =>
  Math.max(Math.abs(x), Math.abs(y)) / Math.hypot(x, y);

/** How badly three patterns fit a code; undefined if they are none. The second is the corner between the others. */
function fit(
  one: Finder,
  corner: Finder,
  other: Finder,
): (Corners & { fault: number }) | undefined {
  const [ax, ay] = [one.x - corner.x, one.y - corner.y];
  const [bx, by] = [other.x - corner.x, other.y - corner.y];
  const [a, b] = [Math.hypot(ax, ay), Math.hypot(bx, by)];
  const cosine = Math.abs(ax * bx + ay * by) / (a * b);
  const legs = a > b ? a / b : b / a;
  const modules = [one.module, corner.module, other.module];
  const size = Math.max(...modules) / Math.min(...modules);
  if (cosine > 0.4 || legs > 1.7 || size > 1.7) return undefined;
  const measured = (modules[0] ?? 0) / 4 + (modules[1] ?? 0) / 2 + (modules[2] ?? 0) / 4;
  const module = measured * turned({ x: ax, y: ay });
  const dimension = (a + b) / 2 / module + 7;
  const version = Math.round((dimension - 17) / 4);
  if (version < 1 || version > MAX_VERSION + 3) return undefined;
  const clockwise = ax * by - ay * bx > 0;
  const [topRight, bottomLeft] = clockwise ? [one, other] : [other, one];
  const vague = 1 - Math.min(...[one, corner, other].map(clarity));
  const fault = cosine + (legs - 1) + (size - 1) + CLARITY_WEIGHT * vague;
  return { topLeft: corner, topRight, bottomLeft, version, fault };
}

/** Lines through the middle of a true pattern show it, three modules of them; what looks like one by chance shows on few. */
const clarity = ({ seen, module }: Finder): number => Math.min(1, seen / (3 * module));

const CLARITY_WEIGHT = 2;
const MOST = 24;

/** Best first. */
export function cornersOf(finders: readonly Finder[]): readonly Corners[] {
  const pairs = finders.flatMap((one, place) =>
    finders.slice(place + 1).map((other) => [one, other] as const),
  );
  const all = finders.flatMap((corner) =>
    pairs
      .filter((pair) => !pair.includes(corner))
      .map(([one, other]) => fit(one, corner, other))
      .filter((found) => found !== undefined),
  );
  return all.toSorted((one, other) => one.fault - other.fault).slice(0, MOST);
}
