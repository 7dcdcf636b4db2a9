import { describe, expect, test } from "vitest";

import { blankEntry, bodyOf, claimsOf, missingIn, windowQueryOf } from "./entry.ts";

const entry = {
  ...blankEntry("2026-06-01T15:30"),
  title: "对评标结果的投诉",
  claims: "社保不在本单位。\n\n评委打分\n相差过大。\n \n",
  name: "云澜第三建设有限公司",
  phone: "0571-88880000",
};
const SCAN = { sha256: "a".repeat(64), name: "投诉书.pdf" };

describe("what a clerk enters", () => {
  test("an empty line divides the items", () => {
    expect(claimsOf(entry.claims)).toEqual(["社保不在本单位。", "评委打分\n相差过大。"]);
  });

  test("paper needs its scan, the telephone a number to call back", () => {
    expect(missingIn(entry, [])).toEqual([]);
    expect(missingIn({ ...entry, phone: " " }, [])).toEqual(["phone"]);
    expect(missingIn({ ...entry, channel: "paper", phone: "" }, [])).toEqual(["files"]);
    expect(missingIn({ ...entry, channel: "paper", phone: "" }, [SCAN])).toEqual([]);
    expect(missingIn(blankEntry(""), [])).toEqual([
      "receivedAt",
      "title",
      "claims",
      "name",
      "phone",
    ]);
  });

  test("is sent without what was left empty, in the city's time", () => {
    expect(bodyOf(entry, [])).toEqual({
      channel: "phone",
      receivedAt: "2026-06-01T15:30:00+08:00",
      kind: "complaint",
      regime: "works",
      title: "对评标结果的投诉",
      claims: ["社保不在本单位。", "评委打分\n相差过大。"],
      writer: { kind: "organisation", name: "云澜第三建设有限公司", phone: "0571-88880000" },
    });
  });

  test("a person's code is an identity number, an organisation's a credit code; matters are of works only", () => {
    const person = {
      ...entry,
      writer: "person",
      code: "11010519491231002x",
      contactName: "赵",
    } as const;
    expect(bodyOf(person, []).writer).toEqual({
      kind: "person",
      name: entry.name,
      idCard: "11010519491231002X",
      phone: entry.phone,
    });
    const bought = { ...entry, regime: "procurement", matter: "result" } as const;
    expect(bodyOf(bought, [])).not.toHaveProperty("matter");
    expect(windowQueryOf({ ...bought, answeredOn: "2026-05-30" })).toEqual({
      kind: "complaint",
      regime: "procurement",
      on: "2026-06-01",
    });
  });
});
