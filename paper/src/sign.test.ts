import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { findAttachedCertificate } from "../../verifier/src/index.ts";
import { sealedCertificate } from "../test/sealed-certificate.ts";
import { certificatePdf, newSigningKey, readSigningKey } from "./index.ts";

const folder = mkdtempSync(join(tmpdir(), "mingjing-sign-"));
afterAll(() => rmSync(folder, { recursive: true }));

const NOW = new Date("2026-10-12T01:02:00.000Z");
const NAME = "log.yunlan.example";

/** What the signature covers, and the signature (CMS, DER). */
function takeApart(pdf: Buffer): { covered: Buffer; signature: Buffer } {
  const range = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)\s*\]/u.exec(pdf.toString("latin1"));
  const [, , first = 0, second = 0, rest = 0] = (range ?? []).map(Number);
  expect(second + rest).toBe(pdf.length);
  const covered = Buffer.concat([pdf.subarray(0, first), pdf.subarray(second)]);
  const hex = pdf.subarray(first + 1, second - 1).toString("latin1");
  const padded = Buffer.from(hex, "hex");
  // DER says how long it is; zeros follow.
  return { covered, signature: padded.subarray(0, padded.readUInt16BE(2) + 4) };
}

function openssl({ covered, signature }: ReturnType<typeof takeApart>, pem: string): string {
  const write = (name: string, content: string | Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const [content, cms, ca] = [write("c", covered), write("s", signature), write("ca.pem", pem)];
  const options = ["-inform", "DER", "-in", cms, "-content", content, "-binary"];
  const trust = ["-CAfile", ca, "-purpose", "any", "-attime", String(NOW.getTime() / 1000 + 60)];
  return execFileSync("openssl", ["cms", "-verify", ...options, ...trust, "-out", "/dev/null"], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
  });
}

test("openssl verifies the signature; one changed byte breaks it; the attachment stays readable", async () => {
  const key = readSigningKey(newSigningKey(NAME, new Date("2026-10-01T00:00:00.000Z")));
  expect(key).toMatchObject({ name: NAME, serial: expect.stringMatching(/^3A/) as string });
  const { text } = sealedCertificate({ facts: 3 });
  const pdf = await certificatePdf(text, { key, now: NOW });
  const parts = takeApart(pdf);
  openssl(parts, key.pem);
  const changed = Buffer.from(parts.covered);
  changed[2000] = (changed[2000] ?? 0) ^ 1;
  expect(() => openssl({ ...parts, covered: changed }, key.pem)).toThrow(/[Vv]erification failure/);
  const attached = findAttachedCertificate(pdf);
  expect(attached.ok && Buffer.from(attached.value).toString("utf8")).toBe(text);
});

test("a certificate of format 1 cannot go on paper", async () => {
  await expect(certificatePdf(`{"format":"mingjing-certificate/1"}`, { now: NOW })).rejects.toThrow(
    "no paper",
  );
});
