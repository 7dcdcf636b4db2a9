/** The report as it is signed: to read, to print, to take away. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { useReport } from "./queries.ts";
import { lotPath } from "./words.ts";

import "./lookback.css";

export function LookbackReportPage() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const query = { ocid: search.get("ocid") ?? "", lot: search.get("lot") ?? "" };
  const report = useReport(query);
  const [title, ...lines] = report.data?.lines ?? [];
  return (
    <div className="page">
      <title>{t("lookback:reportTitle")}</title>
      <QueryState query={report} />
      {report.data !== undefined && (
        <>
          <p className="lookback-acts no-print">
            <Link to={`/lookback/lot?${lotPath(query)}`}>{t("lookback:page.lot")}</Link>
            <a href={`/api/lookback/report.docx?${lotPath(query)}`} download>
              {t("lookback:page.docx")}
            </a>
            <Button onClick={() => window.print()}>{t("lookback:page.print")}</Button>
            <Tag tone={report.data.isSigned ? "accent" : "prov"}>
              {t(report.data.isSigned ? "lookback:page.signed" : "lookback:page.unsigned")}
            </Tag>
          </p>
          <article className="lookback-report">
            <h1>{title}</h1>
            {lines.map((line, place) =>
              /^[一二三四]、/u.test(line) ? <h2 key={place}>{line}</h2> : <p key={place}>{line}</p>,
            )}
            <p className="meta">
              {t("lookback:sign.hash")} <code>{report.data.hash}</code>
            </p>
          </article>
        </>
      )}
    </div>
  );
}
