/** Pure arithmetic of one-dimensional charts: round ticks, positions, stacking of close dots. */

import { sorted } from "./lists.ts";

const STEPS = [1, 2, 2.5, 5, 10];

/** Round tick values that cover the range, about `wanted` of them. */
export function ticksOf(low: number, high: number, wanted: number): readonly number[] {
  const span = high - low;
  if (!(span > 0)) return [low];
  const rough = span / Math.max(wanted, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  return Array.from({ length: last - first + 1 }, (_, index) => {
    const value = (first + index) * step;
    return Number(value.toPrecision(12));
  });
}

/** Level of each position so that neighbours closer than `gap` do not cover each other; 0 is lowest. */
export function stackLevels(positions: readonly number[], gap: number): readonly number[] {
  const order = sorted(
    positions.map((_, index) => index),
    (a, b) => (positions[a] ?? 0) - (positions[b] ?? 0),
  );
  const levels = positions.map(() => 0);
  const lastAt: number[] = [];
  for (const index of order) {
    const position = positions[index] ?? 0;
    const free = lastAt.findIndex((last) => position - last >= gap);
    const level = free === -1 ? lastAt.length : free;
    lastAt[level] = position;
    levels[index] = level;
  }
  return levels;
}
