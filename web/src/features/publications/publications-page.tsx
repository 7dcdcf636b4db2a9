/** 公示与抄送: what my unit published, what was copied to us, what must come down. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, Navigate, useSearchParams } from "react-router";

import {
  PUBLICATION_VIEWS,
  type PublicationListView,
  type PublicationPage as Listed,
  type PublicationRow,
} from "../../../../contract/src/publications.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { dayAndTime, dayOf } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useToday } from "../../ui/use-today.ts";
import { usePublications, useSign } from "./queries.ts";
import { Checks, DueTag, goneOn, StateTag } from "./state-tag.tsx";

import "./publications.css";

function Sentence({ counts }: { readonly counts: Listed["counts"] }) {
  const { t } = useTranslation();
  const parts = [
    t("publications:sentence.shown", { count: counts.shown }),
    counts.unsigned > 0 && t("publications:sentence.unsigned", { count: counts.unsigned }),
    counts.due > 0 && t("publications:sentence.due", { count: counts.due }),
    counts.overdue > 0 && t("publications:sentence.overdue", { count: counts.overdue }),
    counts.missing > 0 && t("publications:sentence.missing", { count: counts.missing }),
  ].filter((part) => part !== false);
  return <h1 className="page-sentence">{parts.join(t("publications:sentence.comma"))}</h1>;
}

const viewOf = (text: string | null): PublicationListView =>
  PUBLICATION_VIEWS.find((one) => one === text) ?? "own";

function Views({
  view,
  counts,
}: {
  readonly view: PublicationListView;
  readonly counts: Listed["counts"];
}) {
  const { t } = useTranslation();
  const number = { own: undefined, copies: counts.unsigned, due: counts.due };
  return (
    <nav className="publication-views" aria-label={t("publications:views")}>
      {PUBLICATION_VIEWS.map((name) => (
        <Link
          key={name}
          to={`/publications?view=${name}`}
          aria-current={name === view ? "page" : undefined}
        >
          {t(`publications:view.${name}`)}
          {number[name] !== undefined && number[name] > 0 && ` ${number[name]}`}
        </Link>
      ))}
    </nav>
  );
}

function useItemColumn(): Column<PublicationRow> {
  const { t } = useTranslation();
  return {
    id: "item",
    head: t("publications:column.item"),
    isHead: true,
    cell: (row) => (
      <span>
        <Link to={`/publications/${row.id}`}>{row.title}</Link>
        <span className="publication-line meta">
          {t(`publications:kind.${row.kind}`)} · {row.documentNo}
        </span>
      </span>
    ),
  };
}

function useOwnColumns(today: string): readonly Column<PublicationRow>[] {
  const { t } = useTranslation();
  return [
    useItemColumn(),
    {
      id: "state",
      head: t("publications:column.state"),
      cell: (row) => (
        <span>
          <StateTag row={row} /> <DueTag row={row} today={today} />
          {row.goneAt !== undefined && (
            <span className="publication-line meta">
              {t("publications:goneOn", { day: goneOn(row) })}
            </span>
          )}
        </span>
      ),
    },
    {
      id: "published",
      head: t("publications:column.published"),
      cell: ({ publishedAt, expiresOn }) => (
        <span className="publication-day">
          {dayOf(publishedAt)}
          <span className="publication-line meta">
            {expiresOn === undefined
              ? t("publications:noEnd")
              : t("publications:until", { day: expiresOn })}
          </span>
        </span>
      ),
    },
    {
      id: "copies",
      head: t("publications:column.copies"),
      cell: ({ copies }) => (copies.sent === 0 ? "—" : t("publications:copied", copies)),
    },
    { id: "checks", head: t("publications:column.checks"), cell: (row) => <Checks row={row} /> },
  ];
}

function useCopyColumns(): readonly Column<PublicationRow>[] {
  const { t } = useTranslation();
  const sign = useSign();
  return [
    useItemColumn(),
    { id: "unit", head: t("publications:column.unit"), cell: ({ unit }) => unit.name },
    {
      id: "state",
      head: t("publications:column.state"),
      cell: (row) => (
        <span>
          <StateTag row={row} />
          {row.publicReason !== undefined && (
            <span className="publication-line meta">{row.publicReason}</span>
          )}
        </span>
      ),
    },
    {
      id: "sent",
      head: t("publications:column.sent"),
      cell: ({ copy }) => (copy === undefined ? "—" : dayAndTime(copy.sentAt)),
    },
    {
      id: "receipt",
      head: t("publications:column.receipt"),
      cell: ({ id, title, copy }) =>
        copy?.receivedAt == null ? (
          <span>
            <Button
              size="small"
              loading={sign.isPending && sign.variables === id}
              aria-label={t("publications:signOf", { title })}
              onClick={() => sign.mutate(id)}
            >
              {t("publications:sign")}
            </Button>
            {sign.error !== null && sign.variables === id && <ProblemNotice error={sign.error} />}
          </span>
        ) : (
          <span>
            <Tag tone="accent">{t("publications:signed")}</Tag>
            <span className="publication-line meta">
              {copy.receivedBy} {dayAndTime(copy.receivedAt)}
            </span>
          </span>
        ),
    },
  ];
}

interface TableProps {
  readonly data: Listed;
  readonly view: PublicationListView;
  readonly onPage: (page: number) => void;
}

function Table({ data, view, onPage }: TableProps) {
  const { t } = useTranslation();
  const own = useOwnColumns(useToday());
  const copies = useCopyColumns();
  const { rows, page, pageSize, total } = data;
  const last = Math.max(1, Math.ceil(total / pageSize));
  return (
    <Panel title={t(`publications:panel.${view}`, { count: total })} flush>
      {rows.length === 0 ? (
        <Empty title={t(`publications:empty.${view}`)} why={t(`publications:emptyWhy.${view}`)} />
      ) : (
        <DataTable
          caption={t(`publications:view.${view}`)}
          columns={view === "copies" ? copies : own}
          rows={rows}
          rowKey={({ id }) => id}
        />
      )}
      {last > 1 && (
        <p className="publication-pager">
          <Button size="small" disabled={page <= 1} onClick={() => onPage(page - 1)}>
            {t("publications:previous")}
          </Button>{" "}
          {t("publications:place", { page, last })}{" "}
          <Button size="small" disabled={page >= last} onClick={() => onPage(page + 1)}>
            {t("publications:next")}
          </Button>
        </p>
      )}
    </Panel>
  );
}

export function PublicationsPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const view = viewOf(params.get("view"));
  const page = Number(params.get("page") ?? 1);
  const list = usePublications({ view, page });
  const { data } = list;
  // Who published nothing comes for what was copied to the unit.
  if (params.get("view") === null && data?.total === 0 && data.counts.unsigned > 0)
    return <Navigate replace to="/publications?view=copies" />;
  return (
    <div className="page">
      <title>{t("publications:title")}</title>
      {data === undefined ? (
        <h1 className="page-sentence">{t("publications:title")}</h1>
      ) : (
        <Sentence counts={data.counts} />
      )}
      <QueryState query={list} />
      {data !== undefined && (
        <>
          <div className="publication-bar">
            <Views view={view} counts={data.counts} />
            {data.may.publish.length > 0 && (
              <Link className="publication-new" to="/publications/new">
                {t("publications:new")}
              </Link>
            )}
          </div>
          <Table data={data} view={view} onPage={(to) => setParams({ view, page: String(to) })} />
        </>
      )}
    </div>
  );
}
