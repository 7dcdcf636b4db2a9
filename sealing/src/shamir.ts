/**
 * Secret sharing over GF(256) (Shamir 1979), field polynomial x⁸+x⁴+x³+x+1, a polynomial for each byte. Fewer shares
 * than the threshold say nothing about the secret.
 */
import { type Bytes, randomBytes } from "./bytes.ts";

export interface ShareValue {
  /** 1…255. */
  readonly index: number;
  readonly value: Uint8Array;
}

/** Product in the field, without tables: nothing is looked up at a secret place. */
export function multiply(a: number, b: number): number {
  let product = 0;
  let factor = a;
  for (let bit = 0; bit < 8; bit += 1) {
    product ^= -((b >>> bit) & 1) & factor;
    factor = ((factor << 1) ^ (-((factor >>> 7) & 1) & 0x11b)) & 0xff;
  }
  return product & 0xff;
}

/** a^254 = 1/a. */
function inverse(a: number): number {
  let result = 1;
  for (let count = 0; count < 254; count += 1) result = multiply(result, a);
  return result;
}

export interface Split {
  readonly shares: number;
  readonly threshold: number;
  /** For tests; absent: random. */
  readonly random?: (length: number) => Uint8Array;
}

/** @throws RangeError unless 2 ≤ threshold ≤ shares ≤ 255 */
export function splitSecret(
  secret: Uint8Array,
  { shares, threshold, random = randomBytes }: Split,
): readonly ShareValue[] {
  if (threshold < 2 || shares < threshold || shares > 255)
    throw new RangeError("2 ≤ threshold ≤ shares ≤ 255");
  const higher = Array.from({ length: threshold - 1 }, () => random(secret.length));
  return Array.from({ length: shares }, (_, at) => ({
    index: at + 1,
    value: Uint8Array.from(
      secret,
      (byte, place) =>
        // Horner, from the highest coefficient down.
        higher.reduceRight((sum, part) => multiply(sum ^ (part[place] ?? 0), at + 1), 0) ^ byte,
    ),
  }));
}

/** The value at zero of the polynomial through the points. @throws RangeError for shares that cannot go together */
export function combineShares(shares: readonly ShareValue[]): Bytes {
  const length = shares[0]?.value.length ?? 0;
  const indices = new Set(shares.map(({ index }) => index));
  if (shares.length < 2 || indices.size !== shares.length || indices.has(0))
    throw new RangeError("two shares at least, all different");
  if (shares.some(({ value }) => value.length !== length))
    throw new RangeError("shares of different length");
  const weights = shares.map(({ index }) =>
    shares.reduce(
      (weight, other) =>
        other.index === index
          ? weight
          : multiply(weight, multiply(other.index, inverse(other.index ^ index))),
      1,
    ),
  );
  return Uint8Array.from({ length }, (_, place) =>
    shares.reduce((sum, { value }, at) => sum ^ multiply(value[place] ?? 0, weights[at] ?? 0), 0),
  );
}
