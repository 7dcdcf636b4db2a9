import { expect, test } from "vitest";

import { fromHex, hexOf, utf8 } from "./bytes.ts";
import { makePrivateKey, openWith, publicKeyOf, sealTo } from "./hpke.ts";

const info = utf8("test");

test("RFC 9180 A.2.1: encapsulated key and ciphertext of sequence number 0", () => {
  const privateKey = fromHex("8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb");
  const publicKey = fromHex("4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a");
  const options = {
    info: fromHex("4f6465206f6e2061204772656369616e2055726e"),
    aad: fromHex("436f756e742d30"),
  };
  const box = sealTo(publicKey, utf8("Beauty is truth, truth beauty"), {
    ...options,
    ephemeral: fromHex("f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600"),
  });
  expect(hexOf(publicKeyOf(privateKey))).toBe(hexOf(publicKey));
  expect(hexOf(box)).toBe(
    "1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a" +
      "1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28",
  );
  expect(openWith(privateKey, box, options)).toEqual(utf8("Beauty is truth, truth beauty"));
});

test("a box opens with its key and for its purpose only", () => {
  const key = makePrivateKey();
  const box = sealTo(publicKeyOf(key), utf8("举报"), { info });
  expect(openWith(key, box, { info })).toEqual(utf8("举报"));
  expect(openWith(makePrivateKey(), box, { info })).toBeUndefined();
  expect(openWith(key, box, { info: utf8("other") })).toBeUndefined();
  expect(openWith(key, box.subarray(0, 40), { info })).toBeUndefined();
});

test("a key of low order is refused, in both directions", () => {
  const zero = new Uint8Array(32);
  expect(() => sealTo(zero, utf8("x"), { info })).toThrow();
  const box = new Uint8Array(64);
  expect(openWith(makePrivateKey(), box, { info })).toBeUndefined();
});

test("two boxes of the same text have nothing in common", () => {
  const publicKey = publicKeyOf(makePrivateKey());
  const box = () => hexOf(sealTo(publicKey, utf8("x"), { info }));
  expect(box().slice(0, 64)).not.toBe(box().slice(0, 64));
});
