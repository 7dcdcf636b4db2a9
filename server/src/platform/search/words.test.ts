import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { indexWords, searchQuery } from "./words.ts";

/** As PostgreSQL reads the query: every word there, `:*` by its beginning. */
function matches(query: string | undefined, words: readonly string[]): boolean {
  return (query ?? "").split(" & ").every((part) => {
    const word = part.slice(1, part.lastIndexOf("'"));
    return part.endsWith(":*") ? words.some((one) => one.startsWith(word)) : words.includes(word);
  });
}

describe("words", () => {
  test("a title is found under its words, their parts and its codes", () => {
    const words = indexWords(["云澜市不见面开标系统采购（YL-2026-0123）"]);
    for (const word of ["不见面", "开标", "采购", "系统", "yl", "2026", "0123"])
      expect(words).toContain(word);
  });
  test("full width and capitals do not matter", () => {
    expect(indexWords(["ＹＬ２０２６"])).toEqual(["yl2026"]);
    expect(searchQuery("YL２０")).toBe("'yl20':*");
  });
  test("words may stand apart, in any order", () => {
    const words = indexWords(["中学校园道路改造工程施工"]);
    expect(matches(searchQuery("施工 道路"), words)).toBe(true);
    expect(matches(searchQuery("施工 桥梁"), words)).toBe(false);
  });
  test("nothing to look for", () => {
    expect(searchQuery(" ，%_'\\")).toBeUndefined();
  });
  test("a query is never anything but words: quotes and operators do not get through", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const query = searchQuery(text);
        if (query !== undefined)
          expect(query).toMatch(
            /^'[a-z0-9\p{Script=Han}]+'(:\*)?( & '[a-z0-9\p{Script=Han}]+'(:\*)?)*$/u,
          );
      }),
    );
  });
  test("every substring of a title finds it", () => {
    const parts = [
      "云澜市",
      "第一",
      "人民医院",
      "绿化",
      "学校",
      "道路",
      "改造",
      "监理",
      "不见面",
      "设备",
    ];
    const title = fc.array(fc.constantFrom(...parts), { minLength: 2, maxLength: 8 });
    fc.assert(
      fc.property(title, fc.nat(), fc.integer({ min: 1, max: 6 }), (list, at, length) => {
        const text = list.join("");
        const from = at % text.length;
        expect(matches(searchQuery(text.slice(from, from + length)), indexWords([text]))).toBe(
          true,
        );
      }),
      { numRuns: 2000 },
    );
  });
});
