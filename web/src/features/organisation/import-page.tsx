/** Import from a workbook: template, preview with what is wrong, apply. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import {
  IMPORT_SHEETS,
  type ImportError,
  type ImportPreview,
} from "../../../../contract/src/organisation-api.ts";
import { IMPORT_TEMPLATE_PATH } from "../../../../contract/src/organisation-client.ts";
import { DataTable } from "../../ui/data-table.tsx";
import { FileButton } from "../../ui/file-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { api } from "../session/index.ts";

import "./organisation.css";
import { useAct } from "./queries.ts";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const COUNTS = ["new", "changed", "same", "wrong"] as const;

function Counts({ preview }: { readonly preview: ImportPreview }) {
  const { t } = useTranslation();
  return (
    <DataTable
      caption={t("organisation:importPage.title")}
      rows={IMPORT_SHEETS}
      rowKey={(sheet) => sheet}
      columns={[
        {
          id: "sheet",
          head: t("organisation:importPage.sheet"),
          isHead: true,
          cell: (sheet) => t(`organisation:sheet.${sheet}`),
        },
        ...COUNTS.map((count) => ({
          id: count,
          head: t(`organisation:importPage.${count}`),
          isNumber: true,
          cell: (sheet: (typeof IMPORT_SHEETS)[number]) => preview.counts[sheet][count],
        })),
      ]}
    />
  );
}

const showCell = ({ value }: ImportError) => <code>{value}</code>;

function Errors({ preview }: { readonly preview: ImportPreview }) {
  const { t } = useTranslation();
  if (preview.errors.length === 0) return null;
  const cell = (id: string, show: (error: ImportError) => React.ReactNode) => ({
    id,
    head: t(`organisation:importPage.${id}`),
    cell: show,
  });
  const count = preview.errors.length + preview.moreErrors;
  return (
    <Panel flush title={t("organisation:importPage.errors", { count })}>
      <DataTable
        caption={t("organisation:importPage.errors", { count })}
        rows={preview.errors}
        rowKey={({ sheet, row, column, code, value }) =>
          [sheet, row, column, code, value].join("/")
        }
        columns={[
          cell("sheet", ({ sheet }) => sheet),
          cell("row", ({ row }) => (row === 0 ? "—" : row)),
          cell("column", ({ column }) => column),
          cell("value", showCell),
          cell("what", ({ code }) => t(`organisation:importError.${code}.what`)),
          cell("fix", ({ code }) => t(`organisation:importError.${code}.fix`)),
        ]}
      />
      {preview.moreErrors > 0 && (
        <p className="panel-note">
          {t("organisation:importPage.moreErrors", { count: preview.moreErrors })}
        </p>
      )}
    </Panel>
  );
}

export function ImportPage() {
  const { t } = useTranslation();
  const [file, setFile] = useState<Blob>();
  const preview = useAct(api.previewImport);
  const apply = useAct(api.applyImport);
  const choose = (chosen: File) => {
    const workbook = new Blob([chosen], { type: XLSX });
    setFile(workbook);
    apply.reset();
    preview.mutate(workbook);
  };
  const { data } = preview;
  const right = IMPORT_SHEETS.reduce(
    (sum, sheet) => sum + (data ? data.counts[sheet].new + data.counts[sheet].changed : 0),
    0,
  );
  return (
    <div className="page">
      <title>{t("organisation:import")}</title>
      <nav className="crumbs" aria-label={t("organisation:title")}>
        <Link to="/organisation">{t("organisation:title")}</Link>
      </nav>
      <h1 className="page-sentence">{t("organisation:importPage.title")}</h1>
      <p className="say">{t("organisation:importPage.steps")}</p>
      <div className="organisation-bar">
        <a className="button-link" href={IMPORT_TEMPLATE_PATH} download>
          {t("organisation:importPage.template")}
        </a>
        <FileButton label={t("organisation:importPage.choose")} accept=".xlsx" onFile={choose} />
      </div>
      {(preview.error ?? apply.error) !== null && (
        <ProblemNotice error={preview.error ?? apply.error} />
      )}
      {apply.data !== undefined && (
        <Notice tone="accent">
          {"approval" in apply.data ? (
            <p>
              {t("organisation:form.pending")}{" "}
              <Link to={`/approvals/${apply.data.approval}`}>
                {t("organisation:form.seeRequest")}
              </Link>
            </p>
          ) : (
            <p>
              {t("organisation:importPage.applied", { count: apply.data.recorded })}{" "}
              <Link to="/organisation/accounts?state=none">
                {t("organisation:importPage.openAccounts")}
              </Link>
            </p>
          )}
        </Notice>
      )}
      {data !== undefined && (
        <>
          <Panel
            flush
            title={t("organisation:importPage.read", {
              seconds: (data.milliseconds / 1000).toFixed(1),
            })}
          >
            <Counts preview={data} />
          </Panel>
          {data.needsApproval && <p className="say">{t("organisation:importPage.second")}</p>}
          <p className="row-acts">
            <Button
              type="primary"
              disabled={right === 0 || apply.isSuccess}
              loading={apply.isPending}
              onClick={() => file !== undefined && apply.mutate(file)}
            >
              {t("organisation:importPage.apply", { count: right })}
            </Button>
          </p>
          <Errors preview={data} />
        </>
      )}
    </div>
  );
}
