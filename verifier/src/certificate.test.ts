import { readFileSync } from "node:fs";

import { describe, expect, test } from "vitest";

import {
  buildCertificate,
  certificateText,
  numberCertificate,
  testKey,
  vkeyOf,
} from "../test/build-certificate.ts";
import { type CertificateVector, certificateVectors } from "../test/certificate-vectors.ts";
import { readVectors } from "../test/vectors.ts";
import { certificateIdOf, verifyCertificate } from "./certificate.ts";
import { CHECKS } from "./codes.ts";

const genuine = buildCertificate();
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, "utf8"));

describe("certificate vectors", () => {
  const vectors = readVectors<CertificateVector["input"], CertificateVector["expected"]>(
    "certificate",
  );
  test.each(vectors)("vector: %s", (_, { input, expected }) => {
    const { trustedKeys, text } = input;
    const options = trustedKeys === undefined ? {} : { trustedKeys };
    expect(verifyCertificate(text, options)).toMatchObject(expected);
    expect(verifyCertificate(bytesOf(text), options)).toMatchObject(expected);
  });

  test("are those their generator makes", () => {
    const file = new URL("../vectors/certificate.json", import.meta.url);
    expect(JSON.parse(readFileSync(file, "utf8"))).toEqual(certificateVectors());
  });
});

describe("the report of a genuine certificate", () => {
  test("lists every check in the order for a reader, and every fact", () => {
    const report = verifyCertificate(genuine.text, { trustedKeys: [genuine.vkey] });
    expect(report.checks.map(({ id }) => id)).toEqual(
      CHECKS.filter((id) => !["rows", "order", "cosignatures", "anchors"].includes(id)),
    );
    expect(report.checks.every(({ ok }) => ok)).toBe(true);
    expect(report.facts.map(({ leafIndex, code }) => [leafIndex, code])).toEqual([
      [2, "fact.valid"],
      [5, "fact.valid"],
      [8, "fact.valid"],
    ]);
    expect(report.params).toEqual({ count: 3, size: 9 });
    expect(report.certificate).toMatchObject({
      title: "滨河路综合改造工程施工",
      audience: "public",
    });
    const keyId = genuine.vkey.split("+")[1];
    expect(report.log).toMatchObject({ origin: "log.mingjing.example/2026", size: 9, keyId });
  });

  test("says that the key was not compared unless the reader named it", () => {
    const without = verifyCertificate(genuine.text);
    expect(without).toMatchObject({ verdict: "valid", keyTrusted: false });
    expect(without.doesNotProve).toContain("key-compared");
    expect(without.proves).not.toContain("log-key");
    const withKey = verifyCertificate(genuine.text, { trustedKeys: [genuine.vkey] });
    expect(withKey).toMatchObject({ verdict: "valid", keyTrusted: true });
    expect(withKey.doesNotProve).not.toContain("key-compared");
    expect(withKey.proves).toContain("log-key");
  });

  test("always says what is not proven", () => {
    const { doesNotProve } = verifyCertificate(genuine.text, { trustedKeys: [genuine.vkey] });
    expect(doesNotProve).toEqual([
      "facts-true",
      "recorded-time",
      "header",
      "complete",
      "latest",
      "single-history",
    ]);
  });

  test("is the same for text, bytes and object, whatever the order of keys", () => {
    const report = verifyCertificate(genuine.text);
    const reversed = Object.fromEntries(Object.entries(genuine.certificate).toReversed());
    expect(verifyCertificate(genuine.certificate)).toEqual(report);
    expect(verifyCertificate(reversed)).toEqual(report);
    expect(verifyCertificate(certificateText(reversed))).toEqual(report);
  });

  test("a refused certificate proves nothing, and a fact of an unverified log is not good", () => {
    const forged = { ...genuine.certificate };
    forged.checkpoint = forged.checkpoint.replace("\n9\n", "\n10\n");
    const report = verifyCertificate(certificateText(numberCertificate(forged)));
    expect(report).toMatchObject({ verdict: "refused", proves: [], doesNotProve: [] });
    expect(report.facts.every(({ ok }) => !ok)).toBe(true);
  });

  test("no trusted key at all means that none is trusted", () => {
    const report = verifyCertificate(genuine.text, { trustedKeys: [] });
    expect(report.code).toBe("certificate.key-not-trusted");
  });

  test("a key with the same name and other bytes is not the trusted key", () => {
    const { vkey } = vkeyOf("log.mingjing.example/2026", testKey("forger"));
    const forged = buildCertificate({ keyName: "forger" });
    expect(forged.vkey).toBe(vkey);
    expect(verifyCertificate(forged.text).verdict).toBe("valid");
    const report = verifyCertificate(forged.text, { trustedKeys: [genuine.vkey] });
    expect(report.code).toBe("certificate.key-not-trusted");
  });

  test("the number is computed from everything but itself", () => {
    const { certificateId, ...rest } = genuine.certificate;
    expect(certificateIdOf(rest)).toMatchObject({ ok: true, value: certificateId });
    expect(certificateIdOf(genuine.certificate)).toMatchObject({ value: certificateId });
  });

  test("whatever a source wrote into its own ids and payload verifies", () => {
    const corrects = "019A0000-0000-7000-8000-00000000000F";
    const payload = { toJSON: "x", constructor: null, "\u0000": [-1.5e-9, "\u007f😀", {}] };
    const fact = { source: "交易中心\n2", sourceId: `"\\\t${"x".repeat(500)}`, corrects, payload };
    expect(verifyCertificate(buildCertificate({ facts: [fact] }).text).code).toBe(
      "certificate.valid",
    );
  });

  test("corrections are part of a fact", () => {
    const corrects = "019a0000-0000-7000-8000-000000000000";
    const { text } = buildCertificate({ facts: [{}, { corrects }] });
    expect(verifyCertificate(text).verdict).toBe("valid");
    const dropped = JSON.parse(text) as typeof genuine.certificate;
    delete dropped.facts[1]!.fact["corrects"];
    const renumbered = certificateText(numberCertificate(dropped));
    expect(verifyCertificate(renumbered).code).toBe("fact.not-in-log");
  });
});

describe("a genuine certificate with one byte changed", () => {
  const bytes = bytesOf(buildCertificate({ facts: [{}, {}] }).text);
  const isSpace = (byte: number) => [0x20, 0x09, 0x0a, 0x0d].includes(byte);

  const MASKS = [0x01, 0x20, 0x80];

  /** Valid verdicts over every byte, each changed in one bit; white space that stays white space is left out. */
  function validWhenChanged(): string[] {
    const verdicts: string[] = [];
    for (const [place, byte] of bytes.entries()) {
      const mask = MASKS[place % MASKS.length] ?? 1;
      const changed = bytes.slice();
      changed[place] = byte ^ mask;
      if (isSpace(byte) && isSpace(byte ^ mask)) continue;
      const { verdict, code } = verifyCertificate(changed);
      if (verdict === "valid") verdicts.push(`byte ${place} ^ ${mask}: ${code}`);
    }
    return verdicts;
  }

  test("is never valid, whichever byte", () => {
    expect(bytes.length).toBeGreaterThan(2000);
    expect(validWhenChanged()).toEqual([]);
  }, 60_000);

  test("is never valid with a byte left out", () => {
    const valid: number[] = [];
    for (const [place, byte] of bytes.entries()) {
      if (isSpace(byte)) continue;
      const shorter = new Uint8Array([...bytes.subarray(0, place), ...bytes.subarray(place + 1)]);
      if (verifyCertificate(shorter).verdict === "valid") valid.push(place);
    }
    expect(valid).toEqual([]);
  }, 60_000);
});
