/** Small grey pictures of keyframes, and what two of them differ by. Pure. */

export interface SmallPicture {
  /** Seconds. */
  readonly at: number;
  /** One byte a pixel, all pictures alike in number. */
  readonly pixels: Uint8Array;
}

/** Levels by which the first pixels may exceed the mean. */
const SLACK = 64;

/** Mean difference below the limit; stops as soon as it cannot be, for it is asked for each picture in memory. */
export function isWithin(a: Uint8Array, b: Uint8Array, limit: number): boolean {
  const most = limit * a.length;
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) {
    sum += Math.abs((a[index] as number) - (b[index] as number));
    if (sum > most || sum > SLACK + 1.5 * limit * index) return false;
  }
  return true;
}

export function differenceOf(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1)
    sum += Math.abs((a[index] as number) - (b[index] as number));
  return sum / a.length;
}

export const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index += 1) sum += values[index] as number;
  return sum / values.length;
};
