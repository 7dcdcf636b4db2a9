/** Tip-offs of the own office: coded words only; what was written is opened on its page. */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { TipoffQuery, TipoffRow } from "../../../../contract/src/tipoffs.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty, Skeleton } from "../../ui/states.tsx";
import { useToday } from "../../ui/use-today.ts";
import { useTipoffs } from "./queries.ts";
import { TipoffHead } from "./tipoff-head.tsx";
import { UnlockPanel } from "./unlock-panel.tsx";
import { DueTag, useTipoffWords } from "./words.tsx";

const STATES = ["routed", "inHand", "answered", "closed"] as const;

function useColumns(today: string): readonly Column<TipoffRow>[] {
  const { t } = useTranslation();
  const words = useTipoffWords();
  return [
    {
      id: "what",
      head: t("tipoffs:column.what"),
      isHead: true,
      cell: (row) => (
        <>
          <Link to={`/tipoffs/${row.id}`}>{words.title(row)}</Link>
          <span className="tipoff-line meta">{words.about(row)}</span>
        </>
      ),
    },
    {
      id: "state",
      head: t("tipoffs:column.state"),
      cell: ({ state, outcome, unread }) => (
        <>
          {t(`tipoffs:state.${state}`)}
          {outcome !== undefined && (
            <span className="tipoff-line meta">{t(`tipoffs:outcome.${outcome}`)}</span>
          )}
          {unread > 0 && (
            <span className="tipoff-line">
              <Tag tone="accent">{t("tipoffs:unread", { count: unread })}</Tag>
            </span>
          )}
        </>
      ),
    },
    { id: "hour", head: t("tipoffs:column.hour"), cell: ({ hour }) => dayAndTime(hour) },
    {
      id: "due",
      head: t("tipoffs:column.due"),
      cell: (row) => <DueTag row={row} today={today} />,
    },
    {
      id: "files",
      head: t("tipoffs:column.files"),
      isNumber: true,
      cell: ({ files }) => files,
    },
  ];
}

type State = TipoffQuery["state"] & {};
const isState = (text: string | null): text is State => STATES.some((state) => state === text);

function Filters({ counts }: { readonly counts: Readonly<Record<string, number>> }) {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const chosen = params.get("state");
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const choose = (state: string) => setParams(state === "" ? {} : { state }, { replace: true });
  return (
    <div className="tipoff-filters" role="group" aria-label={t("tipoffs:filter")}>
      {["", ...STATES].map((state) => (
        <Button
          key={state}
          size="small"
          aria-pressed={(chosen ?? "") === state}
          type={(chosen ?? "") === state ? "primary" : "default"}
          onClick={() => choose(state)}
        >
          {state === "" ? t("tipoffs:all") : t(`tipoffs:state.${state}`)}{" "}
          {state === "" ? all : (counts[state] ?? 0)}
        </Button>
      ))}
    </div>
  );
}

export function TipoffListPage() {
  const { t } = useTranslation();
  const today = useToday();
  const [params, setParams] = useSearchParams();
  const state = params.get("state");
  const cursor = params.get("cursor");
  const list = useTipoffs({
    ...(isState(state) ? { state } : {}),
    ...(cursor === null ? {} : { cursor }),
  });
  const columns = useColumns(today);
  const open = (list.data?.counts["routed"] ?? 0) + (list.data?.counts["inHand"] ?? 0);
  return (
    <div className="page">
      <title>{t("tipoffs:title")}</title>
      <TipoffHead />
      <h1 className="page-fact">
        {list.data === undefined ? t("tipoffs:title") : t("tipoffs:sentence", { count: open })}
      </h1>
      <div className="tipoff-split">
        <div>
          {list.isPending && <Skeleton label={t("console:loading")} />}
          {list.error !== null && <ProblemNotice error={list.error} />}
          {list.data !== undefined && (
            <>
              <Filters counts={list.data.counts} />
              <Panel title={t("tipoffs:view.list")} flush>
                {list.data.rows.length === 0 ? (
                  <Empty title={t("tipoffs:none")} why={t("tipoffs:noneWhy")} />
                ) : (
                  <DataTable
                    caption={t("tipoffs:title")}
                    columns={columns}
                    rows={list.data.rows}
                    rowKey={({ id }) => id}
                  />
                )}
              </Panel>
              {list.data.next !== undefined && (
                <Button
                  className="tipoff-more"
                  onClick={() =>
                    setParams({
                      ...(isState(state) ? { state } : {}),
                      cursor: list.data.next ?? "",
                    })
                  }
                >
                  {t("tipoffs:older")}
                </Button>
              )}
            </>
          )}
        </div>
        <div>
          <UnlockPanel />
        </div>
      </div>
    </div>
  );
}
