/** Against which market each value was held, and what rule it met. */
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";

import type { IndicatorResult } from "../../../../contract/src/screening.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Panel } from "../../ui/panel.tsx";
import { LevelGlyph } from "./level-glyph.tsx";
import { hitsOf, levelName, useCode, valueText } from "./words.ts";

/** The market in words, such as 市政工程施工，公开招标，300万至1000万元，5至6家投标. */
function cellName(t: TFunction, { name, of }: IndicatorResult["cell"], language: string): string {
  if (of === undefined) return name;
  const short = new Intl.NumberFormat(language, { notation: "compact" });
  const { category, method, sizeFrom, sizeTo, biddersFrom, biddersTo } = of;
  return t("leads:market.cellName", {
    category,
    method: t(`leads:method.${method}`),
    from: short.format(sizeFrom),
    to: short.format(sizeTo),
    bidders: biddersFrom === biddersTo ? biddersFrom : `${biddersFrom}–${biddersTo}`,
  });
}

function useColumns(): readonly Column<IndicatorResult>[] {
  const { t, i18n } = useTranslation();
  const code = useCode();
  return [
    {
      id: "indicator",
      head: t("leads:market.indicator"),
      isHead: true,
      cell: (result) => (
        <>
          {code("indicator", result.indicator)}
          <span className="meta block">
            <code>{result.indicator}</code> {t("leads:market.version", { version: result.version })}
          </span>
          <details className="explain">
            <summary>{t("leads:market.explain")}</summary>
            {code("explain", result.indicator)}
          </details>
        </>
      ),
    },
    {
      id: "level",
      head: t("leads:market.level"),
      cell: (result) =>
        result.level === undefined ? (
          "—"
        ) : (
          <>
            <span className="nowrap">
              <LevelGlyph level={result.level} small /> {levelName(t, result.level)}
            </span>
            {result.loweredFrom !== undefined && (
              <span className="meta block">
                {t("leads:market.lowered", { level: levelName(t, result.loweredFrom) })}
              </span>
            )}
          </>
        ),
    },
    {
      id: "value",
      head: t("leads:market.value"),
      cell: (result) => (result.value === undefined ? "—" : valueText(i18n, result.value)),
    },
    {
      id: "trigger",
      head: t("leads:market.trigger"),
      cell: (result) => (result.trigger === undefined ? "—" : <code>{result.trigger}</code>),
    },
    {
      id: "cell",
      head: t("leads:market.cell"),
      cell: (result) =>
        result.cell.name === "" ? (
          code("cellFallback", result.cell.fallback ?? "notCompared")
        ) : (
          <>
            {cellName(t, result.cell, i18n.language)}
            <span className="meta block">
              {t("leads:market.lots", { count: result.cell.lots })}
              {result.cell.fallback !== undefined &&
                ` · ${code("cellFallback", result.cell.fallback)}`}
            </span>
          </>
        ),
    },
    { id: "n", head: t("leads:market.n"), isNumber: true, cell: (result) => result.n },
  ];
}

export function MarketPanel({ results }: { readonly results: readonly IndicatorResult[] }) {
  const { t } = useTranslation();
  const columns = useColumns();
  return (
    <Panel flush title={t("leads:market.title")}>
      <DataTable
        caption={t("leads:market.title")}
        columns={columns}
        rows={hitsOf(results)}
        rowKey={(result) => result.indicator}
      />
    </Panel>
  );
}
