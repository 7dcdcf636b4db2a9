import { describe, expect, test } from "vitest";

import { countOf, createNonces, digestOf, isRightProof } from "./digest.ts";

/** RFC 2617 §3.5. */
const EXAMPLE = {
  username: "Mufasa",
  realm: "testrealm@host.com",
  password: "Circle Of Life",
  method: "GET",
  uri: "/dir/index.html",
  nonce: "dcd98b7102dd2f0e8b11d0f600bfb0c093",
};

describe("a proof", () => {
  test("RFC 2617 §3.5: the example of the standard", () => {
    const counted = { nc: "00000001", cnonce: "0a4f113b" };
    expect(digestOf({ ...EXAMPLE, counted })).toBe("6629fae49393a05397450978507c4ef1");
  });

  test("RFC 2069 §2.4 with its erratum: without a counter", () => {
    expect(digestOf({ ...EXAMPLE, password: "CircleOfLife" })).toBe(
      "1949323746fe6a43ef61f9606e7febea",
    );
  });

  const device = {
    deviceId: "Mufasa",
    realm: EXAMPLE.realm,
    method: "GET",
    password: EXAMPLE.password,
  };
  const given = {
    username: "Mufasa",
    realm: EXAMPLE.realm,
    nonce: EXAMPLE.nonce,
    uri: EXAMPLE.uri,
    qop: "auth",
    nc: "00000001",
    cnonce: "0a4f113b",
    response: "6629FAE49393A05397450978507C4EF1",
  };
  const judge = (changed: Record<string, string>) =>
    isRightProof(new Map(Object.entries({ ...given, ...changed })), device);

  test("is right once all its parts are", () => {
    expect(judge({})).toBe(true);
    expect(countOf(new Map(Object.entries(given)))).toBe(1);
  });

  test.each([
    { username: "Scar" },
    { realm: "other" },
    { uri: "/" },
    { nonce: "0" },
    { nc: "00000002" },
    { nc: "1" },
    { cnonce: "1" },
    { qop: "auth-int" },
    { algorithm: "SHA-256" },
    { response: "" },
    { response: "6629fae49393a05397450978507c4ef2" },
  ])("is wrong with %j", (changed) => {
    expect(judge(changed)).toBe(false);
  });
});

describe("nonces", () => {
  let turn = 0;
  const nonces = createNonces({
    secret: Buffer.alloc(32, 7),
    seconds: 60,
    random: () => String((turn += 1)),
  });
  const at = Date.UTC(2026, 10, 29);
  const use = (nonce: string, count?: number, { now = at, deviceId = "1" } = {}) =>
    nonces.use(nonce, { deviceId, now, count });

  test("one without a counter is good once", () => {
    const nonce = nonces.issue("1", at);
    expect([use(nonce), use(nonce)]).toEqual([true, false]);
  });

  test("one with a counter is good for each higher count", () => {
    const nonce = nonces.issue("1", at);
    expect([1, 2, 2, 1, 5].map((count) => use(nonce, count))).toEqual([
      true,
      true,
      false,
      false,
      true,
    ]);
  });

  test("it ends with its last second", () => {
    const [first, second] = [nonces.issue("1", at), nonces.issue("1", at)];
    expect(use(first, 1, { now: at + 59_999 })).toBe(true);
    expect(use(second, 1, { now: at + 60_000 })).toBe(false);
  });

  test("one of another device, an altered and an invented one are not ours", () => {
    const nonce = nonces.issue("1", at);
    expect(use(nonce, 1, { deviceId: "2" })).toBe(false);
    expect(use(nonce.replace(/^./, "f"), 1)).toBe(false);
    expect(use("0", 1)).toBe(false);
  });
});
