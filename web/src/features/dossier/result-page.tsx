/** What a retrieval found: project by project, the target's part in it and the witness data beside it. */
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import type { FoundRow, RetrievalResult } from "../../../../contract/src/dossier.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Ring } from "../../ui/mirror.tsx";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useResult } from "./queries.ts";

import "./dossier.css";

function Witness({ row }: { readonly row: FoundRow }) {
  const { t } = useTranslation();
  const { ocid, lotId, opening, evaluatedAt, clips, role } = row;
  const query = new URLSearchParams({ ocid, lot: lotId ?? "" }).toString();
  return (
    <span className="dossier-notes">
      <Link to={`/dossier/${encodeURIComponent(ocid)}`}>
        {t("dossier:retrieve.result.dossier")}
      </Link>
      {opening !== undefined && (
        <Link to={`/openings/${encodeURIComponent(opening)}`}>
          {t("dossier:retrieve.result.opening")}
        </Link>
      )}
      {role === "evaluator" && (
        <Link to={`/lookback/lot?${query}`}>{t("dossier:retrieve.result.lookback")}</Link>
      )}
      {evaluatedAt !== undefined && (
        <span className="meta">
          {t("dossier:retrieve.result.evaluation", { at: dayAndTime(evaluatedAt) })}
        </span>
      )}
      {clips.length > 0 && (
        <Link to={`/dossier/${encodeURIComponent(ocid)}`}>
          {t("dossier:retrieve.result.clips", { count: clips.length })}
        </Link>
      )}
    </span>
  );
}

function Leads({ leads }: { readonly leads: FoundRow["leads"] }) {
  const { t } = useTranslation();
  if (leads.length === 0)
    return <span className="meta">{t("dossier:retrieve.result.noLead")}</span>;
  return (
    <span className="dossier-notes">
      {leads.map(({ id, number }) => (
        <Link key={id} to={`/leads/${encodeURIComponent(id)}`}>
          {number}
        </Link>
      ))}
    </span>
  );
}

function useColumns(): readonly Column<FoundRow>[] {
  const { t } = useTranslation();
  return [
    {
      id: "project",
      head: t("dossier:retrieve.result.project"),
      isHead: true,
      cell: ({ ocid, title, lotId }) => (
        <>
          <Link to={`/processes/${encodeURIComponent(ocid)}`}>{title}</Link>
          {lotId !== undefined && (
            <span className="block meta">{t("dossier:timeline.lot", { lot: lotId })}</span>
          )}
        </>
      ),
    },
    {
      id: "role",
      head: t("dossier:retrieve.result.role"),
      cell: ({ role, firm, scores }) => (
        <>
          {t(`dossier:retrieve.role.${role}`)}
          {firm !== undefined && <span className="block meta">{firm}</span>}
          {scores !== undefined && (
            <span className="block meta">
              {t("dossier:retrieve.result.scores", { count: scores })}
            </span>
          )}
        </>
      ),
    },
    {
      id: "at",
      head: t("dossier:retrieve.result.at"),
      cell: ({ at, factId, leafIndex }) => (
        <>
          {dayAndTime(at)}
          {factId !== undefined && (
            <span className="block">
              <Ring leafIndex={leafIndex} />
            </span>
          )}
        </>
      ),
    },
    {
      id: "witness",
      head: t("dossier:retrieve.result.witness"),
      cell: (row) => <Witness row={row} />,
    },
    {
      id: "leads",
      head: t("dossier:retrieve.result.leads"),
      cell: ({ leads }) => <Leads leads={leads} />,
    },
  ];
}

function Content({ result }: { readonly result: RetrievalResult }) {
  const { t } = useTranslation();
  const columns = useColumns();
  const { retrieval, rows, resultHash, isCut } = result;
  const { target, purpose, caseNumber, until } = retrieval;
  return (
    <div className="page">
      <title>{t("dossier:retrieve.result.documentTitle")}</title>
      <div className="page-kicker">
        <Link to="/retrievals">{t("dossier:retrieve.result.back")}</Link>
        <span className="meta">
          {[purpose, caseNumber].filter((part) => part !== undefined).join(" · ")}
        </span>
      </div>
      <h1 className="page-sentence">
        {t("dossier:retrieve.result.sentence", {
          kind: t(`dossier:retrieve.kinds.${target.kind}`),
          label: target.label,
          projects: new Set(rows.map(({ ocid }) => ocid)).size,
          rows: rows.length,
        })}
      </h1>
      <p className="meta dossier-lead">
        {until !== undefined && t("dossier:retrieve.result.until", { at: dayAndTime(until) })}{" "}
        {t("dossier:retrieve.result.fact")} {isCut && t("dossier:retrieve.result.cut")}
      </p>
      <Panel title={t("dossier:retrieve.result.caption")} flush>
        {rows.length === 0 ? (
          <Empty
            title={t("dossier:retrieve.result.none")}
            why={t("dossier:retrieve.result.noneWhy")}
          />
        ) : (
          <DataTable
            caption={t("dossier:retrieve.result.caption")}
            columns={columns}
            rows={rows}
            rowKey={({ ocid, lotId, role, at, factId }) =>
              [ocid, lotId, role, at, factId].join(" ")
            }
          />
        )}
      </Panel>
      <p className="meta dossier-hash">
        {t("dossier:retrieve.result.hash")} <code>{resultHash}</code>
      </p>
    </div>
  );
}

export function RetrievalResultPage() {
  const { id = "" } = useParams();
  const query = useResult(id);
  if (query.data === undefined)
    return (
      <div className="page">
        <QueryState query={query} />
      </div>
    );
  return <Content result={query.data} />;
}
