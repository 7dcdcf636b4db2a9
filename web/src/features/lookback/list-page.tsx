/** 评审回头看: every lot that was looked back over, those with something to look into first. */
import { useTranslation, Trans } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { LookbackRow } from "../../../../contract/src/lookback.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag, type Tone } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useLots } from "./queries.ts";
import { lotPath } from "./words.ts";

import "./lookback.css";

const TONES: Readonly<Record<LookbackRow["state"], Tone>> = {
  clear: "plain",
  open: "due",
  asked: "due",
  answered: "accent",
  signed: "plain",
  referred: "accent",
};

export function StateTag({ row }: { readonly row: LookbackRow }) {
  const { t } = useTranslation();
  return (
    <span className="lookback-tags">
      <Tag tone={TONES[row.state]}>{t(`lookback:state.${row.state}`)}</Tag>
      {row.changesAward && <Tag tone="overdue">{t("lookback:list.award1")}</Tag>}
      {row.isResultPublished && row.state !== "clear" && (
        <Tag>{t("lookback:stateTag.published")}</Tag>
      )}
    </span>
  );
}

function useColumns(): readonly Column<LookbackRow>[] {
  const { t } = useTranslation();
  const count = (value: number) =>
    value === 0 ? <span className="meta">—</span> : t("lookback:list.exactCount", { count: value });
  return [
    {
      id: "lot",
      head: t("lookback:list.lot"),
      isHead: true,
      cell: ({ ocid, lotId, title, experts, bids, examinedAt }) => (
        <>
          <Link to={`/lookback/lot?${lotPath({ ocid, lot: lotId })}`}>{title}</Link>
          <span className="block meta">
            {t("lookback:list.size", { experts, bids, lot: lotId })} ·{" "}
            {t("lookback:list.at", { at: dayAndTime(examinedAt) })}
          </span>
        </>
      ),
    },
    { id: "state", head: t("lookback:list.state"), cell: (row) => <StateTag row={row} /> },
    {
      id: "exact",
      head: t("lookback:list.exact"),
      isNumber: true,
      cell: (row) => count(row.exact),
    },
    {
      id: "calibrated",
      head: t("lookback:list.calibrated"),
      isNumber: true,
      cell: (row) => count(row.calibrated),
    },
    {
      id: "hints",
      head: t("lookback:list.hints"),
      isNumber: true,
      cell: (row) => count(row.hints),
    },
    {
      id: "flip",
      head: t("lookback:list.flip"),
      isNumber: true,
      cell: ({ flip }) =>
        flip === undefined ? (
          <span className="meta">{t("lookback:list.flipNone")}</span>
        ) : (
          t("lookback:list.points", { points: flip })
        ),
    },
  ];
}

const STATES = ["open", "asked", "answered", "signed", "referred", "clear"] as const;

function Content({ rows }: { readonly rows: readonly LookbackRow[] }) {
  const { t } = useTranslation();
  const columns = useColumns();
  const [search, setSearch] = useSearchParams();
  const state = search.get("state");
  const shown = rows
    .filter((row) => state === null || row.state === state)
    .toSorted((a, b) => weightOf(b) - weightOf(a));
  const award = rows.filter(({ changesAward }) => changesAward).length;
  return (
    <>
      <h1 className="page-sentence">
        <Trans
          i18nKey="lookback:list.sentence"
          values={{
            all: rows.length,
            open: rows.filter(({ exact, calibrated }) => exact + calibrated > 0).length,
          }}
          components={{ n: <b /> }}
        />
        {award > 0 && (
          <Trans
            i18nKey="lookback:list.award"
            values={{ count: award }}
            components={{ w: <b className="urged" /> }}
          />
        )}
        {t("lookback:list.end")}
      </h1>
      <p className="meta lookback-lead">{t("lookback:lead")}</p>
      <nav className="lookback-filter" aria-label={t("lookback:list.filter")}>
        {[null, ...STATES].map((one) => (
          <button
            key={one ?? "all"}
            type="button"
            className="lookback-chip"
            aria-pressed={state === one}
            onClick={() => setSearch(one === null ? {} : { state: one })}
          >
            {one === null ? t("lookback:list.all") : t(`lookback:state.${one}`)}{" "}
            <b>{one === null ? rows.length : rows.filter((row) => row.state === one).length}</b>
          </button>
        ))}
      </nav>
      <Panel title={t("lookback:title")} flush>
        {shown.length === 0 ? (
          <div className="panel-body">
            <Empty
              title={rows.length === 0 ? t("lookback:list.none") : t("lookback:list.noneOf")}
              why={rows.length === 0 ? t("lookback:list.noneWhy") : undefined}
            />
          </div>
        ) : (
          <DataTable
            caption={t("lookback:list.caption")}
            columns={columns}
            rows={shown}
            rowKey={({ ocid, lotId }) => `${ocid}/${lotId}`}
          />
        )}
      </Panel>
    </>
  );
}

/** Those that can still be corrected, then those that change an award, then the newest. */
const weightOf = (row: LookbackRow): number => {
  const isDue = row.state === "open" || row.state === "asked" || row.state === "answered";
  const isAskable = isDue && !row.isResultPublished;
  return (
    (isAskable ? 8 : 0) +
    (row.changesAward ? 4 : 0) +
    (row.exact > 0 ? 2 : 0) +
    (row.calibrated > 0 ? 1 : 0)
  );
};

export function LookbackListPage() {
  const { t } = useTranslation();
  const lots = useLots();
  return (
    <div className="page">
      <title>{t("lookback:documentTitle")}</title>
      <QueryState query={lots} />
      {lots.data !== undefined && <Content rows={lots.data.rows} />}
    </div>
  );
}
