import { describe, expect, test } from "vitest";

import { escapeHtml, html, joinHtml, jsonBlock, raw } from "./html.ts";

const HOSTILE = `</p><script>alert(1)</script>" onload='x' &amp;`;

describe("html", () => {
  test("values in text and in attributes cannot end what they stand in", () => {
    const { text } = html`<p title="${HOSTILE}">${HOSTILE}</p>`;
    expect(text).not.toMatch(/<script|onload='|" onload/u);
    expect(text.match(/</gu)).toHaveLength(2);
    expect(text).toContain("&amp;amp;");
  });

  test("fragments pass as they are, arrays in order, and nothing prints nothing", () => {
    const { text } = html`${[html`<b>${1}</b>`, [raw("<i>"), "<"]]}${null}${undefined}${false}${0}`;
    expect(text).toBe("<b>1</b><i>&lt;0");
  });

  test("an object that only looks like a fragment is refused", () => {
    const forged = JSON.parse('{"text":"<b>"}') as { text: string };
    expect(() => html`${forged as never}`).toThrow(TypeError);
  });

  test("the separator stands only between values that print something", () => {
    expect(joinHtml(["a", null, "", "b"], " · ").text).toBe("a · b");
  });

  test.each([["&"], ["<"], [">"], ['"'], ["'"]])("%s is escaped", (character) => {
    expect(escapeHtml(character)).toMatch(/^&[a-z0-9#]+;$/u);
  });
});

describe("jsonBlock", () => {
  test("data cannot end its script and reads back unchanged", () => {
    const data = { sentence: "</script><!-- \u2028 & 中" };
    const { text } = jsonBlock("words", data);
    expect(text.match(/<\/script/gu)).toHaveLength(1);
    const json = text.replace(/^<script[^>]*>/u, "").replace("</script>", "");
    expect(JSON.parse(json)).toEqual(data);
  });
});
