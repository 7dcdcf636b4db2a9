/** Revocation lists of the pretended CA: what they refuse, and what refuses them. */
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, describe, expect, test } from "vitest";

import { issue, type Issued, pemOf, revoke } from "../../../../../simulate/src/ca/certificate.ts";
import { signSm2 } from "../../../../../simulate/src/ca/sm2.ts";
import { parseRevocationList, type SignedList } from "./certificate-revocation.ts";
import { checkCertificate, parseRoots } from "./certificate.ts";
import { watchRevocation } from "./revocation-files.ts";

const NOW = new Date("2026-06-01T00:00:00Z");
const dates = { from: new Date("2026-01-01T00:00:00Z"), to: new Date("2027-01-01T00:00:00Z") };
const week = { from: new Date("2026-05-28T00:00:00Z"), to: new Date("2026-06-04T00:00:00Z") };
const MESSAGE = "mingjing-certificate/1\nhttp://localhost\nsign-in\nabc";

const root = issue({ commonName: "Root", ...dates });
const roots = parseRoots(pemOf(root));
const good = issue({ commonName: "陈岚", ...dates, issuer: root });
const lost = issue({ commonName: "王磊", ...dates, issuer: root });

const directory = mkdtempSync(join(tmpdir(), "mingjing-crl-"));
afterAll(() => rmSync(directory, { recursive: true }));

const pem = (der: Buffer): string =>
  `-----BEGIN X509 CRL-----\n${der.toString("base64")}\n-----END X509 CRL-----\n`;

function listsOf(bytes: Buffer | string): readonly SignedList[] {
  const path = join(directory, "list.crl");
  writeFileSync(path, bytes);
  return watchRevocation([path], roots).lists();
}

function check({ key, der }: Issued, lists: readonly SignedList[] | undefined, now = NOW) {
  const signature = signSm2(key, Buffer.from(MESSAGE));
  return checkCertificate({ certificate: der, message: MESSAGE, signature }, { roots, now, lists });
}

describe("a revocation list", () => {
  const der = revoke({ issuer: root, revoked: [lost], ...week });

  test.each([
    ["DER", der],
    ["PEM", pem(der)],
  ])("in %s refuses the revoked certificate and lets the other in", (_form, bytes) => {
    const lists = listsOf(bytes);
    expect(check(lost, lists)).toEqual({ fault: "certificate.revoked" });
    expect(check(good, lists)).toMatchObject({ holder: { validTo: dates.to } });
  });

  test("of nobody lets everybody in; without lists nothing is asked", () => {
    const lists = listsOf(revoke({ issuer: root, revoked: [], ...week }));
    expect(check(lost, lists)).toHaveProperty("holder");
    expect(check(lost, undefined)).toHaveProperty("holder");
  });

  test("that has run out, or is not there, refuses everybody of this CA", () => {
    const late = new Date("2026-06-05T00:00:00Z");
    expect(check(good, listsOf(der), late)).toEqual({ fault: "certificate.revocation-unknown" });
    expect(check(lost, listsOf(der), late)).toEqual({ fault: "certificate.revoked" });
    expect(check(good, [])).toEqual({ fault: "certificate.revocation-unknown" });
  });

  test("of another CA with the same name, a changed one and a broken one are not taken", () => {
    const other = issue({ commonName: "Root", ...dates });
    expect(() => listsOf(revoke({ issuer: other, revoked: [], ...week }))).toThrow(
      /list\.crl: signed by none of the accepted CAs/,
    );
    const changed = Buffer.from(der);
    const at = der.indexOf(Buffer.from("20260604"));
    Buffer.from("20360604").copy(changed, at);
    expect(() => listsOf(changed)).toThrow(/signed by none/);
    expect(() => listsOf(der.subarray(0, -1))).toThrow(/not a whole revocation list/);
    expect(parseRevocationList(good.der)).toBeUndefined();
  });

  test("is read again when the file changes", () => {
    const path = join(directory, "watched.crl");
    writeFileSync(path, revoke({ issuer: root, revoked: [], ...week }));
    const watched = watchRevocation([path], roots);
    expect(check(lost, watched.lists())).toHaveProperty("holder");
    writeFileSync(path, der);
    utimesSync(path, NOW, new Date(NOW.getTime() + 1000));
    expect(check(lost, watched.lists())).toEqual({ fault: "certificate.revoked" });
  });
});
