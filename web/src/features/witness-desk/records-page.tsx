/** 见证记录: notes, acts and sheets of a day, or of one project; a table that can be saved. */
import { Button } from "antd";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { RecordList, WitnessRecord } from "../../../../contract/src/witnessing.ts";
import { csvOf, downloadText } from "../../ui/csv.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { dayAfter, dayAndTime, timeOf } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useRecords } from "./queries.ts";
import { personText, roomName, shortId } from "./words.ts";

import "./witness-desk.css";

const lawText = ({ articles }: WitnessRecord): string =>
  articles.map(({ instrument, article }) => `${instrument}${article}`).join("；");

const clipText = ({ clip }: WitnessRecord): string =>
  clip === undefined ? "" : `${clip.channel} ${timeOf(clip.from)}–${timeOf(clip.to)}`;

function stateText(t: TFunction, record: WitnessRecord): string {
  if (record.withdrawn !== undefined)
    return t("witnessing:state.withdrawn", { reason: record.withdrawn });
  if (record.isOpen) return t("witnessing:state.open");
  if (record.signature !== undefined) return t(`witnessing:signature.${record.signature}`);
  return record.measure === undefined ? "" : t(`witnessing:measure.${record.measure}`);
}

function What({ record }: { readonly record: WitnessRecord }) {
  const { t } = useTranslation();
  const { kind, id, clause, clauseText, text, number, withdrawn, ocid, title } = record;
  return (
    <>
      <span className={withdrawn === undefined ? "" : "is-withdrawn"}>
        {clause !== undefined && <span className="mono">{clause} </span>}
        {kind === "sheet" ? (
          <Link to={`/witness-desk/sheets/${id}`}>{number}</Link>
        ) : (
          (clauseText ?? text)
        )}
      </span>
      {kind === "sheet" && <span className="block">{text}</span>}
      {record.articles.length > 0 && <span className="block meta">{lawText(record)}</span>}
      {ocid !== undefined && title !== undefined && (
        <span className="block meta">
          <Link to={`/witness-desk/records?ocid=${encodeURIComponent(ocid)}`}>{title}</Link>
        </span>
      )}
      {kind === "act" && record.isOpen && (
        <Link to={`/witness-desk/acts/${id}/sheet`}>{t("witnessing:do.sheet")}</Link>
      )}
    </>
  );
}

function useColumns(): readonly Column<WitnessRecord>[] {
  const { t } = useTranslation();
  return [
    { id: "at", head: t("witnessing:column.at"), cell: ({ at }) => dayAndTime(at) },
    {
      id: "room",
      head: t("witnessing:column.room"),
      isHead: true,
      cell: ({ room, kind }) => (
        <>
          {room === undefined ? "" : roomName(t, room)} <Tag>{t(`witnessing:kind.${kind}`)}</Tag>
        </>
      ),
    },
    {
      id: "what",
      head: t("witnessing:column.what"),
      cell: (record) => <What record={record} />,
    },
    {
      id: "who",
      head: t("witnessing:column.who"),
      cell: ({ persons }) => persons.map((person) => personText(t, person)).join("、"),
    },
    {
      id: "state",
      head: t("witnessing:column.state"),
      cell: (record) => (
        <>
          {record.severity !== undefined && (
            <Tag tone={record.severity === "serious" ? "overdue" : "plain"}>
              {t(`witnessing:severity.${record.severity}`)}
            </Tag>
          )}{" "}
          {stateText(t, record)}
        </>
      ),
    },
    {
      id: "log",
      head: t("witnessing:column.log"),
      cell: (record) => (
        <>
          {record.officer}
          <span className="block meta mono">{shortId(record.factId)}</span>
          <span className="block meta">{clipText(record)}</span>
        </>
      ),
    },
  ];
}

const CSV_HEADS = [
  "at",
  "recordedAt",
  "room",
  "kind",
  "clause",
  "what",
  "law",
  "who",
  "severity",
  "state",
  "clip",
  "officer",
  "number",
  "fact",
] as const;

function csvRow(t: TFunction, record: WitnessRecord): string[] {
  const { clause = "", clauseText, text = "", severity, number = "", room } = record;
  return [
    dayAndTime(record.at),
    dayAndTime(record.recordedAt),
    room === undefined ? "" : roomName(t, room),
    t(`witnessing:kind.${record.kind}`),
    clause,
    clauseText === undefined ? text : `${clauseText}${text === "" ? "" : ` ${text}`}`,
    lawText(record),
    record.persons.map((person) => personText(t, person)).join("、"),
    severity === undefined ? "" : t(`witnessing:severity.${severity}`),
    stateText(t, record),
    clipText(record),
    record.officer,
    number,
    record.factId,
  ];
}

function useSave(name: string, records: readonly WitnessRecord[]) {
  const { t } = useTranslation();
  const head = CSV_HEADS.map((column) => t(`witnessing:csv.${column}`));
  return () =>
    downloadText(
      `${t("witnessing:records")}-${name}.csv`,
      csvOf([head, ...records.map((record) => csvRow(t, record))]),
    );
}

interface ViewProps {
  readonly view: RecordList;
  readonly ocid: string | undefined;
  readonly onDay: (day: string) => void;
}

function Records({ view, ocid, onDay }: ViewProps) {
  const { t } = useTranslation();
  const columns = useColumns();
  const { records, day, title } = view;
  const name = day ?? title ?? ocid ?? "";
  const save = useSave(name, records);
  return (
    <>
      <h1 className="page-sentence">
        {t("witnessing:recordsSentence", {
          name,
          count: records.length,
          open: records.filter(({ isOpen }) => isOpen).length,
        })}
      </h1>
      <p className="witness-days">
        {day !== undefined && (
          <>
            <Button onClick={() => onDay(dayAfter(day, -1))}>{t("openings:before")}</Button>
            <Button onClick={() => onDay(dayAfter(day, 1))}>{t("openings:after")}</Button>
          </>
        )}
        {ocid !== undefined && (
          <Link to={`/processes/${encodeURIComponent(ocid)}`}>{t("witnessing:process")}</Link>
        )}
        <Button disabled={records.length === 0} onClick={save}>
          {t("witnessing:do.csv")}
        </Button>
      </p>
      <Panel title={t("witnessing:records")} aside={t("witnessing:recordsAbout")} flush>
        {records.length === 0 ? (
          <Empty title={t("witnessing:noRecords")} why={t("witnessing:noRecordsWhy")} />
        ) : (
          <DataTable
            caption={t("witnessing:records")}
            columns={columns}
            rows={records}
            rowKey={({ factId }) => factId}
          />
        )}
      </Panel>
    </>
  );
}

export function RecordsPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const ocid = search.get("ocid") ?? undefined;
  const day = search.get("day") ?? undefined;
  const query = useRecords({
    ...(ocid === undefined ? {} : { ocid }),
    ...(day === undefined ? {} : { day }),
  });
  return (
    <div className="page">
      <title>{t("witnessing:recordsTitle")}</title>
      <p className="meta">
        <Link to="/witness-desk">{t("witnessing:title")}</Link> / {t("witnessing:records")}
      </p>
      <QueryState query={query} />
      {query.data !== undefined && (
        <Records view={query.data} ocid={ocid} onDay={(next) => setSearch({ day: next })} />
      )}
    </div>
  );
}
