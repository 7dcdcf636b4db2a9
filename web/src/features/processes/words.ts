/** Codes of the contract in the reader's words; a code without a word shows itself. */
import type { i18n as I18n } from "i18next";
import { useTranslation } from "react-i18next";

export function wordOf(i18n: I18n, group: string, code: string | undefined): string {
  if (code === undefined) return i18n.t("processes:unknown");
  const key = `processes:${group}.${code}`;
  return i18n.exists(key) ? i18n.t(key) : code;
}

/** `(group, code) → word`, e.g. `("regime", "works")`. */
export function useWord() {
  const { i18n } = useTranslation();
  return (group: string, code: string | undefined) => wordOf(i18n, group, code);
}
