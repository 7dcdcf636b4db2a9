/** Sentences of the verifier for the terminal, and titles of fact kinds. */
import en from "../../locales/en/verifier.json" with { type: "json" };
import zh from "../../locales/zh-CN/verifier.json" with { type: "json" };
import type { Params } from "../../verifier/src/index.ts";
import { kindTitle } from "../../web/src/apps/portal/kinds.ts";

export type Sentences = typeof zh;
export type SentenceKey = keyof Sentences;

export const LANGUAGES: Readonly<Record<string, Sentences>> = { zh, en };

/** One line of safe characters: a file must not be able to move the cursor or turn the writing direction. */
export const oneLine = (text: string) => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "·");

export interface Speaker {
  /** Sentence of a key; a key without one shows itself. */
  readonly say: (key: string, params?: Params) => string;
  readonly titleOf: (kind: string) => string;
}

export function createSpeaker(lang: string): Speaker | undefined {
  const sentences = Object.hasOwn(LANGUAGES, lang) ? LANGUAGES[lang] : undefined;
  if (sentences === undefined) return undefined;
  const table: Readonly<Record<string, string>> = sentences;
  return {
    say: (key, params = {}) =>
      (table[key] ?? key).replaceAll(/\{(\w+)\}/g, (whole, name: string) =>
        Object.hasOwn(params, name) ? oneLine(String(params[name])) : whole,
      ),
    titleOf: (kind) => kindTitle(kind, lang === "en" ? "en" : "zh-CN"),
  };
}
