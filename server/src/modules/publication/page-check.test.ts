import { describe, expect, test } from "vitest";

import { showsItem, wordsOf } from "./page-check.ts";

const ITEM = { documentNo: "云建罚〔2026〕7号", title: "对安澜建设工程有限公司的行政处罚决定" };

describe("an item is found on a page", () => {
  test.each([
    ["by its number", "<p>文号：云建罚〔2026〕7号</p>"],
    ["with markup inside the number", "<b>云建罚</b>〔<i>2026</i>〕 7 号"],
    ["with other brackets", "云建罚[2026]7号"],
    ["with brackets in full width", "云建罚［2026］7号"],
    ["with entities", "云建罚&#12308;2026&#x3015;7&nbsp;号"],
    ["by its title over two lines", "对安澜建设工程有限公司的\n  行政处罚决定"],
  ])("%s", (_, page) => expect(showsItem(page, ITEM)).toBe(true));

  test.each([
    ["another number", "云建罚〔2026〕8号"],
    ["the number in a script only", "<script>var a='云建罚〔2026〕7号'</script>"],
    ["the number in a comment's attribute only", '<a title="云建罚〔2026〕7号"></a>'],
    ["an empty page", ""],
    ["no such page", "<h1>页面不存在</h1>"],
  ])("not by %s", (_, page) => expect(showsItem(page, ITEM)).toBe(false));

  test("an entity that is no sign of Unicode is left out", () => {
    expect(wordsOf("a&#x110000;b&#0;c")).toBe("abc");
  });
});
