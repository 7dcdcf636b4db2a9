/** Sentences of the portal in the reader's language (locales/<language>/portal.json). */
import english from "../../../../locales/en/portal.json" with { type: "json" };
import chinese from "../../../../locales/zh-CN/portal.json" with { type: "json" };
import { Html, html, type Value } from "./html.ts";
import type { Language } from "./views.ts";

export type WordKey = keyof typeof chinese;

type Params = Readonly<Record<string, string | number>>;
type RichParams = Readonly<Record<string, Value>>;

const SENTENCES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  "zh-CN": chinese,
  en: english,
};

const PLACEHOLDER = /\{(\w+)\}/u;
const PLACEHOLDERS = /\{(\w+)\}/gu;

const grouped = new Intl.NumberFormat("en-US");

/** Whole number with thousands commas, in both languages. */
export const countText = (count: number): string => grouped.format(count);

const asText = <T extends Value>(value: T): T | string =>
  typeof value === "number" ? countText(value) : value;

/** What a page says, in one language. */
export interface Speech {
  readonly lang: Language;
  /** Plain sentence; numbers get thousands commas. */
  readonly say: (key: WordKey, params?: Params) => string;
  /** Sentence with its placeholders, for scripts that fill them in. */
  readonly template: (key: WordKey) => string;
  /** Sentence with links or other markup in its places. */
  readonly rich: (key: WordKey, params: RichParams) => Html;
  /** Word of a code of the contract ("state", "awarded"); undefined where the code has none. */
  readonly word: (group: string, code: string | undefined) => string | undefined;
}

/** Speech of a language. */
export function speak(lang: Language): Speech {
  const sentences = SENTENCES[lang];
  const pieces = (key: WordKey, params: RichParams): readonly Value[] =>
    (sentences[key] ?? key)
      .split(PLACEHOLDER)
      .map((piece, index) => (index % 2 === 0 ? piece : asText(params[piece])));
  return {
    lang,
    say: (key, params = {}) =>
      (sentences[key] ?? key).replaceAll(PLACEHOLDERS, (place, name: string) =>
        String(asText(params[name] ?? place)),
      ),
    template: (key) => sentences[key] ?? key,
    rich: (key, params) => html`${pieces(key, params)}`,
    word: (group, code) => (code === undefined ? undefined : sentences[`${group}.${code}`]),
  };
}
