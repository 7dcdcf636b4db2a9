import { createCipheriv } from "node:crypto";

import fc from "fast-check";
import { expect, test } from "vitest";

import { fromHex, hexOf, utf8 } from "./bytes.ts";
import { open, seal } from "./chacha.ts";

test("RFC 8439 §2.8.2: ciphertext and tag of the example", () => {
  const key = fromHex("808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f");
  const nonce = fromHex("070000004041424344454647");
  const aad = fromHex("50515253c0c1c2c3c4c5c6c7");
  const plain = utf8(
    "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
  );
  const box = seal({ key, nonce }, plain, aad);
  expect(hexOf(box)).toBe(
    "d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6" +
      "3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36" +
      "92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc" +
      "3ff4def08e4b7a9de576d26586cec64b6116" +
      "1ae10b594f09e26a7e902ecbd0600691",
  );
  expect(open({ key, nonce }, box, aad)).toEqual(plain);
});

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });

test("the same bytes as OpenSSL makes, for every length", () => {
  fc.assert(
    fc.property(
      fc.record({
        key: bytes(32),
        nonce: bytes(12),
        plain: fc.uint8Array({ maxLength: 300 }),
        aad: fc.uint8Array({ maxLength: 40 }),
      }),
      ({ key, nonce, plain, aad }) => {
        const cipher = createCipheriv("chacha20-poly1305", key, nonce, { authTagLength: 16 });
        cipher.setAAD(aad, { plaintextLength: plain.length });
        const other = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
        expect(hexOf(seal({ key, nonce }, plain, aad))).toBe(other.toString("hex"));
      },
    ),
  );
});

test("a changed bit anywhere opens nothing", () => {
  fc.assert(
    fc.property(bytes(32), fc.uint8Array({ maxLength: 80 }), fc.nat(), (key, plain, place) => {
      const lock = { key, nonce: new Uint8Array(12) };
      const box = seal(lock, plain);
      const at = place % (box.length * 8);
      box[at >> 3] = (box[at >> 3] ?? 0) ^ (1 << (at & 7));
      expect(open(lock, box)).toBeUndefined();
    }),
  );
});
