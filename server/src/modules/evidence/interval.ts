/** The interval of a share of few cases. Pure. */

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** 2.5 % at each end. */
const TAIL = 0.025;
/** Halvings: enough for 15 digits. */
const STEPS = 60;

/** Reviews from which a rate is more than a hint (matrix-and-ideas C.3 no. 8). */
export const ENOUGH_REVIEWS = 30;

/** P(X ≥ k) of n trials of chance p, summed by logarithms, so that no factorial overflows. */
function upperTail(k: number, n: number, p: number): number {
  let logChoose = 0;
  let tail = k === 0 ? (1 - p) ** n : 0;
  for (let x = 1; x <= n; x += 1) {
    logChoose += Math.log(n - x + 1) - Math.log(x);
    if (x >= k) tail += Math.exp(logChoose + x * Math.log(p) + (n - x) * Math.log1p(-p));
  }
  return Math.min(1, tail);
}

/** The chance at which `isAbove` changes from false to true. */
function chanceWhere(isAbove: (p: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (low + high) / 2;
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
  return (low + high) / 2;
}

/**
 * Clopper & Pearson 1934, Biometrika 26, 404–413: 95 % interval of k of n that is never too narrow, however few the
 * cases. @returns undefined for n = 0
 */
export function clopperPearson(k: number, n: number): Interval | undefined {
  if (n === 0) return undefined;
  return {
    low: k === 0 ? 0 : chanceWhere((p) => upperTail(k, n, p) >= TAIL),
    high: k === n ? 1 : chanceWhere((p) => 1 - upperTail(k + 1, n, p) <= TAIL),
  };
}
