/** Roles, kinds and jurisdictions in the reader's words. */
import { useTranslation } from "react-i18next";

import { AMOUNT_BANDS, type JurisdictionClause } from "../../../../contract/src/organisation.ts";

/** A code of a list; one without a word shows itself. */
export function useWord() {
  const { t, i18n } = useTranslation();
  return (list: string, code: string): string => {
    const key = `organisation:${list}.${code}`;
    return i18n.exists(key) ? t(key) : code;
  };
}

const WAN = 10_000;

/** One clause as a sentence: what, of which regimes, industries, places and amounts, handled by whom. */
export function useClauseWords() {
  const { t } = useTranslation();
  const word = useWord();
  const list = (codes: readonly string[], of: string) =>
    codes.map((code) => word(of, code)).join("、");
  const amount = (band: number | undefined) =>
    band === undefined
      ? t("organisation:clause.noLimit")
      : t("organisation:yuan", { amount: (AMOUNT_BANDS[band] ?? 0) / WAN });
  return (clause: JurisdictionClause): string => {
    const { regimes, industries, places, bandFrom, bandTo } = clause;
    const parts = [list(clause.matters, "matter")];
    if (regimes) parts.push(t("organisation:clause.regimes", { list: list(regimes, "regime") }));
    if (industries)
      parts.push(t("organisation:clause.industries", { list: list(industries, "industry") }));
    if (places) parts.push(t("organisation:clause.places", { list: places.join("、") }));
    const isBounded =
      (bandFrom ?? 0) > 0 || (bandTo ?? AMOUNT_BANDS.length - 1) < AMOUNT_BANDS.length - 1;
    if (isBounded) {
      // A band ends where the next one begins.
      const to = bandTo === undefined || bandTo >= AMOUNT_BANDS.length - 1 ? undefined : bandTo + 1;
      parts.push(t("organisation:clause.amount", { from: amount(bandFrom ?? 0), to: amount(to) }));
    }
    if (clause.matters.some((matter) => matter !== "process"))
      parts.push(t(`organisation:clause.units.${clause.units ?? "own"}`));
    return parts.join(t("organisation:clause.join"));
  };
}
