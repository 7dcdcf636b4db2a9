/** What needs a look, by legal consequence; each row opens its case and its notice. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { BoardRow } from "../../../../contract/src/oversight.ts";
import { csvOf, downloadText } from "../../ui/csv.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Panel, Tag, type Tone } from "../../ui/panel.tsx";
import { Empty } from "../../ui/states.tsx";
import { shortUnit, useBoardWords } from "./words.ts";

const SHOWN = 8;

const TONES: Partial<Readonly<Record<BoardRow["situation"], Tone>>> = {
  statutoryLate: "overdue",
  commitmentLate: "due",
  returned: "due",
  unclaimed: "due",
  pausedLong: "pause",
  pauseAbuse: "pause",
  unanswered: "due",
  copied: "due",
  unpublished: "due",
  leadIgnored: "due",
};
const MARKS: Partial<Readonly<Record<Tone, string>>> = { overdue: "▲", due: "◆", pause: "‖" };

function SituationTag({ row }: { readonly row: BoardRow }) {
  const words = useBoardWords();
  const tone = TONES[row.situation] ?? "plain";
  const mark = MARKS[tone];
  return (
    <>
      <Tag tone={tone}>
        {mark !== undefined && <i aria-hidden="true">{mark}</i>} {words.tag(row)}
      </Tag>
      {words.signs(row).map((sign) => (
        <span key={sign} className="block meta">
          {sign}
        </span>
      ))}
    </>
  );
}

/** The project's page is public; a case itself stays with its department. */
function CaseCell({ row }: { readonly row: BoardRow }) {
  const { t } = useTranslation();
  const path = row.subject.startsWith("lead:")
    ? `/leads/${encodeURIComponent(row.subject.slice(5))}`
    : `/voices/${encodeURIComponent(row.number)}`;
  return (
    <span>
      <Link to={path} className="case-number">
        {row.number}
      </Link>
      <span className="block meta">{row.project ?? t(`oversight:kind.${row.kind}`)}</span>
    </span>
  );
}

interface NeedsProps {
  readonly rows: readonly BoardRow[];
  readonly maySign: boolean;
  readonly onDraft: (row: BoardRow) => void;
}

function useColumns({ maySign, onDraft }: NeedsProps): readonly Column<BoardRow>[] {
  const { t } = useTranslation();
  const words = useBoardWords();
  return [
    {
      id: "case",
      head: t("oversight:column.case"),
      isHead: true,
      cell: (row) => <CaseCell row={row} />,
    },
    {
      id: "unit",
      head: t("oversight:column.unit"),
      cell: ({ earlier, unit }) =>
        [...earlier, unit].map(({ name }) => shortUnit(name)).join(" → "),
    },
    {
      id: "situation",
      head: t("oversight:column.situation"),
      cell: (row) => <SituationTag row={row} />,
    },
    {
      id: "time",
      head: t("oversight:column.time"),
      cell: (row) => (
        <span>
          {words.times(row).map((line, index) => (
            <span key={line} className={index === 0 ? "block nowrap" : "block meta nowrap"}>
              {line}
            </span>
          ))}
        </span>
      ),
    },
    {
      id: "explanation",
      head: t("oversight:column.explanation"),
      cell: ({ explanation }) => (
        <span className="said">
          {explanation === undefined
            ? t("oversight:noExplanation")
            : t(`oversight:explanationFrom.${explanation.from}`, { text: explanation.text })}
        </span>
      ),
    },
    {
      id: "act",
      head: t("oversight:column.act"),
      cell: (row) => {
        if (row.notice !== undefined)
          return <Link to={`/oversight/notices/${row.notice}`}>{row.notice}</Link>;
        if (!maySign || row.suggests === null) return null;
        return (
          <Button size="small" onClick={() => onDraft(row)} data-row-act={row.id}>
            {t(`oversight:act.${row.suggests}`)}
          </Button>
        );
      },
    },
  ];
}

export function NeedsPanel(props: NeedsProps) {
  const { t } = useTranslation();
  const words = useBoardWords();
  const [isAll, setAll] = useState(false);
  const columns = useColumns(props);
  const { rows } = props;
  const shown = isAll ? rows : rows.slice(0, SHOWN);
  const save = () =>
    downloadText(
      `${t("oversight:needs.title")}.csv`,
      csvOf([
        columns.slice(0, 5).map(({ head }) => head),
        ...rows.map((row) => [
          row.number,
          row.unit.name,
          [words.tag(row), ...words.signs(row)].join("；"),
          words.times(row).join("；"),
          row.explanation?.text ?? "",
        ]),
      ]),
    );
  return (
    <Panel
      title={t("oversight:needs.title")}
      aside={
        <>
          {t("oversight:needs.note", { shown: shown.length, all: rows.length })}{" "}
          {rows.length > SHOWN && (
            <button type="button" className="text-button" onClick={() => setAll(!isAll)}>
              {t(isAll ? "oversight:needs.fewer" : "oversight:needs.all")}
            </button>
          )}{" "}
          <button type="button" className="text-button" onClick={save}>
            {t("oversight:needs.csv")}
          </button>
        </>
      }
      flush
    >
      {rows.length === 0 ? (
        <div className="panel-body">
          <Empty title={t("oversight:needs.none")} />
        </div>
      ) : (
        <DataTable
          caption={t("oversight:needs.caption")}
          columns={columns}
          rows={shown}
          rowKey={({ id }) => id}
        />
      )}
    </Panel>
  );
}
