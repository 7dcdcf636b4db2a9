/** What leaves the console: how many items wait, and where to sign in. Never anything of a case (T30). Pure. */
import english from "../../../../locales/en/notifications.json" with { type: "json" };
import chinese from "../../../../locales/zh-CN/notifications.json" with { type: "json" };
import type { Message } from "./channel.ts";

const WORDS = { "zh-CN": chinese.message, en: english.message } as const;
export type MessageLanguage = keyof typeof WORDS;

const filled = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_whole, name: string) => String(values[name] ?? ""));

export interface MessageFacts {
  readonly language: MessageLanguage;
  /** Address of the console. */
  readonly url: string;
}

export function waitingMessage({ language, url }: MessageFacts, count: number): Message {
  const words = WORDS[language];
  const text = filled(count === 1 ? words.waitingOne : words.waiting, { count, url });
  return { subject: words.subject, text };
}

export function codeMessage({ language, url }: MessageFacts, code: string): Message {
  const words = WORDS[language];
  return { subject: words.codeSubject, text: filled(words.code, { code, url }) };
}
