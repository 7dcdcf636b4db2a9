import { generateKeyPairSync, sign } from "node:crypto";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fromHex, readVectors } from "../test/vectors.ts";
import { verifyEd25519 } from "./ed25519.ts";
import { verifySm2 } from "./sm2.ts";

interface Signed {
  readonly publicKey: string;
  readonly message: string;
  readonly signature: string;
  readonly id?: string;
}

const read = ({ publicKey, message, signature, id }: Signed) => ({
  publicKey: fromHex(publicKey),
  message: fromHex(message),
  signature: fromHex(signature),
  ...(id === undefined ? {} : { id }),
});

describe("Ed25519", () => {
  test.each(readVectors<Signed, { ok: boolean; code: string }>("ed25519"))("vector: %s", (_, v) => {
    expect(verifyEd25519(read(v.input))).toMatchObject(v.expected);
  });

  test("accepts what OpenSSL signs, and refuses it after any one bit is turned", () => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const key = new Uint8Array(publicKey.export({ format: "der", type: "spki" }).subarray(-32));
    const property = fc.property(
      fc.uint8Array({ maxLength: 300 }),
      fc.nat({ max: 8 * 64 - 1 }),
      (message, bit) => {
        const signature = new Uint8Array(sign(null, message, privateKey));
        expect(verifyEd25519({ publicKey: key, message, signature }).code).toBe("ed25519.valid");
        const turned = signature.slice();
        turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(verifyEd25519({ publicKey: key, message, signature: turned }).ok).toBe(false);
      },
    );
    fc.assert(property, { numRuns: 25 });
  });

  test("refuses what is not bytes", () => {
    const { input } = readVectors<Signed, unknown>("ed25519")[0]![1];
    const message = "abc" as unknown as Uint8Array;
    expect(verifyEd25519({ ...read(input), message }).code).toBe("bytes.not-bytes");
  });
});

describe("SM2", () => {
  test.each(readVectors<Signed, { ok: boolean; code: string }>("sm2"))("vector: %s", (_, v) => {
    expect(verifySm2(read(v.input))).toMatchObject(v.expected);
  });

  test("refuses the signature after any one bit of the message or of r and s is turned", () => {
    const found = readVectors<Signed, unknown>("sm2").find(([title]) => title.includes("r ‖ s"));
    const signed = read(found![1].input);
    const property = fc.property(
      fc.constantFrom("message" as const, "signature" as const),
      fc.nat({ max: 1000 }),
      (field, place) => {
        const turned = signed[field].slice();
        const bit = place % (8 * turned.length);
        turned[bit >> 3] = (turned[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        expect(verifySm2({ ...signed, [field]: turned }).ok).toBe(false);
      },
    );
    fc.assert(property, { numRuns: 25 });
  });

  test("refuses an id that cannot be written", () => {
    const { input } = readVectors<Signed, unknown>("sm2")[0]![1];
    expect(verifySm2({ ...read(input), id: "\ud800" }).code).toBe("sm2.bad-id");
    expect(verifySm2({ ...read(input), id: "x".repeat(8192) }).code).toBe("sm2.bad-id");
  });
});
