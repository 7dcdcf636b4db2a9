import { describe, expect, test } from "vitest";

import { soundOf } from "./pinyin.ts";
import { ranked, scoreOf } from "./ranking.ts";

const score = (query: string, title: string) => scoreOf(query, soundOf(title));

describe("a title answers", () => {
  test.each([
    ["待签收", "characters"],
    ["daiqianshou", "full pinyin"],
    ["dqs", "initials"],
    ["daiqs", "pinyin then initials"],
    ["dai qian", "pinyin with spaces"],
    ["DQSXS", "capitals"],
    ["签收", "characters inside"],
    ["qsdxs", "initials inside"],
    ["daiqainshou", "two letters swapped"],
    ["daiqianshu", "a letter left out"],
  ])("to %s: %s", (query) => {
    expect(score(query, "待签收的线索")).toBeGreaterThan(0);
  });

  test.each([
    ["dgb", "other initials"],
    ["daigongbu", "another word"],
    ["dq1", "a digit nobody wrote"],
    ["qds", "three letters in another order: too few to forgive"],
    ["", "nothing"],
  ])("but not to %s: %s", (query) => {
    expect(score(query, "待签收的线索")).toBe(0);
  });

  test("characters before sounds, the beginning before the inside, the exact before the near", () => {
    const scores = ["待签收", "签收", "dqs", "qsd", "daiqianhsou"].map((query) =>
      score(query, "待签收的线索"),
    );
    expect(scores).toEqual(scores.toSorted((left, right) => right - left));
    expect(new Set(scores).size).toBe(scores.length);
  });

  test("with both readings of a character in its word: 重新 is chong, 重点 is zhong", () => {
    expect(score("chongxin", "重新分派")).toBeGreaterThan(0);
    expect(score("zhongdian", "重点项目")).toBeGreaterThan(0);
  });

  test("English titles by the beginnings of their words", () => {
    expect(score("ltr", "Leads to receive")).toBeGreaterThan(0);
    expect(score("leadstorec", "Leads to receive")).toBeGreaterThan(0);
  });
});

test("what was used lately comes first among equals, never before a better answer", () => {
  const titles = ["项目台账", "项目", "今日开标项目"];
  const rank = (query: string, used: string) =>
    ranked(query, titles, {
      soundsOf: (title) => [soundOf(title)],
      lift: (title) => (title === used ? 2 : 0),
    });
  expect(rank("xm", "")).toEqual(["项目台账", "项目", "今日开标项目"]);
  expect(rank("xm", "项目")[0]).toBe("项目");
  expect(rank("xm", "今日开标项目")[2]).toBe("今日开标项目");
});
