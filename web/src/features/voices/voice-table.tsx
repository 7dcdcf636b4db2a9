/** The list as a table; on a narrow screen each row is a card. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { VoiceRow } from "../../../../contract/src/voices.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Tag } from "../../ui/panel.tsx";
import { DueMark } from "./due-mark.tsx";

export const voicePath = (id: string): string => `/voices/${encodeURIComponent(id)}`;

function What({ row }: { readonly row: VoiceRow }) {
  const { t } = useTranslation();
  return (
    <div className="voice-what">
      <Link to={voicePath(row.id)} data-row={row.id} className="queue-title">
        {row.title}
      </Link>
      <span className="meta">
        <b>{t(`voices:kind.${row.kind}`)}</b> <span className="nowrap">{row.number}</span> ·{" "}
        {t(`organisation:regime.${row.regime}`)} · {dayAndTime(row.receivedAt)} ·{" "}
        {t("voices:claimCount", { count: row.claims })}
      </span>
    </div>
  );
}

function Holder({ row }: { readonly row: VoiceRow }) {
  const { t } = useTranslation();
  return (
    <>
      {row.unit.name}
      <span className="meta block">{row.officerName ?? t("voices:noOfficer")}</span>
    </>
  );
}

function Hints({ row }: { readonly row: VoiceRow }) {
  const { t } = useTranslation();
  const hints = [
    row.returns > 0 ? t("voices:hint.returned", { count: row.returns }) : undefined,
    row.firstReceiver && t("voices:hint.firstReceiver", { unit: row.firstReceiver.unit.name }),
    row.escalations > 0 ? t("voices:hint.escalated", { count: row.escalations }) : undefined,
    row.channel === "web" || row.channel === "service"
      ? undefined
      : t(`voices:channel.${row.channel}`),
  ].filter((hint) => hint !== undefined);
  return (
    <span className="voice-hints">
      {hints.map((hint) => (
        <Tag key={hint}>{hint}</Tag>
      ))}
    </span>
  );
}

interface Marks {
  readonly marked: ReadonlySet<string>;
  readonly onMark: (id: string) => void;
}
export interface VoiceTableProps extends Marks {
  readonly rows: readonly VoiceRow[];
}

function MarkBox({ row, marked, onMark }: Marks & { readonly row: VoiceRow }) {
  const { t } = useTranslation();
  return (
    <input
      type="checkbox"
      className="queue-mark"
      checked={marked.has(row.id)}
      aria-label={t("voices:mark", { number: row.number })}
      onChange={() => onMark(row.id)}
    />
  );
}

function State({ row }: { readonly row: VoiceRow }) {
  const { t } = useTranslation();
  return <Tag>{t(`voices:state.${row.state}`)}</Tag>;
}

const whatCell = (row: VoiceRow) => <What row={row} />;
const holderCell = (row: VoiceRow) => <Holder row={row} />;
const stateCell = (row: VoiceRow) => <State row={row} />;
const hintCell = (row: VoiceRow) => <Hints row={row} />;
const dueCell = ({ binding, next, isPaused }: VoiceRow) => (
  <DueMark binding={binding} next={next} isPaused={isPaused} />
);
const markCell = (marks: Marks) => (row: VoiceRow) => <MarkBox row={row} {...marks} />;

export function VoiceTable({ rows, marked, onMark }: VoiceTableProps) {
  const { t } = useTranslation();
  const columns: readonly Column<VoiceRow>[] = [
    { id: "mark", head: t("voices:column.mark"), cell: markCell({ marked, onMark }) },
    { id: "what", head: t("voices:column.what"), isHead: true, cell: whatCell },
    { id: "writer", head: t("voices:column.writer"), cell: ({ writer }) => writer },
    { id: "unit", head: t("voices:column.unit"), cell: holderCell },
    { id: "state", head: t("voices:column.state"), cell: stateCell },
    { id: "due", head: t("voices:column.due"), cell: dueCell },
    { id: "hints", head: t("voices:column.hints"), cell: hintCell },
  ];
  return (
    <div className="voice-table">
      <DataTable
        caption={t("voices:title")}
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
        rowClass={({ binding }) => (binding?.isLate === true ? "is-late" : "")}
      />
    </div>
  );
}
