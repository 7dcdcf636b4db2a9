/** Whether the stored recordings of a project's days are still what was recorded, and the button that looks now. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";

import type { RecordingCheck, RecordingsOfProject } from "../../../../contract/src/video.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty } from "../../ui/states.tsx";
import { spanText, useNames } from "./recordings-panels.tsx";
import { useCheckRecordings } from "./register-queries.ts";

const DAY = /^(\d{4})(\d{2})(\d{2})$/u;
/** Findings that a cell names; the rest is counted. */
const SHOWN = 5;

function Found({ found, findings, segments }: RecordingCheck) {
  const { t } = useTranslation();
  if (found === 0 && segments === 0) return <>{t("cameras:checks.nothing")}</>;
  if (found === 0) return <Tag tone="accent">{t("cameras:checks.same")}</Tag>;
  return (
    <>
      <Tag tone="overdue">{t("cameras:checks.found", { count: found })}</Tag>
      <ul className="check-findings">
        {findings.slice(0, SHOWN).map(({ fault, number, file }) => (
          <li key={`${fault} ${file} ${number ?? ""}`}>
            {number === undefined
              ? t(`cameras:checks.fault.${fault}`)
              : `${t("cameras:checks.segment", { number })}${t(`cameras:checks.fault.${fault}`)}`}
            <code className="block meta">{file}</code>
          </li>
        ))}
      </ul>
      {found > SHOWN && t("cameras:checks.more", { count: found - SHOWN })}
    </>
  );
}

function useColumns(nameOf: (channel: string) => string): readonly Column<RecordingCheck>[] {
  const { t } = useTranslation();
  return [
    { id: "at", head: t("cameras:checks.at"), cell: ({ at }) => dayAndTime(at) },
    {
      id: "camera",
      head: t("cameras:recordings.camera"),
      isHead: true,
      cell: ({ channel, recording, span }) => (
        <>
          {nameOf(channel)}
          <span className="block meta">
            {span !== undefined && spanText(span.from, span.to)}
            {span === undefined &&
              (DAY.test(recording)
                ? recording.replace(DAY, "$1-$2-$3")
                : t("cameras:checks.replay"))}
          </span>
        </>
      ),
    },
    {
      id: "segments",
      head: t("cameras:checks.segments"),
      isNumber: true,
      cell: ({ segments }) => segments.toLocaleString("zh-CN"),
    },
    { id: "found", head: t("cameras:checks.result"), cell: (check) => <Found {...check} /> },
  ];
}

interface ChecksProps {
  readonly ocid: string;
  readonly recordings: RecordingsOfProject;
  readonly mayKeep: boolean;
}

export function ChecksPanel({ ocid, recordings, mayKeep }: ChecksProps) {
  const { t } = useTranslation();
  const { cameras, checks } = recordings;
  const columns = useColumns(useNames(recordings));
  const look = useCheckRecordings(ocid);
  return (
    <Panel
      title={t("cameras:checks.title")}
      aside={
        mayKeep &&
        cameras.length > 0 && (
          <Button size="small" loading={look.isPending} onClick={() => look.mutate(cameras)}>
            {t("cameras:checks.now")}
          </Button>
        )
      }
      flush
    >
      {look.error !== null && <ProblemNotice error={look.error} />}
      {checks.length === 0 ? (
        <Empty title={t("cameras:checks.none")} why={t("cameras:checks.noneWhy")} />
      ) : (
        <DataTable
          caption={t("cameras:checks.title")}
          columns={columns}
          rows={checks}
          rowKey={({ channel, recording, at }) => `${channel} ${recording} ${at}`}
          rowClass={({ found }) => (found > 0 ? "is-wrong" : "")}
        />
      )}
    </Panel>
  );
}
