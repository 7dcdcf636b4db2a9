import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";

import { describe, expect, test } from "vitest";

import { isFresh, isSigned, signedText } from "./signature.ts";

const REQUEST = {
  method: "POST",
  path: "/api/intake/voices",
  bodyHash: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  date: "2026-06-01T08:00:00.000Z",
};

const pair = () => {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const bytes = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  return { privateKey, publicKey: bytes.toString("base64") };
};

describe("signatures of sources", () => {
  const { privateKey, publicKey } = pair();
  const signature = sign(null, Buffer.from(signedText(REQUEST)), privateKey).toString("base64");

  test("hold for what was signed, and for nothing else", () => {
    expect(isSigned(REQUEST, publicKey, signature)).toBe(true);
    for (const change of [
      { method: "PUT" },
      { path: "/api/intake/voices?source=other" },
      { bodyHash: REQUEST.bodyHash.replace("e", "f") },
      { date: "2026-06-01T08:00:00.001Z" },
    ])
      expect(isSigned({ ...REQUEST, ...change }, publicKey, signature)).toBe(false);
    expect(isSigned(REQUEST, pair().publicKey, signature)).toBe(false);
    expect(isSigned(REQUEST, publicKey, "AAAA")).toBe(false);
  });

  test("RFC 8032, 7.1, test 1: the key is read as the standard writes it", () => {
    const seed = Buffer.from(
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
      "hex",
    );
    const key = createPrivateKey({
      key: Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]),
      format: "der",
      type: "pkcs8",
    });
    const published = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";
    const own = sign(null, Buffer.from(signedText(REQUEST)), key).toString("base64");
    expect(isSigned(REQUEST, published, own)).toBe(true);
  });

  test("five minutes before and after, no more, and no other way of writing a time", () => {
    const at = (offset: number) => new Date(Date.parse(REQUEST.date) + offset);
    expect(isFresh(REQUEST.date, at(300_000))).toBe(true);
    expect(isFresh(REQUEST.date, at(-300_000))).toBe(true);
    expect(isFresh(REQUEST.date, at(300_001))).toBe(false);
    expect(isFresh(REQUEST.date, at(-300_001))).toBe(false);
    expect(isFresh("Mon, 01 Jun 2026 08:00:00 GMT", at(0))).toBe(false);
    expect(isFresh("", at(0))).toBe(false);
  });
});
