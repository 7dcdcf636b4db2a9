/** One group of figures: small bars, or the same as a table; every number opens its list. */
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { type Column, DataTable } from "../../ui/data-table.tsx";
import { Panel } from "../../ui/panel.tsx";
import { listPath } from "./queries.ts";
import type { FigureGroup, FigureRow } from "./rows.ts";

export function Count({ count, query }: Pick<FigureRow, "count" | "query">) {
  return (
    <Link className="figure" to={listPath(query)}>
      {count}
    </Link>
  );
}

function Bars({ group }: { readonly group: FigureGroup }) {
  const most = Math.max(1, ...group.rows.map(({ count }) => count));
  return (
    <ul className="figure-bars">
      {group.rows.map((row) => (
        <li key={row.id}>
          <span className="figure-label">{row.label}</span>
          <span className="figure-track" aria-hidden="true">
            <i style={{ width: `${(row.count / most) * 100}%` }} />
          </span>
          <Count {...row} />
        </li>
      ))}
    </ul>
  );
}

const columnsOf = (
  { heads = [] }: FigureGroup,
  [title, count]: readonly [title: string, count: string],
): readonly Column<FigureRow>[] => [
  { id: "label", head: title, isHead: true, cell: ({ label }) => label },
  { id: "count", head: count, isNumber: true, cell: (row) => <Count {...row} /> },
  ...heads.map((head, index) => ({
    id: head,
    head,
    isNumber: true,
    cell: ({ more }: FigureRow) => more?.[index] ?? "",
  })),
];

export function FigurePanel({ group }: { readonly group: FigureGroup }) {
  const { t } = useTranslation();
  const [isTable, setTable] = useState(group.heads !== undefined);
  const title = t(`figures:group.${group.id}`);
  return (
    <Panel
      title={title}
      aside={
        <button
          type="button"
          className="figure-switch"
          aria-pressed={isTable}
          onClick={() => setTable(!isTable)}
        >
          {t("figures:asTable")}
        </button>
      }
      flush={isTable}
    >
      {group.rows.length === 0 && <p className="meta figure-none">{t("figures:none")}</p>}
      {group.rows.length > 0 && isTable && (
        <DataTable
          caption={title}
          rows={group.rows}
          rowKey={({ id }) => id}
          columns={columnsOf(group, [title, t("figures:head.count")])}
        />
      )}
      {group.rows.length > 0 && !isTable && <Bars group={group} />}
    </Panel>
  );
}
