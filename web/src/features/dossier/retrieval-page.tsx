/** 定向调阅: asks for witness data by firm, person or device, and shows how one's requests stand. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { RetrievalState } from "../../../../contract/src/dossier-values.ts";
import type { RetrievalView } from "../../../../contract/src/dossier.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag, type Tone } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { AskForm } from "./ask-form.tsx";
import { useRetrievals } from "./queries.ts";

import "./dossier.css";

const TONES: Readonly<Record<RetrievalState, Tone>> = {
  asked: "due",
  approved: "accent",
  refused: "pause",
  expired: "plain",
};

function Standing({ row }: { readonly row: RetrievalView }) {
  const { t } = useTranslation();
  return (
    <>
      <Tag tone={TONES[row.state]}>{t(`dossier:retrieve.state.${row.state}`)}</Tag>
      {row.state === "asked" && <span className="block meta">{t("dossier:retrieve.waiting")}</span>}
      {row.closedBy !== undefined && (
        <span className="block meta">
          {t("dossier:retrieve.closedBy", { who: row.closedBy })}
          {row.closedReason === undefined ? "" : ` · ${row.closedReason}`}
        </span>
      )}
    </>
  );
}

function useColumns(): readonly Column<RetrievalView>[] {
  const { t } = useTranslation();
  return [
    {
      id: "target",
      head: t("dossier:retrieve.column.target"),
      isHead: true,
      cell: ({ target, askedAt }) => (
        <>
          {target.label}
          <span className="block meta">
            {t(`dossier:retrieve.kinds.${target.kind}`)}
            {target.field === undefined
              ? ""
              : ` · ${t(`dossier:retrieve.fields.${target.field}`)}`}{" "}
            · {dayAndTime(askedAt)}
          </span>
        </>
      ),
    },
    {
      id: "purpose",
      head: t("dossier:retrieve.column.purpose"),
      cell: ({ purpose, caseNumber }) => (
        <>
          {purpose}
          {caseNumber !== undefined && <span className="block meta">{caseNumber}</span>}
        </>
      ),
    },
    {
      id: "state",
      head: t("dossier:retrieve.column.state"),
      cell: (row) => <Standing row={row} />,
    },
    {
      id: "until",
      head: t("dossier:retrieve.column.until"),
      cell: ({ until }) => (until === undefined ? "—" : dayAndTime(until)),
    },
    {
      id: "looks",
      head: t("dossier:retrieve.column.looks"),
      isNumber: true,
      cell: ({ looks }) => looks,
    },
    {
      id: "act",
      head: t("dossier:retrieve.column.act"),
      cell: ({ id, state }) =>
        state === "approved" ? (
          <Link to={`/retrievals/${id}`}>{t("dossier:retrieve.openResult")}</Link>
        ) : (
          "—"
        ),
    },
  ];
}

export function RetrievalPage() {
  const { t } = useTranslation();
  const query = useRetrievals();
  const columns = useColumns();
  const rows = query.data?.rows ?? [];
  return (
    <div className="page">
      <title>{t("dossier:documentTitle")}</title>
      <h1 className="page-sentence">{t("dossier:title")}</h1>
      <p className="dossier-lead">
        {t("dossier:retrieve.about")} <Link to="/processes">{t("dossier:retrieve.project")}</Link>
      </p>
      <div className="dossier-retrieval">
        <Panel title={t("dossier:retrieve.form")}>
          <AskForm />
        </Panel>
        <Panel title={t("dossier:retrieve.list")} flush>
          <QueryState query={query} />
          {query.data !== undefined && rows.length === 0 && (
            <Empty title={t("dossier:retrieve.none")} why={t("dossier:retrieve.noneWhy")} />
          )}
          {rows.length > 0 && (
            <DataTable
              caption={t("dossier:retrieve.list")}
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
            />
          )}
        </Panel>
      </div>
    </div>
  );
}
