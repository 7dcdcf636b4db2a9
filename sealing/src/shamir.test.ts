import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fromHex, hexOf } from "./bytes.ts";
import { combineShares, multiply, splitSecret } from "./shamir.ts";

const secrets = fc.uint8Array({ minLength: 1, maxLength: 64 });

describe("field", () => {
  test("FIPS 197 §4.2: {57}·{83} = {c1}, {57}·{13} = {fe}", () => {
    expect(multiply(0x57, 0x83)).toBe(0xc1);
    expect(multiply(0x57, 0x13)).toBe(0xfe);
  });
  test("every element but zero has exactly one inverse", () => {
    for (let a = 1; a < 256; a += 1) {
      const inverses = Array.from({ length: 256 }, (_, b) => b).filter((b) => multiply(a, b) === 1);
      expect(inverses).toHaveLength(1);
    }
  });
});

describe("shares", () => {
  test("a line through the secret: f(x) = s + a·x, computed by hand", () => {
    const random = () => fromHex("0183");
    const shares = splitSecret(fromHex("0057"), { shares: 3, threshold: 2, random });
    // 0 + 1·x = x; 57 + 83·x with x = 1, 2, 3.
    expect(shares.map(({ value }) => hexOf(value))).toEqual(["01d4", "024a", "03c9"]);
  });

  test("any two of three give the secret", () => {
    fc.assert(
      fc.property(secrets, (secret) => {
        const shares = splitSecret(secret, { shares: 3, threshold: 2 });
        for (const [a, b] of [
          [0, 1],
          [0, 2],
          [2, 1],
        ] as const)
          expect(combineShares([shares[a]!, shares[b]!])).toEqual(Uint8Array.from(secret));
        expect(combineShares(shares)).toEqual(Uint8Array.from(secret));
      }),
    );
  });

  test("one share goes with every secret there could be", () => {
    const share = { index: 1, value: Uint8Array.of(77) };
    const secretsFound = new Set(
      Array.from(
        { length: 256 },
        (_, other) => combineShares([share, { index: 2, value: Uint8Array.of(other) }])[0],
      ),
    );
    expect(secretsFound.size).toBe(256);
  });

  test("three of five", () => {
    fc.assert(
      fc.property(
        secrets,
        fc.shuffledSubarray([0, 1, 2, 3, 4], { minLength: 3 }),
        (secret, some) => {
          const shares = splitSecret(secret, { shares: 5, threshold: 3 });
          expect(combineShares(some.map((at) => shares[at]!))).toEqual(Uint8Array.from(secret));
        },
      ),
    );
  });

  test.each([
    [1, 3],
    [4, 3],
    [2, 256],
  ])("threshold %i of %i is refused", (threshold, shares) => {
    expect(() => splitSecret(Uint8Array.of(1), { shares, threshold })).toThrow(RangeError);
  });

  test("one share, the same share twice and shares of other lengths are refused", () => {
    const [a, b] = splitSecret(Uint8Array.of(1, 2), { shares: 2, threshold: 2 });
    expect(() => combineShares([a!])).toThrow(RangeError);
    expect(() => combineShares([a!, a!])).toThrow(RangeError);
    expect(() => combineShares([a!, { index: 2, value: b!.value.subarray(1) }])).toThrow(
      RangeError,
    );
  });
});
