/** Tails of Student's t and the normal law, and corrections for many tests. */

const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];

/** log Γ(x) for x > 0 (Lanczos, g = 7). */
function logGamma(x: number): number {
  if (x < 0.5) return Math.log(Math.PI / Math.sin(Math.PI * x)) - logGamma(1 - x);
  let sum = 0.999_999_999_999_809_93;
  LANCZOS.forEach((coefficient, index) => {
    sum += coefficient / (x + index);
  });
  const t = x + 6.5;
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(t) - t + Math.log(sum);
}

/** Regularised incomplete beta function by Lentz's continued fraction. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log(1 - x),
  );
  const tiny = 1e-300;
  const kept = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let c = 1;
  let d = 1 / kept(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m <= 300; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / kept(1 + even * d);
    c = kept(1 + even / c);
    fraction *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / kept(1 + odd * d);
    c = kept(1 + odd / c);
    fraction *= d * c;
    if (Math.abs(d * c - 1) < 1e-14) break;
  }
  return (front * fraction) / a;
}

/** P(|T| ≥ |t|) of Student's t with so many degrees of freedom. */
export function studentTail(t: number, degrees: number): number {
  if (!Number.isFinite(t)) return 0;
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5);
}

/** P(Z ≤ z) of the normal law, error below 1.5e-7 (Abramowitz and Stegun 7.1.26). */
export function normalLaw(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  const t = 1 / (1 + 0.3275911 * x);
  const series =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  const upper = (series * Math.exp(-x * x)) / 2;
  return z > 0 ? 1 - upper : upper;
}

/** Holm's adjusted p-values, in the order given. */
export function holm(tails: readonly number[]): number[] {
  const order = ascendingPlaces(tails);
  const adjusted = tails.slice();
  let largest = 0;
  order.forEach((place, rank) => {
    largest = Math.max(largest, Math.min(1, (tails.length - rank) * (tails[place] as number)));
    adjusted[place] = largest;
  });
  return adjusted;
}

/** Benjamini and Hochberg's adjusted p-values (1995), in the order given. */
export function benjaminiHochberg(tails: readonly number[]): number[] {
  const order = ascendingPlaces(tails);
  const adjusted = tails.slice();
  let smallest = 1;
  for (let rank = order.length - 1; rank >= 0; rank -= 1) {
    const place = order[rank] as number;
    smallest = Math.min(smallest, ((tails[place] as number) * tails.length) / (rank + 1));
    adjusted[place] = smallest;
  }
  return adjusted;
}

const ascendingPlaces = (values: readonly number[]): number[] =>
  [...values.keys()].toSorted(
    (left, right) => (values[left] as number) - (values[right] as number),
  );

/** Events up to which their number is counted exactly. */
const EXACT_EVENTS = 2_000;

/** P(X ≥ hits) where X counts independent events of these probabilities; of very many by the normal law. */
export function countTail(probabilities: readonly number[], hits: number): number {
  if (probabilities.length > EXACT_EVENTS) return manyTail(probabilities, hits);
  const law = new Float64Array(probabilities.length + 1);
  law[0] = 1;
  probabilities.forEach((probability, seen) => {
    for (let count = seen + 1; count >= 0; count -= 1) {
      const before = count === 0 ? 0 : (law[count - 1] as number) * probability;
      law[count] = (law[count] as number) * (1 - probability) + before;
    }
  });
  let tail = 0;
  for (let count = law.length - 1; count >= hits; count -= 1) tail += law[count] as number;
  return Math.min(1, tail);
}

function manyTail(probabilities: readonly number[], hits: number): number {
  let [mean, variance] = [0, 0];
  for (const probability of probabilities) {
    mean += probability;
    variance += probability * (1 - probability);
  }
  if (variance === 0) return hits <= mean ? 1 : 0;
  return normalLaw((mean - hits + 0.5) / Math.sqrt(variance));
}
