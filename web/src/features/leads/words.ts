/**
 * Codes of screening in the reader's words; the sentences belong to the screening module
 * (locales/<language>/screening.json). A code without a word shows itself.
 */
import type { i18n as I18n, TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import type { IndicatorResult, Level } from "../../../../contract/src/screening.ts";
import { moneyText } from "../processes/index.ts";

export type CodeGroup =
  | "indicator"
  | "fact"
  | "explain"
  | "clearing"
  | "innocent"
  | "reason"
  | "falseAlarmBasis"
  | "cellFallback"
  | "evidenceField"
  | "valueName"
  | "environmentKind";

/** Keys are nested by dots, so the dots inside a code become underscores. */
function keyOf(code: string): string {
  return code.replaceAll(".", "_");
}

export function wordOf(
  i18n: I18n,
  [group, code]: readonly [CodeGroup, string],
  params = {},
): string {
  const key = `screening:${group}.${keyOf(code)}`;
  return i18n.exists(key) ? i18n.t(key, params) : code;
}

export function useCode() {
  const { i18n } = useTranslation();
  return (group: CodeGroup, code: string, params?: Readonly<Record<string, string>>) =>
    wordOf(i18n, [group, code], params);
}

/** What a fact says in half a sentence; without one, the indicator's name. */
export function useFactWords() {
  const { i18n } = useTranslation();
  return (indicator: string) => {
    const words = wordOf(i18n, ["fact", indicator]);
    return words === indicator ? wordOf(i18n, ["indicator", indicator]) : words;
  };
}

export function levelName(t: TFunction, level: Level): string {
  return t(`leads:level.${level}.name`);
}

export function hitsOf(results: readonly IndicatorResult[]): readonly IndicatorResult[] {
  return results.filter((result) => result.outcome === "hit");
}

/** A probability or rate with as many digits as it carries, never a bare zero. */
export function shareText(share: number): string {
  if (share === 0) return "0";
  const percent = share * 100;
  if (percent < 0.001) return `${percent.toExponential(1)}%`;
  return `${Number(percent.toPrecision(2))}%`;
}

/** `bids.2.offer` → `offer`: where in the fact a value stood is for the machine, what it is for people. */
export function fieldCode(field: string): string {
  const bare = field.replace(/^bids\.\d+\.?/, "");
  return bare === "" ? "bidder" : bare;
}

const AMOUNT = /^(-?\d{1,18}) ([A-Z]{3})$/;

/** A screening's value is free of language (`bidders=3; late=true`, `682000000 CNY`); here in words. */
export function valueText(i18n: I18n, value: string): string {
  const amount = AMOUNT.exec(value);
  if (amount !== null) {
    return moneyText(i18n.t, { amountMinor: amount[1] ?? "0", currency: amount[2] ?? "" });
  }
  return value
    .split("; ")
    .map((part) => partText(i18n, part))
    .join(i18n.t("leads:factSentence.separator"));
}

/** `valueText` in the reader's language. */
export function useValueText() {
  const { i18n } = useTranslation();
  return (value: string) => valueText(i18n, value);
}

const NAMED = /^([A-Za-z.]+)(=|<=|<)(.*)$/s;

function partText(i18n: I18n, part: string): string {
  const [, name, sign = "=", shown = ""] = NAMED.exec(part) ?? [];
  if (name === undefined) return wordOf(i18n, ["valueName", part]);
  const group = name.startsWith("trace.") ? "evidenceField" : "valueName";
  const words = shown === "true" || shown === "false" ? wordOf(i18n, ["valueName", shown]) : shown;
  return `${wordOf(i18n, [group, name])} ${sign === "=" ? "" : `${sign} `}${words}`;
}
