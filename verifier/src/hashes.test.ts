import { createHash } from "node:crypto";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fromHex, readVectors, toHex } from "../test/vectors.ts";
import { sha256 } from "./sha256.ts";
import { sha512 } from "./sha512.ts";
import { sm3 } from "./sm3.ts";

describe.each([
  ["sha256", sha256],
  ["sha512", sha512],
  ["sm3", sm3],
] as const)("%s", (name, hash) => {
  test.each(readVectors<{ data: string }, { digest: string }>(name))("vector: %s", (_, vector) => {
    expect(toHex(hash(fromHex(vector.input.data)))).toBe(vector.expected.digest);
  });

  test("agrees with OpenSSL at every length up to three blocks and for random data", () => {
    for (let length = 0; length <= 3 * 128; length++) {
      const data = new Uint8Array(length).fill(length);
      expect(toHex(hash(data))).toBe(createHash(name).update(data).digest("hex"));
    }
    const property = fc.property(fc.uint8Array({ maxLength: 2000 }), (data) => {
      expect(toHex(hash(data))).toBe(createHash(name).update(data).digest("hex"));
    });
    fc.assert(property, { numRuns: 50 });
  });

  test("gives no bytes for what is not bytes", () => {
    for (const value of [undefined, null, "abc", [1, 2], new Uint16Array(2), { length: 3 }]) {
      expect(hash(value as unknown as Uint8Array)).toHaveLength(0);
    }
  });
});
