import { useTranslation } from "react-i18next";

import type { Words } from "./rows.ts";

export const percent = (value: number): string => `${(value * 100).toFixed(1)}%`;

/** Codes in the reader's words. */
export function useFigureWords(): Words {
  const { t } = useTranslation();
  return (group, code) => t(`figures:${group}.${code}`);
}

/** 2026年第3季度, 2026年, or everything. */
export function usePeriodName() {
  const { t } = useTranslation();
  return (period: string): string => {
    if (period === "all") return t("figures:period.all");
    const [year = "", quarter] = period.split("Q");
    return quarter === undefined
      ? t("figures:period.year", { year })
      : t("figures:period.quarter", { year, quarter });
  };
}
