/** Clocks, days and articles in the reader's words. */
import { useTranslation } from "react-i18next";

import { useWord as useProcessWord } from "../processes/index.ts";

export const REGIMES = ["works", "procurement", "land", "mineral", "property", "other"] as const;
export type Regime = (typeof REGIMES)[number];

export function useStatuteWords() {
  const { t, i18n } = useTranslation();
  const processWord = useProcessWord();
  const known = (key: string, code: string) => (i18n.exists(key) ? t(key) : code);
  return {
    clock: (id: string) => known(`statutes:clock.${id}`, id),
    regimes: (codes: readonly string[]) =>
      codes.length === REGIMES.length
        ? t("statutes:allRegimes")
        : codes.map((code) => processWord("regime", code)).join("、"),
    regime: (code: string) => processWord("regime", code),
    period: (length: number, unit: string) => t(`statutes:period.${unit}`, { length }),
    due: (due: string | null | undefined) =>
      due === undefined ? t("statutes:notRunning") : due === null ? t("statutes:provisional") : due,
    verified: (code: string) => known(`statutes:verified.${code}`, code),
    level: (code: string) => known(`statutes:level.${code}`, code),
    place: (place: string) =>
      place === "national"
        ? t("statutes:national")
        : place === "demo city"
          ? t("statutes:ownCity")
          : place,
    page: (path: string) => known(`statutes:page.${path.slice(1)}`, path),
    /** What a field of an entry is called, for the place of an error. */
    field: (path: string) => {
      const [head = "", ...rest] = path.split(".");
      const name = known(`statutes:field.${head}`, head);
      return [name, ...rest.map((part) => (/^\d$/u.test(part) ? String(Number(part) + 1) : part))]
        .filter((part) => part !== "clock" && part !== "regimes")
        .join(" ");
    },
  };
}
