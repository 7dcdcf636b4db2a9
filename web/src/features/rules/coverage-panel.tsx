/** How often the rule could be computed, and why not. */
import { useTranslation } from "react-i18next";

import type { OutcomeCounts, RuleView } from "../../../../contract/src/indicators.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Panel } from "../../ui/panel.tsx";
import { CoverageStrip } from "./coverage-strip.tsx";

type Reason = OutcomeCounts["reasons"][number];

function useColumns(): readonly Column<Reason>[] {
  const { t } = useTranslation();
  return [
    {
      id: "reason",
      head: t("rules:reason"),
      isHead: true,
      cell: ({ code }) => t(`rules:why.${code.replaceAll(".", "_")}`),
    },
    { id: "lots", head: t("rules:lots"), isNumber: true, cell: ({ lots }) => lots },
  ];
}

export function CoveragePanel({ view }: { readonly view: RuleView }) {
  const { t } = useTranslation();
  const columns = useColumns();
  const { coverage } = view.rule;
  return (
    <Panel flush title={t("rules:coverage")} aside={t("rules:ofLots", { lots: view.lots })}>
      <div className="panel-body">
        <CoverageStrip coverage={coverage} />
      </div>
      {coverage.reasons.length > 0 && (
        <DataTable
          caption={t("rules:reason")}
          columns={columns}
          rows={coverage.reasons}
          rowKey={({ code }) => code}
        />
      )}
    </Panel>
  );
}
