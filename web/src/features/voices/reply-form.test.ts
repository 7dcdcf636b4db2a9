import { expect, test } from "vitest";

import { draftOf, emptyReply, faultsOf, isWritten, serviceOf } from "./reply-form.ts";

const TODAY = "2026-06-01";
const finding = { result: "notUpheld", text: " 材料齐全。 ", articles: ["ZTB-T-61"] } as const;
const form = {
  ...emptyReply(TODAY),
  letterNo: "云建监诉〔2026〕1号",
  decision: "驳回投诉。",
  findings: { "0": finding, "1": { ...finding, result: "" as const } },
};

test("a finding counts only with a result and words", () => {
  expect(isWritten(finding)).toBe(true);
  expect(isWritten({ ...finding, text: " " })).toBe(false);
  expect(draftOf(form, TODAY).findings).toEqual([
    { claim: 0, result: "notUpheld", text: "材料齐全。", articles: ["ZTB-T-61"] },
  ]);
});

test("the meter can look before number and decision are there, signing cannot", () => {
  const early = { ...form, letterNo: "", decision: "" };
  expect(draftOf(early, TODAY).letterNo).not.toBe("");
  expect(faultsOf(early)).toEqual(["letterNo", "decision"]);
  expect(faultsOf(form)).toEqual([]);
});

test("service outside of the platform needs a proof", () => {
  expect(faultsOf({ ...form, way: "post" })).toEqual(["proof"]);
  expect(serviceOf({ ...form, way: "post", proof: "EMS 1" })).toEqual({
    way: "post",
    servedOn: TODAY,
    proof: "EMS 1",
  });
});
