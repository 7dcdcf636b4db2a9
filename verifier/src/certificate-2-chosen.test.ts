import { describe, expect, test } from "vitest";

import { buildCertificate2 } from "../test/build-certificate-2.ts";
import { certificateText } from "../test/build-certificate.ts";
import { blankRow, verifyCertificate } from "./index.ts";

const verdictOf = (certificate: object) => verifyCertificate(certificateText(certificate));

describe("chosen facts, other audiences and what was withdrawn", () => {
  const otherSubject = { facts: [{}, { subject: "lead:019a0000" }] };

  test("chosen facts may be of several subjects; where all is certified they may not", () => {
    const chosen = buildCertificate2({ ...otherSubject, scope: "chosen" });
    const report = verdictOf(chosen.certificate);
    expect(report.verdict).toBe("valid");
    expect(report.checks.find(({ id }) => id === "subject")?.code).toBe(
      "certificate.chosen-distinct",
    );
    expect(verdictOf(buildCertificate2(otherSubject).certificate)).toMatchObject({
      verdict: "refused",
      code: "certificate.subject-mismatch",
    });
  });

  test.each([
    "court:云澜市中级人民法院",
    "discipline:驻局纪检监察组",
    "court:Court of Appeal, 2nd",
  ])("%s is an audience", (audience) => {
    const report = verdictOf(buildCertificate2({ audience }).certificate);
    expect(report).toMatchObject({ verdict: "valid", certificate: { audience } });
  });

  test.each(["court:", "discipline", "police:分局", "court:a\nb", `court:${"院".repeat(400)}`])(
    "%j is none",
    (audience) => {
      expect(verdictOf(buildCertificate2({ audience }).certificate)).toMatchObject({
        verdict: "refused",
        code: "certificate.wrong-value",
        params: { path: "seal.fact.payload.audience" },
      });
    },
  );

  test("a row of a withdrawn fact stands behind those that are shown, and may be blanked", () => {
    const { certificate, text } = buildCertificate2({ gone: 1 });
    const rows = { shown: 3, gone: 1, sealed: 12, blank: 0 };
    expect(verdictOf(certificate)).toMatchObject({ verdict: "valid", rows });
    const blanked = blankRow(text, 3);
    if (!blanked.ok) throw new Error(blanked.code);
    expect(verifyCertificate(blanked.value)).toMatchObject({
      verdict: "valid",
      rows: { ...rows, gone: 0, blank: 1 },
    });
    const first = certificate.rows[0];
    certificate.rows[0] = { gone: first?.["digest"] };
    expect(verdictOf(certificate)).toMatchObject({
      verdict: "refused",
      checks: expect.arrayContaining([
        expect.objectContaining({ id: "rows", code: "certificate.row-order" }),
      ]),
    });
  });
});
