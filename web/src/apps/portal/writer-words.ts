/** Sentences of the writer's pages (locales/<language>/writer.json). */
import english from "../../../../locales/en/writer.json" with { type: "json" };
import chinese from "../../../../locales/zh-CN/writer.json" with { type: "json" };
import type { Language } from "./views.ts";

export type WriterWord = keyof typeof chinese;
export type Tell = (key: WriterWord, params?: Readonly<Record<string, string | number>>) => string;

const WORDS: Readonly<Record<Language, Readonly<Record<WriterWord, string>>>> = {
  "zh-CN": chinese,
  en: english,
};

export const tellIn =
  (lang: Language): Tell =>
  (key, params = {}) =>
    WORDS[lang][key].replaceAll(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ""));

/** Undefined for a code without a word. */
export function wordIn(lang: Language, key: string): string | undefined {
  return (WORDS[lang] as Readonly<Record<string, string>>)[key];
}

/** What a calendar program shows on a day of the writer. */
export const writerDay = (
  lang: Language,
  { id, number }: { readonly id: string; readonly number: string },
): string => (wordIn(lang, `day.${id}`) ?? "{number}").replace("{number}", number);
