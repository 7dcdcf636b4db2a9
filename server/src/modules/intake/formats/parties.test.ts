import { describe, expect, test } from "vitest";

import { chineseBidder, isIdCard, isSoleTrader, organisation, partyOf } from "./parties.ts";

const USCC = "91999901MA0000001P";

describe("organisation", () => {
  test("a code with the right check character is a USCC", () => {
    expect(organisation({ name: "云澜青石建设有限公司", code: USCC })).toMatchObject({
      uscc: USCC,
    });
  });

  test("a wrong code stays visible without being one", () => {
    const party = organisation({ name: "云澜青石建设有限公司", code: "91999901MA00000010" });
    expect(party).not.toHaveProperty("uscc");
    expect(party.identifier).toEqual({ scheme: "CN-USCC-unchecked", id: "91999901MA00000010" });
  });

  test("a code of a foreign register keeps its scheme and spelling", () => {
    expect(organisation({ name: "Firm", code: "ab 12", scheme: "GB-COH" }).identifier).toEqual({
      scheme: "GB-COH",
      id: "ab 12",
    });
  });
});

describe("natural persons", () => {
  test.each([
    "ФОП Іваненко Іван",
    'ФОП "ІВАНЕНКО"',
    "Фізична особа підприємець Іваненко",
    "ИП Петров",
  ])("%s is a sole trader", (name) => {
    expect(isSoleTrader(name)).toBe(true);
    expect(JSON.stringify(partyOf({ name }, "key"))).not.toMatch(/ваненко|ВАНЕНКО|етров/u);
  });

  test.each(["ТОВ Іпотека", "ФОПРО ТОВ", "ИПОТЕЧНЫЙ БАНК"])("%s is a firm", (name) => {
    expect(isSoleTrader(name)).toBe(false);
  });

  test("a citizen's number makes a person and is nowhere in the result", () => {
    const number = "11010519491231002X";
    expect(isIdCard(number)).toBe(true);
    const party = partyOf({ name: "王小明", code: number }, "key");
    expect(party).toMatchObject({ kind: "naturalPerson", maskedName: "王**" });
    expect(JSON.stringify(party)).not.toContain(number);
  });

  test("the mask starts with the name, not with the legal form", () => {
    expect(partyOf({ name: "ФОП Іваненко Іван" }, "key")).toMatchObject({ maskedName: "І**" });
  });
});

describe("consortia", () => {
  test("names joined by semicolons or led by a role are members", () => {
    const joined = chineseBidder("云澜甲建设有限公司;云澜乙设计有限公司", undefined, "key");
    const led = chineseBidder(
      "牵头人：云澜甲建设有限公司联合体成员：云澜乙设计有限公司",
      undefined,
      "key",
    );
    expect(joined).toMatchObject({ kind: "consortium", members: [{}, {}] });
    expect(led).toEqual(joined);
  });

  test("one name is one firm", () => {
    expect(chineseBidder("云澜甲建设有限公司", USCC, "key")).toMatchObject({
      kind: "organisation",
      uscc: USCC,
    });
  });
});
