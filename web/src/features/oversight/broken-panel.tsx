/** Records that are not what the log proves, with what they say now and what they said. */
import { useTranslation } from "react-i18next";

import type { Integrity } from "../../../../contract/src/oversight.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";

type Broken = Integrity["broken"][number];

/** Instants are read as times of the city; everything else as it is. */
const said = (value: string | undefined): string => {
  if (value === undefined) return "—";
  return /^\d{4}-\d{2}-\d{2}T/.test(value) ? dayAndTime(value) : value;
};

function useColumns(): readonly Column<Broken>[] {
  const { t } = useTranslation();
  return [
    {
      id: "case",
      head: t("oversight:integrity.case"),
      isHead: true,
      cell: ({ subject }) => <code>{subject.replace(/^voice:/, "")}</code>,
    },
    {
      id: "where",
      head: t("oversight:integrity.where"),
      cell: ({ where }) => t(`oversight:integrity.whereOf.${where}`),
    },
    {
      id: "field",
      head: t("oversight:integrity.field"),
      cell: ({ field }) => t(`oversight:integrity.fieldOf.${field}`, { defaultValue: field }),
    },
    {
      id: "stored",
      head: t("oversight:integrity.stored"),
      cell: ({ stored }) => <b className="urged">{said(stored)}</b>,
    },
    {
      id: "expected",
      head: t("oversight:integrity.expected"),
      cell: ({ expected }) => said(expected),
    },
    {
      id: "found",
      head: t("oversight:integrity.found"),
      cell: ({ foundAt }) => dayAndTime(foundAt),
    },
  ];
}

export function BrokenPanel({ integrity }: { readonly integrity: Integrity }) {
  const { t } = useTranslation();
  const { broken, brokenCount } = integrity;
  const hidden = brokenCount - broken.length;
  const columns = useColumns();
  return (
    <Panel title={t("oversight:integrity.brokenTitle")} flush>
      <DataTable
        caption={t("oversight:integrity.caption")}
        columns={columns}
        rows={broken}
        rowKey={({ where, subject, factId, field }) => `${where} ${subject} ${factId} ${field}`}
      />
      {hidden > 0 && (
        <p className="panel-foot">{t("oversight:integrity.hidden", { count: hidden })}</p>
      )}
    </Panel>
  );
}
