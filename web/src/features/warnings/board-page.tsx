/** 警示节点板: one sentence, nine stages, months, what each node and mode adds, and the list behind every number. */
import { Button } from "antd";
import { type RefObject, useRef } from "react";
import { Trans, useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type {
  NodeView,
  WarningPage as Page,
  WarningQuery,
  WarningRow,
} from "../../../../contract/src/warnings.ts";
import { Choice } from "../../ui/choice.tsx";
import { csvOf, downloadText } from "../../ui/csv.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useRowKeys } from "../../ui/use-row-keys.ts";
import { addressOf, type Filter, FILTERS, queryOf } from "./filter.ts";
import { readAll, useNodes, useWarnings } from "./queries.ts";
import { StageRow, Trend } from "./stages-panel.tsx";
import { CourseTag, ModeMark, projectOf, useSay } from "./words.tsx";

import "./warnings.css";

function useColumns(): readonly Column<WarningRow>[] {
  const { t } = useTranslation();
  const say = useSay();
  return [
    {
      id: "node",
      head: t("warnings:column.node"),
      isHead: true,
      cell: ({ id, node, name }) => (
        <Link to={`/warnings/${id}`} data-row>
          {say(name)}
          <span className="block meta">{node}</span>
        </Link>
      ),
    },
    {
      id: "project",
      head: t("warnings:column.project"),
      cell: (row) => (
        <>
          {projectOf(row) ?? t("warnings:noProject")}
          {row.agency !== undefined && <span className="block meta">{row.agency.name}</span>}
        </>
      ),
    },
    { id: "mode", head: t("warnings:column.mode"), cell: ({ mode }) => <ModeMark mode={mode} /> },
    {
      id: "course",
      head: t("warnings:column.course"),
      cell: ({ course }) => <CourseTag course={course} />,
    },
    {
      id: "handling",
      head: t("warnings:column.handling"),
      cell: ({ handling }) => t(`warnings:handling.${handling ?? "none"}`),
    },
    {
      id: "at",
      head: t("warnings:column.at"),
      cell: ({ at }) => <span className="nowrap">{dayAndTime(at)}</span>,
    },
  ];
}

/** Words of a filter's values. */
function useValues(page: Page, nodes: readonly NodeView[]) {
  const { t } = useTranslation();
  const say = useSay();
  const { counts } = page;
  const nameOf = (id: string) => {
    const node = nodes.find((one) => one.id === id);
    return node === undefined ? id : `${id} ${say(node.name)}`;
  };
  const coded = (group: string, found: Page["counts"]["modes"]) =>
    found.map(
      ({ value, count }) => [value, `${t(`warnings:${group}.${value}`)} ${count}`] as const,
    );
  const plain = (found: Page["counts"]["modes"], word: (value: string) => string) =>
    found.map(({ value, count }) => [value, `${word(value)} ${count}`] as const);
  return {
    month: plain(counts.months, (value) => value),
    stage: coded("stage", counts.stages),
    node: plain(counts.nodes, nameOf),
    mode: coded("mode", counts.modes),
    course: coded("course", counts.courses),
    handling: coded("handling", counts.handlings),
    agency: counts.agencies.map(({ value, name, count }) => [value, `${name} ${count}`] as const),
  } satisfies Record<Filter, readonly (readonly [string, string])[]>;
}

interface PartProps {
  readonly page: Page;
  readonly query: WarningQuery;
}

function FilterBar({ page, query, nodes }: PartProps & { readonly nodes: readonly NodeView[] }) {
  const { t } = useTranslation();
  const values = useValues(page, nodes);
  const [, setParams] = useSearchParams();
  const hasFilter = Object.keys(query).length > 0;
  return (
    <div className="choices warning-filters" role="group" aria-label={t("warnings:filters")}>
      {FILTERS.map((one) => (
        <Choice
          key={one}
          label={t(`warnings:filter.${one}`)}
          value={query[one] ?? ""}
          values={values[one]}
          any={t("warnings:any")}
          onChange={(value) => setParams(addressOf(query, one, value))}
        />
      ))}
      {hasFilter && <Button onClick={() => setParams({})}>{t("warnings:clear")}</Button>}
    </div>
  );
}

/** What each node adds to the numbers above. */
function NodeCounts({ page, query, nodes }: PartProps & { readonly nodes: readonly NodeView[] }) {
  const { t } = useTranslation();
  const say = useSay();
  const rows = nodes
    .filter(({ stage }) => query.stage === undefined || query.stage === stage)
    .map((node) => ({
      node,
      count: page.counts.nodes.find(({ value }) => value === node.id)?.count ?? 0,
    }))
    .filter(({ count }) => count > 0 || query.stage !== undefined)
    .toSorted((a, b) => b.count - a.count);
  const title =
    query.stage === undefined
      ? t("warnings:column.node")
      : t("warnings:nodesOf", { stage: t(`warnings:stage.${query.stage}`) });
  return (
    <Panel title={title} aside={<Link to="/warnings/nodes">{t("warnings:nodesLink")}</Link>} flush>
      <ul className="node-counts">
        {rows.map(({ node, count }) => (
          <li key={node.id}>
            <Link
              to={addressOf(query, "node", query.node === node.id ? "" : node.id)}
              {...(query.node === node.id ? { "aria-current": "true" as const } : {})}
            >
              <b>{count}</b>
              <span>{say(node.name)}</span>
            </Link>
            <ModeMark mode={node.mode} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function useExport(query: WarningQuery) {
  const { t } = useTranslation();
  const say = useSay();
  const heads = ["node", "project", "agency", "mode", "course", "handling", "at"] as const;
  return async () => {
    const rows = await readAll(query);
    const lines = rows.map((row) => [
      `${row.node} ${say(row.name)}`,
      projectOf(row) ?? "",
      row.agency?.name ?? "",
      t(`warnings:mode.${row.mode}`),
      t(`warnings:course.${row.course}`),
      t(`warnings:handling.${row.handling ?? "none"}`),
      dayAndTime(row.at),
    ]);
    const head = heads.map((one) => t(`warnings:column.${one}`));
    downloadText(`${t("warnings:list")}.csv`, csvOf([head, ...lines]));
  };
}

function List({
  page,
  query,
  box,
  more,
}: PartProps & { readonly box: RefObject<HTMLDivElement | null>; readonly more: () => void }) {
  const { t } = useTranslation();
  const columns = useColumns();
  const save = useExport(query);
  const hasFilter = Object.keys(query).length > 0;
  return (
    <Panel
      title={`${t("warnings:list")} ${page.total}`}
      aside={
        page.total > 0 && (
          <Button size="small" icon={<Icon name="download" />} onClick={() => void save()}>
            {t("warnings:csv")}
          </Button>
        )
      }
      flush
    >
      <div ref={box}>
        {page.rows.length === 0 ? (
          <div className="panel-body">
            <Empty
              title={t(hasFilter ? "warnings:none" : "warnings:noneAll")}
              why={t(hasFilter ? "warnings:noneWhy" : "warnings:noneAllWhy")}
              next={hasFilter && <Link to="?">{t("warnings:clear")}</Link>}
            />
          </div>
        ) : (
          <DataTable
            caption={t("warnings:listCaption")}
            columns={columns}
            rows={page.rows}
            rowKey={({ id }) => id}
          />
        )}
      </div>
      {page.next !== undefined && (
        <p className="list-more">
          <Button onClick={more}>{t("warnings:more")}</Button>
        </p>
      )}
    </Panel>
  );
}

export function WarningBoardPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const box = useRef<HTMLDivElement>(null);
  useRowKeys(box);
  const query = queryOf(params);
  const limit = Number(params.get("rows") ?? 50);
  const list = useWarnings({ ...query, limit });
  const nodes = useNodes().data?.rows ?? [];
  const page = list.data;
  const more = () =>
    setParams((before) => {
      before.set("rows", String(Math.min(limit + 50, 1000)));
      return before;
    });
  return (
    <div className="page">
      <title>{t("warnings:title")}</title>
      <h1 className="page-sentence">
        {page === undefined || page.counts.warned === 0 ? (
          t(page === undefined ? "warnings:title" : "warnings:sentenceNone")
        ) : (
          <Trans
            i18nKey="warnings:sentence"
            values={{ count: page.counts.warned }}
            components={{ n: <Link className="sourced" to="#warnings-list" /> }}
          />
        )}
      </h1>
      <p className="meta warning-about">{t("warnings:about")}</p>
      <QueryState query={list} />
      {page !== undefined && (
        <>
          <StageRow counts={page.counts} query={query} />
          <div className="split warning-split">
            <NodeCounts page={page} query={query} nodes={nodes} />
            <Trend counts={page.counts} query={query} />
          </div>
          <FilterBar page={page} query={query} nodes={nodes} />
          <div id="warnings-list">
            <List page={page} query={query} box={box} more={more} />
          </div>
        </>
      )}
    </div>
  );
}
