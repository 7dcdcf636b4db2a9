/** All contracting processes an officer may see, newest first as the server sorts them. */
import { Button } from "antd";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { ProcessRow, ProcessState } from "../../../../contract/src/processes.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime, dayOf } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { SearchBox } from "../../ui/search-box.tsx";
import { Empty } from "../../ui/states.tsx";
import { useRowKeys } from "../../ui/use-row-keys.ts";
import { ExportLinks } from "../export/index.ts";
import { SaveViewButton } from "../views/index.ts";
import { useProcessPages } from "./queries.ts";
import { useWord } from "./words.ts";

const STATES = [
  "announced",
  "opened",
  "evaluated",
  "awarded",
  "contracted",
  "failed",
] as const satisfies readonly ProcessState[];

function useColumns(): readonly Column<ProcessRow>[] {
  const { t } = useTranslation();
  const word = useWord();
  return [
    {
      id: "title",
      head: t("processes:column.title"),
      isHead: true,
      cell: (row) => (
        <>
          <Link to={`/processes/${encodeURIComponent(row.ocid)}`} data-row={row.ocid}>
            {row.title}
          </Link>
          <br />
          <code className="meta">{row.ocid}</code>
        </>
      ),
    },
    {
      id: "state",
      head: t("processes:column.state"),
      cell: (row) => <Tag>{word("state", row.state)}</Tag>,
    },
    {
      id: "regime",
      head: t("processes:column.regime"),
      cell: (row) => word("regime", row.regime),
    },
    {
      id: "entity",
      head: t("processes:column.procuringEntity"),
      cell: (row) => row.procuringEntity ?? t("processes:unknown"),
    },
    {
      id: "published",
      head: t("processes:column.publishedAt"),
      cell: (row) => (row.publishedAt === undefined ? "—" : dayOf(row.publishedAt)),
    },
    {
      id: "opening",
      head: t("processes:column.openingAt"),
      cell: (row) => (row.openingAt === undefined ? "—" : dayAndTime(row.openingAt)),
    },
    {
      id: "lots",
      head: t("processes:column.lots"),
      isNumber: true,
      cell: (row) => row.lots,
    },
  ];
}

type FilterName = "q" | "state" | "openingOn";

interface FilterBarProps {
  readonly q: string;
  readonly state: string;
  readonly openingOn: string;
  readonly set: (name: FilterName, value: string) => void;
}

function FilterBar({ q, state, openingOn, set }: FilterBarProps) {
  const { t } = useTranslation();
  const word = useWord();
  return (
    <div className="filters">
      <div className="tabs" role="group" aria-label={t("processes:filter.state")}>
        {["", ...STATES].map((name) => (
          <button
            key={name}
            type="button"
            aria-pressed={state === name}
            onClick={() => set("state", name)}
          >
            {name === "" ? t("processes:filter.all") : word("state", name)}
          </button>
        ))}
      </div>
      <div className="filter-line">
        <SearchBox
          label={t("processes:filter.search")}
          value={q}
          onChange={(words) => set("q", words)}
        />
        {openingOn !== "" && (
          <span className="chips">
            <button
              type="button"
              aria-label={t("leads:filter.remove", {
                what: t("processes:filter.openingOn", { day: openingOn }),
              })}
              onClick={() => set("openingOn", "")}
            >
              {t("processes:filter.openingOn", { day: openingOn })} <Icon name="cross" />
            </button>
          </span>
        )}
        <SaveViewButton />
        <ExportLinks list="processes" filter={{ q, state, openingOn }} />
      </div>
    </div>
  );
}

export function ProcessListPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const filter = {
    q: params.get("q") ?? "",
    state: params.get("state") ?? "",
    openingOn: params.get("openingOn") ?? "",
  };
  const list = useRef<HTMLDivElement>(null);
  useRowKeys(list);
  const pages = useProcessPages(filter);
  const columns = useColumns();
  const rows = pages.data?.pages.flatMap((page) => page.rows) ?? [];
  const total = pages.data?.pages[0]?.total;
  const set = (name: FilterName, value: string) => {
    setParams(
      (before) => {
        if (value === "") before.delete(name);
        else before.set(name, value);
        return before;
      },
      { replace: true },
    );
  };
  return (
    <div className="page">
      <title>{t("processes:list.documentTitle")}</title>
      <h1 className="page-sentence">
        {total === undefined
          ? t("processes:list.title")
          : t("processes:list.sentence", { count: total })}
      </h1>
      <FilterBar {...filter} set={set} />
      <QueryState query={pages} />
      {pages.data !== undefined && rows.length === 0 && (
        <Empty
          title={t("processes:list.empty")}
          why={t("processes:list.emptyWhy")}
          next={<Link to="/processes">{t("processes:filter.clear")}</Link>}
        />
      )}
      {rows.length > 0 && (
        <div className="panel" ref={list}>
          <DataTable
            caption={t("processes:list.title")}
            columns={columns}
            rows={rows}
            rowKey={(row) => row.ocid}
          />
        </div>
      )}
      {pages.hasNextPage && (
        <Button
          className="more"
          loading={pages.isFetchingNextPage}
          onClick={() => void pages.fetchNextPage()}
        >
          {t("console:more", { shown: rows.length })}
        </Button>
      )}
    </div>
  );
}
