/** A bidder's receipts and an expert's scores: only their own, with the public page where there is one. */
import { useTranslation } from "react-i18next";

import type { ScoreRow, SubmissionRow } from "../../../../contract/src/workbench.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { Ring } from "../../ui/mirror.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Empty } from "../../ui/states.tsx";
import { OwnCertificate } from "../certificates/index.ts";

function Title({ row }: { readonly row: SubmissionRow | ScoreRow }) {
  const { t } = useTranslation();
  const title = t("home:due.title", { title: row.title ?? row.ocid, lot: row.lotId });
  if (!row.isPublic)
    return (
      <>
        {title} <span className="meta block">{t("home:own.notPublic")}</span>
      </>
    );
  return (
    <a href={`/process/${encodeURIComponent(row.ocid)}`} data-row={`${row.ocid}-${row.lotId}`}>
      {title}
    </a>
  );
}

function Proof({ row }: { readonly row: SubmissionRow }) {
  const { t } = useTranslation();
  if (!row.isPublic) return <span className="meta">{t("home:own.later")}</span>;
  return (
    <>
      <Icon name="download" /> <OwnCertificate ocid={row.ocid} title={row.title ?? row.ocid} />
    </>
  );
}

const titleCell = (row: Parameters<typeof Title>[0]["row"]) => <Title row={row} />;
const ringCell = ({ leafIndex }: SubmissionRow) => <Ring leafIndex={leafIndex} />;
const proofCell = (row: SubmissionRow) => <Proof row={row} />;

export function SubmissionsPanel({ rows }: { readonly rows: readonly SubmissionRow[] }) {
  const { t } = useTranslation();
  const columns: readonly Column<SubmissionRow>[] = [
    { id: "title", head: t("home:own.process"), isHead: true, cell: titleCell },
    { id: "stage", head: t("home:own.stage"), cell: (row) => t(`home:stage.${row.stage}`) },
    { id: "at", head: t("home:own.at"), cell: (row) => dayAndTime(row.at) },
    { id: "log", head: t("home:own.receipt"), cell: ringCell },
    { id: "proof", head: t("home:own.proof"), cell: proofCell },
  ];
  return (
    <Panel title={t("home:own.submissions")} flush>
      {rows.length === 0 ? (
        <div className="panel-note">
          <Empty title={t("home:own.noSubmissions")} why={t("home:own.noSubmissionsWhy")} />
        </div>
      ) : (
        <>
          <DataTable
            caption={t("home:own.submissions")}
            columns={columns}
            rows={rows}
            rowKey={({ factId }) => factId}
          />
          <p className="panel-note meta">{t("certificates:own.about")}</p>
        </>
      )}
    </Panel>
  );
}

export function ScoresPanel({ rows }: { readonly rows: readonly ScoreRow[] }) {
  const { t } = useTranslation();
  const columns: readonly Column<ScoreRow>[] = [
    { id: "title", head: t("home:own.process"), isHead: true, cell: titleCell },
    { id: "at", head: t("home:own.at"), cell: (row) => dayAndTime(row.at) },
    { id: "bidders", head: t("home:own.bidders"), isNumber: true, cell: (row) => row.bidders },
    { id: "scores", head: t("home:own.scores"), isNumber: true, cell: (row) => row.scores },
  ];
  return (
    <Panel title={t("home:own.scored")} flush>
      {rows.length === 0 ? (
        <div className="panel-note">
          <Empty title={t("home:own.noScores")} why={t("home:own.noScoresWhy")} />
        </div>
      ) : (
        <DataTable
          caption={t("home:own.scored")}
          columns={columns}
          rows={rows}
          rowKey={({ ocid, lotId }) => `${ocid}/${lotId}`}
        />
      )}
    </Panel>
  );
}
