import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { CLOCKS } from "../../../../clocks/src/index.ts";
import english from "../../../../locales/en/portal.json" with { type: "json" };
import chinese from "../../../../locales/zh-CN/portal.json" with { type: "json" };
import { speak, type WordKey } from "./words.ts";

const placeholders = (sentence: string) => (sentence.match(/\{\w+\}/gu) ?? []).toSorted();
const keys = Object.keys(chinese) as WordKey[];

describe("locales", () => {
  test("both languages have the same sentences with the same places", () => {
    expect(Object.keys(english)).toEqual(Object.keys(chinese));
    for (const key of keys) {
      expect(placeholders(english[key]), key).toEqual(placeholders(chinese[key]));
    }
  });

  test("every sentence is used by a page, by name or as the word of a code", () => {
    const folders = [import.meta.dirname, join(import.meta.dirname, "../../islands")];
    const source = folders
      .flatMap((folder) =>
        readdirSync(folder)
          .filter((file) => /^[^.]+\.ts$/u.test(file))
          .map((file) => readFileSync(join(folder, file), "utf8")),
      )
      .join("\n");
    const isUsed = (key: string) => {
      const group = key.slice(0, key.lastIndexOf("."));
      return [`"${key}"`, `word("${group}"`, `\`${group}.\${`].some((use) => source.includes(use));
    };
    const indirect =
      /^(state|regime|check\.(one|two|three)|outcomes|deadline\.(kind|regime|matter|clock)|voice\.(kind|regime|matter|question|bad))\./u;
    expect(keys.filter((key) => !isUsed(key) && !indirect.test(key))).toEqual([]);
  });

  test("every clock of the law table has a name", () => {
    const names = CLOCKS.map(({ id }) => `deadline.clock.${id}`);
    expect(names.filter((name) => !keys.includes(name as WordKey))).toEqual([]);
  });

  test("a Chinese sentence holds no Latin word outside its places", () => {
    const latin = keys.filter((key) =>
      /[A-Za-z]{2,}/u.test(chinese[key].replaceAll(/\{\w+\}/gu, "")),
    );
    // Kinds of files, algorithms and the beginning of numbers have no Chinese names.
    expect(latin.toSorted()).toEqual([
      "answers.bad",
      "answers.placeholder",
      "command.clip",
      "command.file",
      "log.sm2Vkey",
      "photo.unreadable",
      "self.fileText",
      "self.noText",
      "self.refused.kind",
    ]);
  });

  test("no sentence speaks of collusion or suspicion", () => {
    const said = keys.filter((key) =>
      /串标|围标|涉嫌|嫌疑|collusi|suspic/iu.test(chinese[key] + english[key]),
    );
    expect(said).toEqual([]);
  });
});

describe("speak", () => {
  test("numbers get thousands commas and text stays as it is", () => {
    const { say } = speak("zh-CN");
    expect(say("log.entries", { size: 48213 })).toBe("48,213 条");
    expect(say("lot.name", { lot: "1000" })).toBe("标段 1000");
  });

  test("text in a rich sentence is escaped, also when it looks like a place", () => {
    const { rich } = speak("en");
    expect(rich("projects.found", { words: "<b>{count}", count: 3 }).text).toBe(
      "&lt;b&gt;{count}: 3",
    );
  });

  test("a code without a word is undefined, so that the caller decides", () => {
    expect(speak("en").word("state", "unheard-of")).toBeUndefined();
    expect(speak("en").word("state", undefined)).toBeUndefined();
  });
});
