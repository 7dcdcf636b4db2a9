/** English sentences of the importers' codes, for people at a terminal. */
import sentences from "../../../locales/en/intake.json" with { type: "json" };

const SENTENCES: Readonly<Record<string, unknown>> = sentences;

export function sentenceOf(
  code: string,
  params: Readonly<Record<string, string | number | boolean>> = {},
): string {
  const sentence = SENTENCES[code];
  if (typeof sentence !== "string") return code;
  return sentence.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(params[name] ?? ""));
}
