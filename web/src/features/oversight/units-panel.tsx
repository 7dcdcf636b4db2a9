/** Departments with their intervals; each number opens the settled cases behind it. */
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { HandledRow, UnitFigures } from "../../../../contract/src/oversight.ts";
import { csvOf, downloadText } from "../../ui/csv.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { Panel } from "../../ui/panel.tsx";
import { Empty } from "../../ui/states.tsx";
import { IntervalBar } from "./interval-bar.tsx";
import { percent, shortUnit } from "./words.ts";

export const HANDLED_FILTERS = [
  "all",
  "inTime",
  "late",
  "commitment",
  "bounced",
  "reversed",
  "unpublished",
] as const;
export type HandledFilter = (typeof HANDLED_FILTERS)[number];

const KEPT: Readonly<Record<HandledFilter, (row: HandledRow) => boolean>> = {
  all: () => true,
  inTime: ({ inStatutory }) => inStatutory === true,
  late: ({ inStatutory }) => inStatutory === false,
  commitment: ({ inCommitment }) => inCommitment === true,
  bounced: ({ returns }) => returns > 0,
  reversed: ({ isReversed }) => isReversed,
  unpublished: ({ publication }) => publication === "late",
};

export interface Opened {
  /** Empty: every department. */
  readonly unit: string;
  readonly filter: HandledFilter;
}

type Open = (opened: Opened) => void;

function Opener({ value, open }: { readonly value: number; readonly open: () => void }) {
  if (value === 0) return <>0</>;
  return (
    <button type="button" className="text-button sourced" onClick={open}>
      {value}
    </button>
  );
}

function useColumns(onOpen: Open): readonly Column<UnitFigures>[] {
  const { t } = useTranslation();
  const number = (
    id: string,
    filter: HandledFilter,
    valueOf: (row: UnitFigures) => number,
  ): Column<UnitFigures> => ({
    id,
    head: t(`oversight:units.${id}`),
    isNumber: true,
    cell: (row) => (
      <Opener value={valueOf(row)} open={() => onOpen({ unit: row.unit.id, filter })} />
    ),
  });
  return [
    {
      id: "unit",
      head: t("oversight:units.unit"),
      isHead: true,
      cell: ({ unit }) => shortUnit(unit.name),
    },
    number("handled", "all", ({ figures }) => figures.handled),
    {
      id: "statutory",
      head: t("oversight:units.statutory"),
      cell: ({ figures: { statutory, expected } }) => (
        <span>
          <IntervalBar share={statutory} />
          {expected !== undefined && (
            <span className="block meta">
              {t("oversight:units.expected", { share: percent(expected) })}
            </span>
          )}
        </span>
      ),
    },
    number("commitment", "commitment", ({ figures }) => figures.commitment.k),
    {
      id: "median",
      head: t("oversight:units.median"),
      isNumber: true,
      cell: ({ figures: { medianDays } }) =>
        medianDays === undefined ? "—" : t("oversight:units.days", { days: medianDays }),
    },
    number("bounced", "bounced", ({ figures }) => figures.bounced),
    number("reversed", "reversed", ({ figures }) => figures.reversed.k),
    number("unpublished", "unpublished", ({ figures: { published } }) => published.n - published.k),
  ];
}

export function UnitsPanel({
  units,
  onOpen,
}: {
  readonly units: readonly UnitFigures[];
  readonly onOpen: Open;
}) {
  const { t } = useTranslation();
  const columns = useColumns(onOpen);
  const save = () =>
    downloadText(
      `${t("oversight:units.title")}.csv`,
      csvOf([
        columns.map(({ head }) => head),
        ...units.map(({ unit, figures }) => [
          unit.name,
          String(figures.handled),
          `${figures.statutory.k}/${figures.statutory.n}`,
          String(figures.commitment.k),
          String(figures.medianDays ?? ""),
          String(figures.bounced),
          String(figures.reversed.k),
          String(figures.published.n - figures.published.k),
        ]),
      ]),
    );
  return (
    <Panel
      title={t("oversight:units.title")}
      aside={
        <>
          <Link to="/oversight/how">{t("oversight:units.how")}</Link>
          {" · "}
          <button type="button" className="text-button" onClick={save}>
            {t("oversight:units.csv")}
          </button>
        </>
      }
      flush
    >
      {units.length === 0 ? (
        <div className="panel-body">
          <Empty title={t("oversight:units.none")} />
        </div>
      ) : (
        <>
          <DataTable
            caption={t("oversight:units.caption")}
            columns={columns}
            rows={units}
            rowKey={({ unit }) => unit.id}
          />
          <p className="panel-foot">{t("oversight:units.note")}</p>
        </>
      )}
    </Panel>
  );
}

function useHandledColumns(): readonly Column<HandledRow>[] {
  const { t } = useTranslation();
  const yesNo = (flag: boolean | null) =>
    flag === null
      ? t("oversight:handled.unknown")
      : t(flag ? "oversight:handled.yes" : "oversight:handled.no");
  return [
    {
      id: "number",
      head: t("oversight:handled.number"),
      isHead: true,
      cell: ({ number, project, kind }) => (
        <span>
          <Link to={`/voices/${encodeURIComponent(number)}`} className="case-number">
            {number}
          </Link>
          <span className="block meta">{project ?? t(`oversight:kind.${kind}`)}</span>
        </span>
      ),
    },
    { id: "unit", head: t("oversight:handled.unit"), cell: ({ unit }) => unit.name },
    { id: "received", head: t("oversight:handled.received"), cell: (row) => row.receivedOn },
    { id: "done", head: t("oversight:handled.done"), cell: (row) => row.doneOn },
    {
      id: "days",
      head: t("oversight:handled.days"),
      isNumber: true,
      cell: ({ days }) => t("oversight:units.days", { days }),
    },
    {
      id: "due",
      head: t("oversight:handled.due"),
      cell: ({ statutoryDue }) => statutoryDue ?? t("oversight:handled.unknown"),
    },
    { id: "inTime", head: t("oversight:handled.inTime"), cell: (row) => yesNo(row.inStatutory) },
    {
      id: "publication",
      head: t("oversight:handled.publication"),
      cell: ({ publication }) => t(`oversight:handled.${publication}`),
    },
  ];
}

/** The settled cases behind a number. */
export function HandledPanel({
  rows,
  opened,
  onOpen,
  onClose,
}: {
  readonly rows: readonly HandledRow[];
  readonly opened: Opened;
  readonly onOpen: Open;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const own = rows.filter(({ unit }) => opened.unit === "" || unit.id === opened.unit);
  const shown = own.filter(KEPT[opened.filter]);
  const name = opened.unit === "" ? t("oversight:handled.all") : (own[0]?.unit.name ?? "");
  const columns = useHandledColumns();
  return (
    <Panel
      title={t("oversight:handled.title", { name })}
      aside={
        <>
          <select
            className="select"
            aria-label={t("oversight:handled.caption")}
            value={opened.filter}
            onChange={({ target }) => onOpen({ ...opened, filter: target.value as HandledFilter })}
          >
            {HANDLED_FILTERS.map((filter) => (
              <option key={filter} value={filter}>
                {t(`oversight:handled.filter.${filter}`)}
              </option>
            ))}
          </select>{" "}
          <button type="button" className="text-button" onClick={onClose}>
            {t("oversight:handled.close")}
          </button>
        </>
      }
      flush
    >
      <DataTable
        caption={t("oversight:handled.caption")}
        columns={columns}
        rows={shown}
        rowKey={({ subject }) => subject}
      />
    </Panel>
  );
}
