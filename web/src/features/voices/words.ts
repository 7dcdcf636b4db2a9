/** Voices in the reader's words. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import type { ExplainedClock, VoiceView } from "../../../../contract/src/voices.ts";

/** `complaint.decide` as a key of the locale files, which know no points inside a name. */
export const clockKey = (clock: string): string => clock.replaceAll(/[.-]/g, "_");

/** A code in words, or itself when it is newer than this page. */
export function useCodeWord() {
  const { t, i18n } = useTranslation();
  return (group: string, code: string): string => {
    const key = `voices:${group}.${clockKey(code)}`;
    return i18n.exists(key) ? t(key) : code;
  };
}

export function lengthOf(
  t: TFunction,
  { unit, length }: Pick<ExplainedClock, "unit" | "length">,
): string {
  return unit === "sameDay"
    ? t("voices:unit.sameDay")
    : t(`voices:unit.${unit}`, { count: length });
}

/** 法定 30 个工作日, 承诺 15 个工作日. */
export function clockTitle(t: TFunction, clock: ExplainedClock): string {
  const whose = t(clock.isCommitment ? "voices:clock.pledge" : "voices:clock.statute");
  return t("voices:clock.title", { whose, length: lengthOf(t, clock) });
}

/** `10月22日` of `2026-10-22`. */
export function shortDay(t: TFunction, day: string): string {
  const [, month = "", date = ""] = day.split("-");
  return t("voices:shortDay", { month: Number(month), date: Number(date) });
}

/** Name of a cited article: from the clocks' law, by its id, or in the words in which it was written. */
export function useArticleName(law: VoiceView["law"]): (id: string) => string {
  const { t, i18n } = useTranslation();
  return (id) => {
    const found = law.find((article) => article.id === id);
    if (found !== undefined) return `${found.instrument}${found.article}`;
    const key = `voices:article.${id}`;
    return i18n.exists(key) ? t(key) : id;
  };
}
