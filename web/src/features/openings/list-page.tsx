/** 今日开评标: the openings of a day that the reader may see, each with its stage and what waits. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import { isLive } from "../../../../contract/src/opening-values.ts";
import type { OpeningRow } from "../../../../contract/src/opening.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAfter, timeOf } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { PlanPanel } from "./plan-panel.tsx";
import { useOpenings } from "./queries.ts";
import { RoomBoard } from "./room-board.tsx";

import "./openings.css";

function StageTag({ row }: { readonly row: OpeningRow }) {
  const { t } = useTranslation();
  return (
    <>
      <Tag tone={isLive(row.stage) ? "accent" : row.stage === "notOpened" ? "overdue" : "plain"}>
        {t(`openings:stage.${row.stage}`)}
      </Tag>{" "}
      {row.unanswered > 0 && (
        <Tag tone="due">{t("openings:unanswered", { count: row.unanswered })}</Tag>
      )}
    </>
  );
}

function useColumns(): readonly Column<OpeningRow>[] {
  const { t } = useTranslation();
  return [
    { id: "time", head: t("openings:time"), cell: ({ startsAt }) => timeOf(startsAt) },
    {
      id: "title",
      head: t("openings:project"),
      isHead: true,
      cell: ({ id, title, lotId, host }) => (
        <>
          <Link to={`/openings/${id}`}>{title}</Link>
          <span className="block meta">
            {t("openings:lot", { lot: lotId })} · {host}
          </span>
        </>
      ),
    },
    {
      id: "where",
      head: t("openings:where"),
      cell: ({ room, mode }) =>
        `${t(`openings:mode.${mode}`)}${room === undefined ? "" : ` · ${room}`}`,
    },
    { id: "stage", head: t("openings:stageHead"), cell: (row) => <StageTag row={row} /> },
  ];
}

export function OpeningListPage() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const query = useOpenings(search.get("day") ?? undefined);
  const columns = useColumns();
  const view = query.data;
  const rows = view?.rows ?? [];
  const go = (day: string) => setSearch({ day });
  return (
    <div className="page">
      <title>{t("openings:documentTitle")}</title>
      <h1 className="page-sentence">
        {view === undefined
          ? t("openings:title")
          : t("openings:sentence", {
              day: view.day,
              count: rows.length,
              live: rows.filter(({ stage }) => isLive(stage)).length,
            })}
      </h1>
      {view !== undefined && (
        <p className="openings-days">
          <Button onClick={() => go(dayAfter(view.day, -1))}>{t("openings:before")}</Button>
          <label>
            <span className="hidden-text">{t("openings:day")}</span>
            <input
              type="date"
              value={view.day}
              onChange={({ target }) => target.value !== "" && go(target.value)}
            />
          </label>
          <Button onClick={() => go(dayAfter(view.day, 1))}>{t("openings:after")}</Button>
        </p>
      )}
      <QueryState query={query} />
      {view !== undefined && <RoomBoard rows={rows} />}
      {view !== undefined && (
        <Panel title={t("openings:title")} aside={t("openings:law")} flush>
          {rows.length === 0 ? (
            <div className="panel-body">
              <Empty title={t("openings:none")} why={t("openings:noneWhy")} />
            </div>
          ) : (
            <DataTable
              caption={t("openings:title")}
              columns={columns}
              rows={rows}
              rowKey={({ id }) => id}
            />
          )}
        </Panel>
      )}
      {view?.candidates !== undefined && <PlanPanel candidates={view.candidates} />}
    </div>
  );
}
