/** The work summary of a quarter as it will be downloaded: every number with its footnote. */
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { SummaryBlock, WorkSummary } from "../../../../contract/src/work-summary.ts";
import { Choice } from "../../ui/choice.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { useToday } from "../../ui/use-today.ts";
import { api } from "../session/index.ts";
import { quartersUntil } from "./period.ts";

import "./figures.css";

const QUARTER = /^20\d{2}Q[1-4]$/;

function Pieces({ pieces }: Pick<SummaryBlock, "pieces">) {
  return pieces.map((piece) =>
    typeof piece === "string" ? (
      piece
    ) : (
      <span key={piece.note}>
        {piece.value !== "" && <b>{piece.value}</b>}
        <sup>
          <a id={`ref-${piece.note}`} href={`#note-${piece.note}`}>
            [{piece.note}]
          </a>
        </sup>
      </span>
    ),
  );
}

function Block({ block }: { readonly block: SummaryBlock }) {
  const pieces = <Pieces pieces={block.pieces} />;
  if (block.kind === "title") return <h2 className="report-title">{pieces}</h2>;
  return block.kind === "heading" ? <h3>{pieces}</h3> : <p>{pieces}</p>;
}

function Notes({ summary }: { readonly summary: WorkSummary }) {
  const { t } = useTranslation();
  return (
    <Panel title={t("report:notes")}>
      <ol className="report-notes">
        {summary.notes.map((note, index) => (
          <li key={`${index + 1}`} id={`note-${index + 1}`}>
            {note.text}
            {note.list !== undefined && (
              <>
                {" "}
                <Link to={note.list.replace(/^\/console/, "")}>{t("report:list")}</Link>
              </>
            )}
            {note.hash !== undefined && (
              <p className="meta">
                {t("report:hash")} <code>{note.hash}</code>
              </p>
            )}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

export function SummaryPage() {
  const { t } = useTranslation();
  const today = useToday();
  const [params, setParams] = useSearchParams();
  const quarters = quartersUntil(today);
  const asked = params.get("quarter") ?? "";
  const quarter = QUARTER.test(asked) ? asked : (quarters[0] ?? "");
  const request = useQuery({
    queryKey: ["work-summary", quarter],
    queryFn: ({ signal }) => api.getWorkSummary({ quarter }, signal),
  });
  const summary = request.data;
  const nameOf = (name: string) =>
    t("report:quarterName", { year: name.slice(0, 4), quarter: name.slice(5) });
  const missing = summary?.notes.filter(({ isMissing }) => isMissing).length ?? 0;
  return (
    <div className="page">
      <title>{t("report:title")}</title>
      <h1 className="page-sentence">
        {summary === undefined
          ? t("report:title")
          : t("report:sentence", {
              period: nameOf(quarter),
              filled: summary.notes.length - missing,
              missing,
            })}
      </h1>
      <p className="report-about">{t("report:about")}</p>
      <div className="choices figures-choices no-print">
        <Choice
          label={t("report:quarter")}
          value={quarter}
          values={[...new Set([quarter, ...quarters])].map((one) => [one, nameOf(one)])}
          onChange={(value) => setParams({ quarter: value }, { replace: true })}
        />
        <a
          className="button-link"
          download
          href={`/api/reports/work-summary.docx?quarter=${quarter}`}
        >
          {t("report:download")}
        </a>
      </div>
      <QueryState query={request} />
      {summary !== undefined && (
        <>
          <p className="meta">
            {t("report:asOf", { time: dayAndTime(summary.asOf) })} ·{" "}
            {summary.logSize === undefined
              ? t("report:noLog")
              : t("report:logSize", { size: summary.logSize })}
          </p>
          <article className="report" lang="zh-CN">
            {summary.blocks.map((block, index) => (
              <Block key={`${index + 1}`} block={block} />
            ))}
          </article>
          <Notes summary={summary} />
        </>
      )}
    </div>
  );
}
