/** Quartiles and fences as the reference indicators compute them (brief: ocds-indicators.md, 0.7). */

/**
 * Quantile of unsorted numbers after Hyndman and Fan 1996, type 8 (not type 7 of SQL and most libraries); NaN without
 * numbers or with `share` outside [0, 1].
 */
export function quantile(numbers: Float64Array, share: number): number {
  const n = numbers.length;
  if (n === 0 || !(share >= 0 && share <= 1)) return Number.NaN;
  const ascending = numbers.toSorted();
  return quantileOfSorted(ascending, share);
}

export function quantileOfSorted(ascending: Float64Array, share: number): number {
  const n = ascending.length;
  if (n === 0 || !(share >= 0 && share <= 1)) return Number.NaN;
  const h = (n + 1 / 3) * share + 1 / 3;
  const k = Math.trunc(h);
  if (k <= 0 || share === 0) return ascending[0] as number;
  if (k >= n || share === 1) return ascending[n - 1] as number;
  const below = ascending[k - 1] as number;
  return below + (h - k) * ((ascending[k] as number) - below);
}

export interface Quartiles {
  readonly q1: number;
  readonly q3: number;
}

export function quartiles(numbers: Float64Array): Quartiles {
  const ascending = numbers.toSorted();
  return { q1: quantileOfSorted(ascending, 0.25), q3: quantileOfSorted(ascending, 0.75) };
}

export const lowerFence = ({ q1, q3 }: Quartiles): number => fusedMultiplyAdd(q3 - q1, -1.5, q1);
export const upperFence = ({ q1, q3 }: Quartiles): number => fusedMultiplyAdd(q3 - q1, 1.5, q3);

/**
 * `a·b + c` with a single rounding (Boldo and Melquiond 2008, IEEE Trans. Comput. 57(4): the product and the sums are split
 * into head and error, the errors are added with rounding to odd). Falls back to two roundings at the edge of the range.
 */
export function fusedMultiplyAdd(a: number, b: number, c: number): number {
  const plain = a * b + c;
  if (!Number.isFinite(plain) || Math.abs(a * b) > 1e300 || Math.abs(a * b) < 1e-270) return plain;
  const [product, productRest] = split(a, b);
  const [low, lowRest] = sum(c, productRest);
  const [high, highRest] = sum(product, low);
  return high + oddSum(lowRest, highRest);
}

type Pair = readonly [head: number, rest: number];

/** Knuth: head + rest is the exact sum. */
function sum(left: number, right: number): Pair {
  const head = left + right;
  const part = head - left;
  return [head, left - (head - part) + (right - part)];
}

/** Dekker: head + rest is the exact product. */
function split(left: number, right: number): Pair {
  const head = left * right;
  const [leftHigh, leftLow] = halves(left);
  const [rightHigh, rightLow] = halves(right);
  const rest =
    leftLow * rightLow - (head - leftHigh * rightHigh - leftLow * rightHigh - leftHigh * rightLow);
  return [head, rest];
}

function halves(value: number): Pair {
  const scaled = 134_217_729 * value;
  const high = scaled - (scaled - value);
  return [high, value - high];
}

const double = new Float64Array(1);
const bits = new BigInt64Array(double.buffer);

/** Sum rounded to odd: where it is not exact, to the neighbour whose last bit is one. */
function oddSum(left: number, right: number): number {
  const [head, rest] = sum(left, right);
  if (rest === 0 || head === 0) return head;
  double[0] = head;
  const pattern = bits[0] as bigint;
  if ((pattern & 1n) === 1n) return head;
  bits[0] = pattern + (rest > 0 === head > 0 ? 1n : -1n);
  return double[0];
}
