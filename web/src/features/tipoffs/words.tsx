/** Coded words of a tip-off as a person reads them. */
import { useTranslation } from "react-i18next";

import type { TipoffRow } from "../../../../contract/src/tipoffs.ts";
import { Tag } from "../../ui/panel.tsx";

export function useTipoffWords() {
  const { t } = useTranslation();
  return {
    title: ({ coded }: TipoffRow): string =>
      [t(`tipoffs:topic.${coded.topic}`), t(`tipoffs:about.${coded.about}`)].join(" · "),
    about: ({ coded, unitName, placeName }: TipoffRow): string =>
      [
        coded.regime === undefined ? undefined : t(`tipoffs:regime.${coded.regime}`),
        coded.industry === undefined ? undefined : t(`tipoffs:industry.${coded.industry}`),
        placeName,
        unitName === undefined
          ? t("tipoffs:noUnit")
          : t("tipoffs:concerns", {
              unit: unitName,
              rank: t(`tipoffs:rank.${coded.rank ?? "unknown"}`),
            }),
        coded.isNamed ? t("tipoffs:named") : t("tipoffs:anonymous"),
      ]
        .filter((word) => word !== undefined)
        .join(" · "),
  };
}

/** The city's promise; a broken promise is no broken law, so it never is red. */
export function DueTag({ row, today }: { readonly row: TipoffRow; readonly today: string }) {
  const { t } = useTranslation();
  const { dueOn, state } = row;
  if (state === "answered" || state === "closed") return <span className="meta">—</span>;
  if (dueOn === null) return <Tag tone="prov">{t("tipoffs:due.provisional")}</Tag>;
  if (dueOn < today) return <Tag tone="due">{t("tipoffs:due.missed", { day: dueOn })}</Tag>;
  return <span className="tipoff-day">{t("tipoffs:due.by", { day: dueOn })}</span>;
}
