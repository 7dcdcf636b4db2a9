/**
 * P(D ≥ d) of the two-sided Kolmogorov–Smirnov statistic of n independent uniform numbers. Exact up to n = 140 after
 * Marsaglia, Tsang and Wang 2003 (J. Stat. Softw. 8(18)); beyond, and where the tail is below 1 in 10⁶, Stephens' form of the
 * limit law, whose relative error there is below 1 %.
 */
const EXACT_UP_TO = 140;

export function kolmogorovTail(distance: number, n: number): number {
  if (!(distance > 0)) return 1;
  if (distance >= 1) return 0;
  const scaled = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
  if (n > EXACT_UP_TO || scaled > 2.75) return limitTail(scaled);
  return Math.min(1, Math.max(0, 1 - exactLaw(distance, n)));
}

function limitTail(scaled: number): number {
  let tail = 0;
  for (let k = 1; k <= 100; k += 1) {
    const term = Math.exp(-2 * k * k * scaled * scaled);
    tail += k % 2 === 1 ? term : -term;
    if (term < 1e-17) break;
  }
  return Math.min(1, Math.max(0, 2 * tail));
}

/** P(D < d): element (k, k) of n!/nⁿ · Hⁿ, with k = ⌈nd⌉ and h = k − nd. */
function exactLaw(distance: number, n: number): number {
  const k = Math.floor(n * distance) + 1;
  const size = 2 * k - 1;
  const h = k - n * distance;
  const { matrix, exponent } = power(stepMatrix(size, h), n, size);
  let value = matrix[(k - 1) * size + k - 1] as number;
  let scale = exponent;
  for (let index = 1; index <= n; index += 1) {
    value = (value * index) / n;
    if (value < 1e-140) {
      value *= 1e140;
      scale -= 140;
    }
  }
  return value * 10 ** scale;
}

function stepMatrix(size: number, h: number): Float64Array {
  const matrix = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column <= Math.min(row + 1, size - 1); column += 1)
      matrix[row * size + column] = 1;
  for (let index = 0; index < size; index += 1) {
    matrix[index * size] = (matrix[index * size] as number) - h ** (index + 1);
    const last = (size - 1) * size + index;
    matrix[last] = (matrix[last] as number) - h ** (size - index);
  }
  const corner = (size - 1) * size;
  if (2 * h > 1) matrix[corner] = (matrix[corner] as number) + (2 * h - 1) ** size;
  for (let row = 0; row < size; row += 1)
    for (let column = 0; column <= Math.min(row + 1, size - 1); column += 1) {
      let element = matrix[row * size + column] as number;
      for (let divisor = 1; divisor <= row - column + 1; divisor += 1) element /= divisor;
      matrix[row * size + column] = element;
    }
  return matrix;
}

interface Power {
  readonly matrix: Float64Array;
  /** Powers of ten taken out. */
  readonly exponent: number;
}

function power(matrix: Float64Array, n: number, size: number): Power {
  if (n === 1) return { matrix, exponent: 0 };
  const half = power(matrix, n >> 1, size);
  const square = product(half.matrix, half.matrix, size);
  const whole = n % 2 === 0 ? square : product(matrix, square, size);
  const exponent = 2 * half.exponent;
  const middle = (size >> 1) * (size + 1);
  if ((whole[middle] as number) <= 1e140) return { matrix: whole, exponent };
  return { matrix: whole.map((value) => value * 1e-140), exponent: exponent + 140 };
}

function product(left: Float64Array, right: Float64Array, size: number): Float64Array {
  const result = new Float64Array(size * size);
  for (let row = 0; row < size; row += 1)
    for (let inner = 0; inner < size; inner += 1) {
      const factor = left[row * size + inner] as number;
      if (factor === 0) continue;
      for (let column = 0; column < size; column += 1) {
        const at = row * size + column;
        result[at] = (result[at] as number) + factor * (right[inner * size + column] as number);
      }
    }
  return result;
}
