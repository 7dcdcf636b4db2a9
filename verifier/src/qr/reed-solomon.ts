/** Reed–Solomon over GF(256) with x⁸ + x⁴ + x³ + x² + 1, as QR codes use it (ISO/IEC 18004, §7.5). */

const EXP = new Uint8Array(512);
const LOG = new Uint8Array(256);
let power = 1;
for (let exponent = 0; exponent < 255; exponent++) {
  EXP[exponent] = power;
  EXP[exponent + 255] = power;
  LOG[power] = exponent;
  power <<= 1;
  if (power & 256) power ^= 0x11d;
}

const times = (a: number, b: number): number =>
  a === 0 || b === 0 ? 0 : (EXP[(LOG[a] ?? 0) + (LOG[b] ?? 0)] ?? 0);
const inverse = (a: number): number => EXP[255 - (LOG[a] ?? 0)] ?? 0;
const alpha = (exponent: number): number => EXP[((exponent % 255) + 255) % 255] ?? 0;

/** Value of a polynomial, lowest coefficient first. */
function valueAt(polynomial: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of polynomial.toReversed()) value = times(value, x) ^ coefficient;
  return value;
}

function syndromesOf(block: Uint8Array, checks: number): number[] {
  const highestFirst = Array.from(block).toReversed();
  return Array.from({ length: checks }, (_, exponent) => valueAt(highestFirst, alpha(exponent)));
}

/** Berlekamp–Massey: the polynomial whose roots tell where the errors are. */
function locatorOf(syndromes: readonly number[]): number[] {
  let locator = [1];
  let previous = [1];
  let [length, shift, base] = [0, 1, 1];
  for (const [step, syndrome] of syndromes.entries()) {
    let discrepancy = syndrome;
    for (let place = 1; place <= length; place++)
      discrepancy ^= times(locator[place] ?? 0, syndromes[step - place] ?? 0);
    if (discrepancy === 0) {
      shift++;
      continue;
    }
    const scale = times(discrepancy, inverse(base));
    const grown = locator.slice();
    for (const [place, coefficient] of previous.entries())
      grown[place + shift] = (grown[place + shift] ?? 0) ^ times(scale, coefficient);
    if (2 * length <= step) {
      [previous, base, length, shift] = [locator, discrepancy, step + 1 - length, 1];
    } else {
      shift++;
    }
    locator = Array.from(grown, (coefficient) => coefficient ?? 0);
  }
  return locator.slice(0, length + 1);
}

/** How large each error is (Forney). */
function repair(
  block: Uint8Array,
  found: { syndromes: readonly number[]; locator: readonly number[]; places: readonly number[] },
): void {
  const { syndromes, locator, places } = found;
  const evaluator = syndromes.map((_, degree) => {
    let sum = 0;
    for (let place = 0; place <= degree; place++)
      sum ^= times(locator[place] ?? 0, syndromes[degree - place] ?? 0);
    return sum;
  });
  const derivative = locator
    .slice(1)
    .map((coefficient, degree) => (degree % 2 === 0 ? coefficient : 0));
  for (const exponent of places) {
    const root = alpha(-exponent);
    const size = times(
      times(valueAt(evaluator, root), inverse(valueAt(derivative, root))),
      alpha(exponent),
    );
    const at = block.length - 1 - exponent;
    block[at] = (block[at] ?? 0) ^ size;
  }
}

/** Corrects a block in place; false if more is wrong than the check bytes can tell. */
export function correct(block: Uint8Array, checks: number): boolean {
  const syndromes = syndromesOf(block, checks);
  if (syndromes.every((syndrome) => syndrome === 0)) return true;
  const locator = locatorOf(syndromes);
  const errors = locator.length - 1;
  if (errors * 2 > checks) return false;
  const places: number[] = [];
  for (let exponent = 0; exponent < block.length; exponent++)
    if (valueAt(locator, alpha(-exponent)) === 0) places.push(exponent);
  if (places.length !== errors) return false;
  repair(block, { syndromes, locator, places });
  return syndromesOf(block, checks).every((syndrome) => syndrome === 0);
}
