/** Why a package was refused, in Chinese and English, from the same sentences that the console has. Pure. */
import en from "../../../../locales/en/problems.json" with { type: "json" };
import zh from "../../../../locales/zh-CN/problems.json" with { type: "json" };
import type { RuleViolation } from "../../kernel/rule-violation.ts";

interface Sentence {
  readonly what: string;
  readonly next: string;
}

const BOTH: readonly Readonly<Record<string, Sentence>>[] = [zh.ferry, en.ferry];

/** Three lines: the code with its particulars, Chinese, English. */
export function refusalText({ code, params }: Pick<RuleViolation, "code" | "params">): string {
  const name = code.replace(/^ferry\./, "");
  const sentences = BOTH.flatMap((language) => {
    const sentence = language[name];
    return sentence === undefined
      ? []
      : [`${fill(sentence.what, params)} ${fill(sentence.next, params)}`];
  });
  return [`${code} ${plain(JSON.stringify(params))}`, ...sentences].join("\n");
}

const fill = (text: string, params: RuleViolation["params"]): string =>
  plain(text.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) => String(params[name] ?? whole)));

const MOST = 1000;

/** A file must not be able to write control characters, or without end, where somebody reads. */
const plain = (text: string): string =>
  text.slice(0, MOST).replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, "·");
