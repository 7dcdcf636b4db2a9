/** Values of dimensions in the reader's words; places and departments stand for themselves. */
import { useTranslation } from "react-i18next";

import { type Axis, type Figure, NOT_BROKEN_DOWN } from "../../../../contract/src/insight.ts";

const WITH_WORDS: ReadonlySet<Axis> = new Set(["regime", "industry", "state", "group", "pace"]);

export function useInsightWords() {
  const { t, i18n } = useTranslation();
  const periodWord = (period: string): string => {
    const [year = "", part = ""] = period.split("-");
    const number = Number(part.replace("Q", ""));
    return t(`insight:period.${part.startsWith("Q") ? "quarter" : "month"}`, { year, number });
  };
  return {
    period: periodWord,
    value(axis: Axis, value: string): string {
      if (value === NOT_BROKEN_DOWN) return t("insight:notBrokenDown");
      if (value === "") return t("insight:unknown");
      if (axis === "period") return periodWord(value);
      const key = `insight:value.${axis}.${value}`;
      return WITH_WORDS.has(axis) && i18n.exists(key) ? t(key) : value;
    },
    figure({ from, upTo }: Figure): string {
      if (from === 0) return t(upTo === undefined ? "insight:none" : "insight:small");
      return upTo === undefined ? `≥${from}` : `${from}–${upTo}`;
    },
    why({ from, upTo }: Figure): string {
      if (from === 0) return t(upTo === undefined ? "insight:noneWhy" : "insight:smallWhy");
      return upTo === undefined
        ? t("insight:sumWhy", { from })
        : t("insight:oneWhy", { from, upTo });
    },
  };
}
