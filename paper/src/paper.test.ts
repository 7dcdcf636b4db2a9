/** From the rendered pixels of a page back to the certificate: what a reader's telephone does. */
import { createHash } from "node:crypto";

import { describe, expect, test } from "vitest";

import {
  findAttachedCertificate,
  readCodes,
  readPaper,
  verifyCertificate,
} from "../../verifier/src/index.ts";
import { photoOf, pixelsOf, renderPages, SHOTS } from "../test/photo.ts";
import { sealedCertificate } from "../test/sealed-certificate.ts";
import { drawCertificate } from "./draw.ts";
import { paperForm } from "./form.ts";

const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** Text of the paper, or why there is none. */
function textOf(codes: readonly Uint8Array[]): string {
  const read = readPaper(codes);
  return read.ok ? read.value : read.code;
}

describe("a certificate of one page", async () => {
  const { certificate, text, vkey } = sealedCertificate({ facts: 4, cosigners: 3 });
  const pdf = await drawCertificate({ certificate, text });
  const form = JSON.stringify(paperForm(certificate));

  test("the same certificate makes the same bytes; the file is attached as issued", async () => {
    expect(sha256(await drawCertificate({ certificate, text }))).toBe(sha256(pdf));
    const attached = findAttachedCertificate(pdf);
    expect(attached.ok && Buffer.from(attached.value).toString("utf8")).toBe(text);
  });

  test("file and paper both verify; a changed digest on paper is found", () => {
    const options = { trustedKeys: [vkey] };
    expect(verifyCertificate(text, options)).toMatchObject({ verdict: "valid", keyTrusted: true });
    expect(verifyCertificate(form, options)).toMatchObject({ verdict: "valid", keyTrusted: true });
    const digest = (certificate.rows[0] as { digest: string }).digest;
    const changed = form.replace(digest, `0${digest.slice(1)}`);
    expect(verifyCertificate(changed, options)).toMatchObject({
      verdict: "refused",
      code: "certificate.rows-root-mismatch",
    });
  });

  test.for([150, 300])("both codes are read from the page rendered at %i dpi", (dpi) => {
    const [page, ...more] = renderPages(pdf, dpi);
    expect(more).toEqual([]);
    const codes = readCodes(pixelsOf(page!));
    expect(textOf(codes)).toBe(form);
  });

  const [page] = renderPages(pdf, 300);
  test.for(SHOTS)("both codes are read from a photo: $name", (shot) => {
    const photo = photoOf(page!, shot);
    const since = performance.now();
    const codes = readCodes(photo);
    expect(textOf(codes)).toBe(form);
    expect(performance.now() - since).toBeLessThan(3000);
  });
});

test("a certificate of many facts goes over pages; its codes stand on one", async () => {
  const { certificate, text } = sealedCertificate({ facts: 30, sealed: 3 });
  const pages = renderPages(await drawCertificate({ certificate, text }), 150);
  expect(pages.length).toBe(2);
  const found = pages.map((page) => readCodes(pixelsOf(page)));
  expect(found.map((codes) => codes.length)).toEqual([0, 2]);
  expect(textOf(found[1]!)).toBe(JSON.stringify(paperForm(certificate)));
});
