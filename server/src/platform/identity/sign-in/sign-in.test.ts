/** Pure parts of sign-in: seals, codes, passwords, sites. */
import { generateSync } from "otplib";
import { describe, expect, test } from "vitest";

import { seal, unseal } from "../../seal.ts";
import { siteOf } from "./passkey.ts";
import { hashPassword, isPassword, requireGoodPassword } from "./password.ts";
import { hashOfRecoveryCode, makeRecoveryCodes } from "./recovery-codes.ts";
import { draftSecret, stepOfCode } from "./totp.ts";

describe("seal", () => {
  const key = "ab".repeat(32);
  test("opens with the same key for the same account, and with nothing else", () => {
    const sealed = seal("JBSWY3DPEHPK3PXP", { key, owner: "chen" });
    expect(sealed.includes(Buffer.from("JBSWY3DP"))).toBe(false);
    expect(unseal(sealed, { key, owner: "chen" })).toBe("JBSWY3DPEHPK3PXP");
    expect(() => unseal(sealed, { key, owner: "zhou" })).toThrow();
    expect(() => unseal(sealed, { key: "cd".repeat(32), owner: "chen" })).toThrow();
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(() => unseal(changed, { key, owner: "chen" }), `byte ${at}`).toThrow();
    }
  });
});

describe("authenticator app", () => {
  test("RFC 6238 appendix B, SHA-1: the code of 1111111109 s is 081804", () => {
    const secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    const now = new Date(1_111_111_109_000);
    expect(stepOfCode({ secret, code: "081804", now })).toBe(37_037_036);
    expect(stepOfCode({ secret, code: "081805", now })).toBeUndefined();
  });

  test("a step is named as it was made, whichever neighbour it is", () => {
    const { secret } = draftSecret("chen");
    const now = new Date(1_780_300_815_000);
    const step = Math.floor(now.getTime() / 30_000);
    for (const after of [-1, 0, 1]) {
      const code = generateSync({ secret, epoch: (step + after) * 30 });
      expect(stepOfCode({ secret, code, now })).toBe(step + after);
    }
  });
});

describe("recovery codes", () => {
  test("ten different ones of four groups; the spelling does not matter", () => {
    const codes = makeRecoveryCodes();
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) {
      expect(code).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){3}[0-9A-HJKMNP-TV-Z]{4}$/);
      const sloppy = code
        .toLowerCase()
        .replaceAll("-", " ")
        .replaceAll("0", "o")
        .replaceAll("1", "l");
      expect(hashOfRecoveryCode(sloppy)).toEqual(hashOfRecoveryCode(code));
    }
  });
});

describe("passwords", () => {
  test.each([
    "short words",
    "aaaaaaaaaaaaaaaa",
    "password12345",
    "chen-lan-chen-lan",
    "123456123456123456",
  ])("%s is refused", (password) =>
    expect(() => requireGoodPassword(password, "chen-lan")).toThrow("account.weak-password"),
  );
  test("unrelated words are taken, in any script", () => {
    requireGoodPassword("seven unrelated words", "chen-lan");
    requireGoodPassword("山高月小水落石出江流有声", "chen-lan");
  });
  test("argon2id; an account without a password matches nothing", async () => {
    const kept = await hashPassword("seven unrelated words");
    expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(await isPassword(kept, "seven unrelated words")).toBe(true);
    expect(await isPassword(kept, "seven unrelated wordz")).toBe(false);
    for (const none of [null, undefined]) expect(await isPassword(none, "any")).toBe(false);
  });
});

describe("site of passkeys", () => {
  test.each([
    ["https://jg.example.gov.cn", "evil.example", "https://jg.example.gov.cn"],
    [undefined, "localhost:8080", "http://localhost:8080"],
    [undefined, "evil.example", undefined],
    [undefined, "127.0.0.1:8080", undefined],
    [undefined, "[::1]:8080", undefined],
    ["https://192.0.2.7", "localhost", undefined],
    [undefined, undefined, undefined],
  ])("public address %s, asked at %s: %s", (publicUrl, host, origin) => {
    expect(siteOf(publicUrl, host)?.origin).toBe(origin);
  });
});
