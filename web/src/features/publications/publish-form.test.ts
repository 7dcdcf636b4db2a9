import { describe, expect, test } from "vitest";

import { bodyOf, EMPTY_FORM, linesOf, NEEDED, type PublishForm } from "./publish-form.ts";

const FULL: PublishForm = {
  ...EMPTY_FORM,
  kind: "penalty",
  documentNo: " 云建罚〔2026〕7号 ",
  decidedOn: "2026-05-28",
  title: "处罚决定",
  text: "处罚款二万元。",
  legalBasis: "行政处罚法第48条",
};

describe("what is sent", () => {
  test.each(NEEDED)("nothing while %s is empty", (name) => {
    expect(bodyOf({ ...FULL, [name]: "  " })).toBeUndefined();
  });

  test("nothing without a kind", () => {
    expect(bodyOf({ ...FULL, kind: undefined })).toBeUndefined();
  });

  test("empty fields are left out, words are trimmed", () => {
    expect(bodyOf(FULL)).toEqual({
      kind: "penalty",
      documentNo: "云建罚〔2026〕7号",
      decidedOn: "2026-05-28",
      title: "处罚决定",
      text: "处罚款二万元。",
      legalBasis: "行政处罚法第48条",
      articles: [],
    });
  });

  test("an organisation with its code, articles a line each, a last day", () => {
    const body = bodyOf({
      ...FULL,
      subjectName: "安澜建设工程有限公司",
      subjectUscc: "91340100MA2N5XQ84K",
      articles: "招标投标法第54条\n\n 行政处罚法第48条 ",
      expiresOn: "2027-05-28",
      regime: "works",
    });
    expect(body).toMatchObject({
      subjects: [
        { kind: "organisation", name: "安澜建设工程有限公司", uscc: "91340100MA2N5XQ84K" },
      ],
      articles: ["招标投标法第54条", "行政处罚法第48条"],
      expiresOn: "2027-05-28",
      regime: "works",
    });
    expect(linesOf("\n \n")).toEqual([]);
  });
});
