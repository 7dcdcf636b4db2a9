/** How likely chance alone is, and how often each rule fires on honest lots. */
import { useTranslation } from "react-i18next";

import type { LeadView } from "../../../../contract/src/leads.ts";
import type { IndicatorResult } from "../../../../contract/src/screening.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Panel } from "../../ui/panel.tsx";
import { StackBar } from "../../ui/stack-bar.tsx";
import { hitsOf, shareText, useCode } from "./words.ts";

/** Correction for the many tests of a day; a hit that chance explains is shown and does not count. */
function Corrected({ manyTests }: { readonly manyTests: IndicatorResult["manyTests"] }) {
  const { t } = useTranslation();
  if (manyTests === undefined || !("adjusted" in manyTests)) return null;
  const { adjusted, limit, tests } = manyTests;
  return (
    <>
      <span className="meta block">
        {t("leads:chance.adjusted", { tests, share: shareText(adjusted) })}
      </span>
      {adjusted > limit && (
        <span className="meta block">
          {t("leads:chance.notCounted", { limit: shareText(limit) })}
        </span>
      )}
    </>
  );
}

function useColumns(): readonly Column<IndicatorResult>[] {
  const { t } = useTranslation();
  const code = useCode();
  const absent = t("leads:chance.unknown");
  return [
    {
      id: "indicator",
      head: t("leads:market.indicator"),
      isHead: true,
      cell: (result) => code("indicator", result.indicator),
    },
    {
      id: "bits",
      head: t("leads:chance.bits"),
      isNumber: true,
      cell: (result) => result.bits?.toFixed(1) ?? absent,
    },
    {
      id: "probability",
      head: t("leads:chance.probability"),
      isNumber: true,
      cell: (result) => (
        <>
          {result.probability === undefined ? absent : shareText(result.probability)}
          <Corrected manyTests={result.manyTests} />
        </>
      ),
    },
    {
      id: "expected",
      head: t("leads:chance.expected"),
      isNumber: true,
      cell: (result) =>
        result.expectedByChance === undefined
          ? absent
          : String(Number(result.expectedByChance.toPrecision(2))),
    },
    {
      id: "falseAlarm",
      head: t("leads:chance.falseAlarm"),
      isNumber: true,
      cell: (result) =>
        result.falseAlarm === undefined ? (
          absent
        ) : (
          <>
            {shareText(result.falseAlarm.rate)}
            <span className="meta block">{code("falseAlarmBasis", result.falseAlarm.basis)}</span>
          </>
        ),
    },
  ];
}

export function ChancePanel({ screening }: { readonly screening: LeadView["screening"] }) {
  const { t } = useTranslation();
  const code = useCode();
  const columns = useColumns();
  const hits = hitsOf(screening.results);
  const segments = hits.flatMap((result) =>
    result.bits === undefined || result.bits <= 0
      ? []
      : [
          {
            id: result.indicator,
            label: code("indicator", result.indicator),
            value: result.bits,
          },
        ],
  );
  const sum = segments.reduce((total, segment) => total + segment.value, 0);
  const net = screening.bits.toFixed(1);
  const off = Math.max(sum - screening.bits, 0).toFixed(1);
  const sentence =
    off === "0.0" ? t("leads:chance.net", { net }) : t("leads:chance.netOff", { net, off });
  return (
    <Panel flush title={t("leads:chance.title")}>
      <div className="panel-body">
        <p className="say">{sentence}</p>
        <StackBar segments={segments} net={screening.bits} summary={sentence} />
        <p className="meta">{t("leads:chance.about")}</p>
      </div>
      <DataTable
        caption={t("leads:chance.title")}
        columns={columns}
        rows={hits}
        rowKey={(result) => result.indicator}
      />
    </Panel>
  );
}
