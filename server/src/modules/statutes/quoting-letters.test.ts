import { describe, expect, test } from "vitest";

import { type Article, publishedLaw } from "../../../../clocks/src/index.ts";
import { chineseNumeral, lettersOn, type OpenLetter } from "./quoting-letters.ts";

const letter = (number: string, articles: readonly string[]): OpenLetter => ({
  kind: "reply",
  state: "issued",
  number,
  on: "2026-06-10",
  case: "TS-2026-0001",
  link: "/voices/TS-2026-0001",
  articles,
});
const numbers = (ids: readonly string[], letters: readonly OpenLetter[]) =>
  lettersOn(ids, publishedLaw, letters).map(({ number }) => number);
const [article61] = publishedLaw.articles.filter(({ id }) => id === "ZTB-T-61");
const { instrument } = article61 as Article;

test.each([
  [1, "一"],
  [10, "十"],
  [11, "十一"],
  [20, "二十"],
  [61, "六十一"],
  [100, "一百"],
  [105, "一百零五"],
  [110, "一百一十"],
  [213, "二百一十三"],
])("%i is %s", (n, text) => {
  expect(chineseNumeral(n)).toBe(text);
});

describe("a letter quotes an article", () => {
  test("by its id, by its name, in either numerals, with brackets, with a paragraph", () => {
    const letters = [
      letter("id", ["ZTB-51", "ZTB-T-61"]),
      letter("name", [`${instrument}第61条`]),
      letter("spelled", [`《${instrument}》第六十一条第一款`]),
      letter("spaced", [`${instrument} 第 61 条`]),
      letter("short", ["招标投标法第9条、招标投标法实施条例第61条第（一）项"]),
    ];
    expect(numbers(["ZTB-T-61"], letters)).toEqual(["id", "name", "spelled", "spaced", "short"]);
  });

  test("another article of the same statute, or the same number of another statute, is not quoted", () => {
    const letters = [
      letter("6", [`${instrument}第6条`]),
      letter("161", [`${instrument}第161条`]),
      letter("other", ["政府采购法第61条"]),
      letter("bare", ["第61条"]),
      letter("local", ["某市招标投标法实施条例第61条"]),
      letter("none", []),
    ];
    expect(numbers(["ZTB-T-61"], letters)).toEqual([]);
  });

  test("what it says is told without the list of what it quotes", () => {
    expect(lettersOn(["ZTB-T-61"], publishedLaw, [letter("1", ["ZTB-T-61"])])).toEqual([
      {
        kind: "reply",
        state: "issued",
        number: "1",
        on: "2026-06-10",
        case: "TS-2026-0001",
        link: "/voices/TS-2026-0001",
      },
    ]);
  });
});
