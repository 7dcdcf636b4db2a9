import { describe, expect, test } from "vitest";

import { cookieName, displayOf } from "./display.ts";

describe("displayOf", () => {
  test("without a choice the page is Chinese, standard and light, and sets no cookie", () => {
    expect(displayOf({}, {})).toEqual({
      lang: "zh-CN",
      mode: "standard",
      theme: "light",
      cookies: [],
      query: {},
    });
  });

  test("a choice in the address wins over the cookie and is kept", () => {
    const display = displayOf({ lang: "en", q: "road" }, { [cookieName("lang")]: "zh-CN" });
    expect(display.lang).toBe("en");
    expect(display.cookies).toEqual([{ name: "mingjing_lang", value: "en" }]);
    expect(display.query).toEqual({ q: "road" });
  });

  test("the cookie decides where the address does not", () => {
    const cookies = { mingjing_mode: "elder", mingjing_theme: "dark", mingjing_lang: "en" };
    expect(displayOf({}, cookies)).toMatchObject({ mode: "elder", theme: "dark", lang: "en" });
  });

  test.each(["fr", "__proto__", 'en"><script>', ""])("the word %s is ignored", (word) => {
    const display = displayOf({ lang: word, mode: word, theme: word }, { mingjing_lang: word });
    expect(display).toMatchObject({ lang: "zh-CN", mode: "standard", theme: "light", cookies: [] });
  });
});
