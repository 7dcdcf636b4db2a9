/** What the rule says of its planted lot and of the honest twin, computed when the page was asked for. */
import { useTranslation } from "react-i18next";

import type { RuleView, ShownResult } from "../../../../contract/src/indicators.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Panel } from "../../ui/panel.tsx";
import { shareText, useCode, useValueText } from "../leads/index.ts";

interface Shown {
  readonly name: "planted" | "twin";
  readonly result: ShownResult;
}

function useColumns(): readonly Column<Shown>[] {
  const { t } = useTranslation();
  const code = useCode();
  const valueText = useValueText();
  return [
    {
      id: "lot",
      head: t("rules:demoLot"),
      isHead: true,
      cell: ({ name }) => t(`rules:demo.${name}`),
    },
    {
      id: "outcome",
      head: t("rules:outcome"),
      cell: ({ result }) => t(`rules:outcomes.${result.outcome}`),
    },
    {
      id: "value",
      head: t("rules:value"),
      cell: ({ result }) => (result.value === undefined ? "—" : valueText(result.value)),
    },
    {
      id: "tail",
      head: t("rules:tail"),
      isNumber: true,
      cell: ({ result }) =>
        result.probability === undefined ? "—" : shareText(result.probability),
    },
    {
      id: "false",
      head: t("rules:falseAlarm"),
      isNumber: true,
      cell: ({ result: { falseAlarm } }) =>
        falseAlarm === undefined ? (
          "—"
        ) : (
          <>
            {shareText(falseAlarm.rate)}
            <span className="meta block">{code("falseAlarmBasis", falseAlarm.basis)}</span>
          </>
        ),
    },
  ];
}

export function DemonstrationPanel({
  demonstration,
}: {
  readonly demonstration: RuleView["demonstration"];
}) {
  const { t } = useTranslation();
  const columns = useColumns();
  const rows: Shown[] = [
    { name: "planted", result: demonstration.planted },
    { name: "twin", result: demonstration.twin },
  ];
  return (
    <Panel flush title={t("rules:demonstration")} aside={t("rules:ranNow")}>
      <DataTable
        caption={t("rules:demonstration")}
        columns={columns}
        rows={rows}
        rowKey={({ name }) => name}
      />
    </Panel>
  );
}
