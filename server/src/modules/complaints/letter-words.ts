/** Sentences of letters and calendar files in the reader's language. Pure. */
import englishLetters from "../../../../locales/en/letters.json" with { type: "json" };
import englishVoices from "../../../../locales/en/voices.json" with { type: "json" };
import chineseLetters from "../../../../locales/zh-CN/letters.json" with { type: "json" };
import chineseVoices from "../../../../locales/zh-CN/voices.json" with { type: "json" };

export type LetterLanguage = "zh-CN" | "en";

const WORDS = {
  "zh-CN": { letters: chineseLetters, voices: chineseVoices },
  en: { letters: englishLetters, voices: englishVoices },
} as const;

export const letterWords = (language: LetterLanguage) => WORDS[language].letters;

/** `{{name}}` by its value. */
export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => values[name] ?? whole);

/** A code of voices in words; one without a word stands for itself. */
export function codeWord(
  language: LetterLanguage,
  group: "refusal" | "clock" | "article",
  code: string,
): string {
  const { refusal, clock, article } = WORDS[language].voices;
  const groups = { refusal, clock: clock.name, article };
  const names: Readonly<Record<string, string>> = groups[group];
  return names[code] ?? names[code.replaceAll(/[.-]/g, "_")] ?? code;
}
