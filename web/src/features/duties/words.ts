/** Items of the list in the reader's words. */
import { useTranslation } from "react-i18next";

import type { DutyItem, DutyLimit } from "../../../../contract/src/duties.ts";
import { AMOUNT_BANDS } from "../../../../contract/src/organisation.ts";
import { useWord as useProcessWord } from "../processes/index.ts";

const WAN = 10_000;
const LAST = AMOUNT_BANDS.length - 1;

/** What an item covers; a candidate of a route has the same members. */
export interface Cover {
  readonly regime?: string;
  readonly industry?: string;
  readonly place?: string;
  readonly placeName?: string;
  readonly bandFrom?: number;
  readonly bandTo?: number;
  readonly stage?: string;
}

export function useDutyWords() {
  const { t, i18n } = useTranslation();
  const processWord = useProcessWord();
  const word = (group: string, code: string): string => {
    const key = `duties:${group}.${code}`;
    return i18n.exists(key) ? t(key) : code;
  };
  const wan = (band: number) => (AMOUNT_BANDS[band] ?? 0) / WAN;
  const amount = ({ bandFrom = 0, bandTo = LAST }: Cover): string | undefined => {
    if (bandFrom === 0 && bandTo >= LAST) return undefined;
    if (bandTo >= LAST) return t("duties:amount.from", { from: wan(bandFrom) });
    if (bandFrom === 0) return t("duties:amount.below", { to: wan(bandTo + 1) });
    return t("duties:amount.between", { from: wan(bandFrom), to: wan(bandTo + 1) });
  };
  return {
    word,
    regime: (code: string) => processWord("regime", code),
    matter: ({ matter, matterName }: Pick<DutyItem, "matter" | "matterName">) =>
      matterName ?? word("matter", matter),
    /** Kind of trading, field, place, amount, stage; "any" where nothing is named. */
    cover(of: Cover): string {
      const parts = [
        of.regime === undefined ? undefined : processWord("regime", of.regime),
        of.industry === undefined ? undefined : word("industry", of.industry),
        of.placeName ?? of.place,
        amount(of),
        of.stage === undefined ? undefined : word("stage", of.stage),
      ].filter((part) => part !== undefined);
      return parts.length === 0 ? t("duties:everything") : parts.join(" · ");
    },
    limit(limit: DutyLimit | undefined): string {
      if (limit === undefined) return "—";
      const days = t(`duties:limit.${limit.unit}`, { days: limit.days });
      return limit.from === undefined ? days : t("duties:limit.from", { days, from: limit.from });
    },
  };
}
