/** Who handles how much, who lets lie, and since when. Every figure opens its rows. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { DepartmentRow } from "../../../../contract/src/workbench.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayOf, daysBetween } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToday } from "../../ui/use-today.ts";

const STATES = ["returned", "routed", "received", "decided"] as const;

function useColumns(): readonly Column<DepartmentRow>[] {
  const { t } = useTranslation();
  const today = useToday();
  const count = (row: DepartmentRow, value: number, query: string) =>
    value === 0 ? (
      <span className="meta">0</span>
    ) : (
      <Link to={`/leads?department=${row.department.id}&${query}`}>{value}</Link>
    );
  return [
    {
      id: "department",
      head: t("home:board.department"),
      isHead: true,
      cell: (row) => (
        <Link to={`/leads?department=${row.department.id}`} data-row={row.department.id}>
          {row.department.name}
        </Link>
      ),
    },
    {
      id: "stuck",
      head: t("home:board.stuck"),
      isNumber: true,
      cell: (row) => (
        <b className={row.stuck > 0 ? "urged" : ""}>
          {row.stuck > 0 && <i aria-hidden="true">◆ </i>}
          {count(row, row.stuck, "stuck=yes")}
        </b>
      ),
    },
    {
      id: "since",
      head: t("home:board.since"),
      cell: (row) =>
        row.lyingSince === undefined
          ? "—"
          : t("home:board.sinceDay", {
              day: dayOf(row.lyingSince),
              count: daysBetween(dayOf(row.lyingSince), today),
            }),
    },
    ...STATES.map((state) => ({
      id: state,
      head: t(`leads:state.${state}`),
      isNumber: true,
      cell: (row: DepartmentRow) => count(row, row[state], `state=${state}`),
    })),
    {
      id: "urges",
      head: t("home:board.urges"),
      isNumber: true,
      cell: (row) => row.urges,
    },
  ];
}

export function DepartmentBoard({ rows }: { readonly rows: readonly DepartmentRow[] }) {
  const { t } = useTranslation();
  const columns = useColumns();
  return (
    <Panel
      title={t("home:board.title")}
      aside={<span className="meta">{t("home:board.about")}</span>}
      flush
    >
      {rows.length === 0 ? (
        <div className="panel-note">
          <Empty title={t("home:board.empty")} />
        </div>
      ) : (
        <DataTable
          caption={t("home:board.title")}
          columns={columns}
          rows={rows}
          rowKey={(row) => row.department.id}
        />
      )}
    </Panel>
  );
}
