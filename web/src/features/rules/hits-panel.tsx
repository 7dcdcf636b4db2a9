/** Lots in which the rule hit, of those the reader may see: the number opens its list. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { RuleLots } from "../../../../contract/src/indicators.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { dayOf } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useValueText } from "../leads/index.ts";
import { useRuleLots } from "./queries.ts";

type Row = RuleLots["rows"][number];

function useColumns(): readonly Column<Row>[] {
  const { t } = useTranslation();
  const valueText = useValueText();
  return [
    {
      id: "title",
      head: t("rules:process"),
      isHead: true,
      cell: ({ ocid, title }) => <Link to={`/processes/${ocid}`}>{title}</Link>,
    },
    {
      id: "value",
      head: t("rules:value"),
      cell: ({ value }) => valueText(value),
    },
    { id: "at", head: t("rules:openedOn"), cell: ({ at }) => (at === undefined ? "—" : dayOf(at)) },
  ];
}

export function HitsPanel({ id }: { readonly id: string }) {
  const { t } = useTranslation();
  const query = useRuleLots(id);
  const columns = useColumns();
  const rows = query.data?.rows ?? [];
  return (
    <Panel flush title={t("rules:hits")} aside={t("rules:hitsAbout")}>
      <QueryState query={query} />
      {query.data !== undefined && rows.length === 0 && (
        <div className="panel-body">
          <Empty title={t("rules:noHits")} why={t("rules:noHitsWhy")} />
        </div>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t("rules:hits")}
          columns={columns}
          rows={rows}
          rowKey={({ ocid, lotId }) => `${ocid}/${lotId}`}
        />
      )}
      {query.data?.more === true && <p className="panel-body meta">{t("rules:moreHits")}</p>}
    </Panel>
  );
}
