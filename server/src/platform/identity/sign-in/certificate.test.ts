/** Certificates: an independent implementation (OpenSSL) on one side, every way of being wrong on the other. */

import { describe, expect, test } from "vitest";

import { issue, pemOf, type Wish } from "../../../../../simulate/src/ca/certificate.ts";
import { signSm2 } from "../../../../../simulate/src/ca/sm2.ts";
import { OPENSSL } from "../../../../test/openssl-sm2.ts";
import { checkCertificate, isSimulated, parseRoots } from "./certificate.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const FROM = new Date("2026-01-01T00:00:00Z");
const TO = new Date("2027-01-01T00:00:00Z");
const MESSAGE = "mingjing-certificate/1\nhttp://localhost\nsign-in\nabc";

const dates = { from: FROM, to: TO };
const root = issue({ commonName: "Root", ...dates });
const roots = parseRoots(pemOf(root));
const person = (change: Partial<Wish> = {}) =>
  issue({ commonName: "陈岚", ...dates, issuer: root, ...change });

interface Change {
  readonly wish?: Partial<Wish>;
  readonly signed?: string;
  readonly now?: Date;
  readonly spoil?: (der: Buffer) => Buffer;
}

function check({ wish = {}, signed = MESSAGE, now = NOW, spoil = (der) => der }: Change) {
  const { key, der } = person(wish);
  const signature = signSm2(key, Buffer.from(signed));
  return checkCertificate({ certificate: spoil(der), message: MESSAGE, signature }, { roots, now });
}

describe("the simulator's certificates", () => {
  test("a right one names holder, issuer and serial", () => {
    const outcome = check({});
    expect(outcome).toMatchObject({ holder: { validTo: TO } });
    expect("holder" in outcome && outcome.holder.subject).toContain("陈岚");
  });

  const otherRoot = issue({ commonName: "Root", ...dates });
  test.each<[string, Change, string]>([
    [
      "of a root of the same name with another key",
      { wish: { issuer: otherRoot } },
      "certificate.unknown-issuer",
    ],
    ["that signs itself", { wish: { issuer: undefined as never } }, "certificate.unknown-issuer"],
    ["after its last day", { now: new Date("2027-01-02T00:00:00Z") }, "certificate.expired"],
    [
      "before its first day",
      { now: new Date("2025-12-31T00:00:00Z") },
      "certificate.not-yet-valid",
    ],
    ["over another text", { signed: "another text" }, "certificate.bad-signature"],
    ["cut short", { spoil: (der) => der.subarray(0, -3) }, "certificate.unreadable"],
  ])("one %s is refused", (_, change, fault) => {
    expect(check(change)).toEqual({ fault });
  });

  test("one changed byte of the name breaks the issuer's signature", () => {
    const spoil = (der: Buffer) => {
      const at = der.indexOf(Buffer.from("陈岚"));
      const changed = Buffer.from(der);
      Buffer.from("张岚").copy(changed, at);
      return changed;
    };
    expect(check({ spoil })).toEqual({ fault: "certificate.unknown-issuer" });
  });

  test("the root itself does not sign in, and is known as simulated", () => {
    const signature = signSm2(root.key, Buffer.from(MESSAGE));
    const proof = { certificate: root.der, message: MESSAGE, signature };
    expect(checkCertificate(proof, { roots, now: NOW })).toEqual({
      fault: "certificate.not-for-signing",
    });
    expect(roots.map(isSimulated)).toEqual([true]);
  });
});

describe("OpenSSL as the other side", () => {
  const pem = (base64: string) =>
    `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
  const der = (base64: string) => Uint8Array.from(Buffer.from(base64, "base64"));
  const proof = {
    certificate: der(OPENSSL.person),
    message: MESSAGE,
    signature: der(OPENSSL.signature),
  };
  const rules = { roots: parseRoots(pem(OPENSSL.root)), now: new Date("2030-01-01T00:00:00Z") };

  test("its CA, certificate and signature are accepted", () => {
    expect(checkCertificate(proof, rules)).toMatchObject({ holder: { serial: "1234" } });
    expect(rules.roots.map(isSimulated)).toEqual([false]);
  });
  test("another text, another root, an RSA certificate are refused", () => {
    const fault = (change: object, more: object = {}) =>
      checkCertificate({ ...proof, ...change }, { ...rules, ...more });
    expect(fault({ message: `${MESSAGE}x` })).toEqual({ fault: "certificate.bad-signature" });
    expect(fault({}, { roots })).toEqual({ fault: "certificate.unknown-issuer" });
    expect(fault({ certificate: der(OPENSSL.rsa) })).toEqual({ fault: "certificate.not-sm2" });
    expect(() => parseRoots(pem(OPENSSL.rsa))).toThrow("not an SM2 certificate");
    expect(() => parseRoots("")).toThrow("no certificate");
  });
});
