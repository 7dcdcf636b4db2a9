/** Warnings in the reader's words. */
import { useTranslation } from "react-i18next";

import type { WarningCourse, WarningMode } from "../../../../contract/src/warnings-values.ts";
import type { WarningRow } from "../../../../contract/src/warnings.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { amountText } from "../../ui/money.ts";
import { Tag, type Tone } from "../../ui/panel.tsx";

/** The sentence of the reader's language. */
export function useSay() {
  const { i18n } = useTranslation();
  return ({ zh, en }: { readonly zh: string; readonly en: string }): string =>
    i18n.language === "en" ? en : zh;
}

const TONES: Readonly<Record<WarningCourse, Tone>> = {
  open: "due",
  heeded: "accent",
  overridden: "prov",
  ignored: "overdue",
  after: "plain",
};

export function CourseTag({ course }: { readonly course: WarningCourse }) {
  const { t } = useTranslation();
  return (
    <span title={t(`warnings:courseAbout.${course}`)}>
      <Tag tone={TONES[course]}>{t(`warnings:course.${course}`)}</Tag>
    </span>
  );
}

/** Strictness as filled squares, then the word. */
export function ModeMark({ mode }: { readonly mode: WarningMode }) {
  const { t } = useTranslation();
  return (
    <span className={`mode-mark mode-${mode}`} title={t(`warnings:modeAbout.${mode}`)}>
      <i aria-hidden="true" />
      <i aria-hidden="true" />
      <i aria-hidden="true" />
      {t(`warnings:mode.${mode}`)}
    </span>
  );
}

const AMOUNTS: ReadonlySet<string> = new Set(["amount", "base", "most"]);
const INSTANT = /^\d{4}-\d{2}-\d{2}T/;

/** A value behind a warning. */
export function useValue() {
  const { t, i18n } = useTranslation();
  return (name: string, value: string | number | boolean): string => {
    if (typeof value === "boolean") return t(value ? "warnings:yes" : "warnings:no");
    if (AMOUNTS.has(name))
      return t("warnings:yuan", {
        amount: amountText({ amountMinor: String(value), currency: "CNY" }),
      });
    const key = `processes:method.${value}`;
    if (name === "method" && i18n.exists(key)) return t(key);
    return typeof value === "string" && INSTANT.test(value) ? dayAndTime(value) : String(value);
  };
}

export const projectOf = ({ title, ocid }: WarningRow): string | undefined => title ?? ocid;
