import { describe, expect, test } from "vitest";

import {
  deadlineIn,
  fieldOf,
  isOrganisationName,
  moneyIn,
  offerIn,
  textLines,
  timeBehind,
} from "./notice-text.ts";

const ZONE = "Asia/Shanghai";

describe("fieldOf", () => {
  const lines = textLines(
    "一、项目编号：YL-1\n2、招标人：\n云澜市城建局\n预算金额\n：\n60\n万元\n中标金额（元）\n1200.50\n本项目的招标人：见附件中的说明",
  );

  test("finds values behind a colon and on the next line", () => {
    expect(fieldOf(lines, ["项目编号"])).toBe("YL-1");
    expect(fieldOf(lines, ["招标人"])).toBe("云澜市城建局");
  });

  test("joins the unit, from its own line or from the label", () => {
    expect(fieldOf(lines, ["预算金额"])).toBe("60万元");
    expect(fieldOf(lines, ["中标金额"])).toBe("1200.50（元）");
  });

  test("does not take words inside sentences for a label", () => {
    expect(fieldOf(["本项目的招标人：见附件"], ["招标人"])).toBeUndefined();
  });
});

test.each([
  ["1980000.00 元", "198000000"],
  ["23.5 万元（人民币）", "23500000"],
  ["7,620,699.90元", "762069990"],
  ["179.3(万元)", "179300000"],
  ["28.38万元 人民币", "28380000"],
  ["报价：999200（元）", "99920000"],
  ["1800000", "180000000"],
  ["1.2亿元", "12000000000"],
])("%s is money", (text, minor) => {
  expect(moneyIn(text)).toEqual({ amountMinor: minor, currency: "CNY" });
});

test.each(["0元 人民币", "30.0", "1元", "12%", "详见公告", undefined])("%s is no money", (text) => {
  expect(moneyIn(text)).toBeUndefined();
});

describe("offerIn never reads a rate as a price", () => {
  test.each([
    ["经财政部门评审后最终价的0.76%", "投标报价(%)", { kind: "rate", percent: "0.76" }],
    ["24.91%", "下浮比例", { kind: "discount", percent: "24.91" }],
    ["0.8", "投标报价（%）", { kind: "rate", percent: "0.8" }],
    ["施工部分为97.67%；勘察部分为58.60%", "投标报价", undefined],
    [
      "286.6元/工日",
      "中标金额",
      { kind: "unit", amount: { amountMinor: "28660", currency: "CNY" }, unit: "工日" },
    ],
    [
      "513360.00元每年",
      "中标金额",
      { kind: "unit", amount: { amountMinor: "51336000", currency: "CNY" }, unit: "年" },
    ],
    [
      "1,835.0534",
      "投标总报价（万元）",
      { kind: "total", amount: { amountMinor: "1835053400", currency: "CNY" } },
    ],
    ["1", "投标报价（元）", undefined],
  ])("%s under %s", (text, label, offer) => {
    expect(offerIn(text, label)).toEqual(offer);
  });
});

test("names of organisations are told from other cells", () => {
  for (const name of [
    "云澜青石建设有限公司",
    "云澜律师事务所",
    "云澜甲建设有限公司;云澜乙设计院",
    "云澜大学（盖章）",
  ]) {
    expect(isOrganisationName(name)).toBe(true);
  }
  for (const name of [
    "360日历天",
    "详见招标文件公司",
    "供应商名称：云澜公司",
    "2026年3月",
    "公司",
    "一级建造师证书",
  ]) {
    expect(isOrganisationName(name)).toBe(false);
  }
});

test("deadlines and times are read from flat text", () => {
  expect(deadlineIn("获取文件，并于2026年03月27日09点30分（北京时间）前提交响应文件", ZONE)).toBe(
    "2026-03-27T09:30:00+08:00",
  );
  expect(deadlineIn("提交投标文件截止时间：2026-04-08 09:00:00 地点", ZONE)).toBe(
    "2026-04-08T09:00:00+08:00",
  );
  expect(timeBehind("开标时间：2026年3月9日09:30时", ["开标时间[:：]"], ZONE)).toBe(
    "2026-03-09T09:30:00+08:00",
  );
  expect(deadlineIn("没有时间", ZONE)).toBeUndefined();
});
