/** Requests for dangerous acts: those that wait for me, mine, those that ended. */
import { useTranslation } from "react-i18next";
import { Link, useSearchParams } from "react-router";

import type { ApprovalRow } from "../../../../contract/src/approval.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { type ApprovalList, useApprovals } from "./queries.ts";

const LISTS = ["waiting", "mine", "closed"] as const satisfies readonly ApprovalList[];

function useColumns(): readonly Column<ApprovalRow>[] {
  const { t } = useTranslation();
  return [
    {
      id: "act",
      head: t("approvals:column.act"),
      isHead: true,
      cell: ({ id, act }) => <Link to={`/approvals/${id}`}>{t(`approvals:act.${act}`)}</Link>,
    },
    { id: "subject", head: t("approvals:column.subject"), cell: ({ subject }) => subject },
    {
      id: "by",
      head: t("approvals:column.by"),
      cell: ({ by, post }) => (
        <>
          {by.name} <span className="meta">{`${by.unit.name} ${post}`}</span>
        </>
      ),
    },
    {
      id: "state",
      head: t("approvals:column.state"),
      cell: ({ state }) => (
        <Tag tone={state === "pending" ? "due" : "plain"}>{t(`approvals:state.${state}`)}</Tag>
      ),
    },
    {
      id: "expires",
      head: t("approvals:column.expires"),
      cell: ({ expiresAt }) => <span className="nowrap">{dayAndTime(expiresAt)}</span>,
    },
  ];
}

export function ApprovalsPage() {
  const { t } = useTranslation();
  const [params, setParams] = useSearchParams();
  const list = LISTS.find((one) => one === params.get("list")) ?? "waiting";
  const page = useApprovals(list);
  const columns = useColumns();
  const rows = page.data?.rows ?? [];
  return (
    <div className="page">
      <title>{t("approvals:title")}</title>
      <h1 className="page-sentence">
        {page.data === undefined
          ? t("approvals:title")
          : t("approvals:sentence", { count: page.data.waiting })}
      </h1>
      <p className="say">{t("approvals:why")}</p>
      <div className="filters">
        <div className="tabs" role="group" aria-label={t("approvals:listLabel")}>
          {LISTS.map((name) => (
            <button
              key={name}
              type="button"
              aria-pressed={list === name}
              onClick={() => setParams(name === "waiting" ? {} : { list: name }, { replace: true })}
            >
              {t(`approvals:list.${name}`)}
            </button>
          ))}
        </div>
      </div>
      <QueryState query={page} />
      {page.data !== undefined && rows.length === 0 && (
        <Empty title={t(`approvals:empty.${list}`)} />
      )}
      {rows.length > 0 && (
        <div className="panel">
          <DataTable
            caption={t(`approvals:list.${list}`)}
            columns={columns}
            rows={rows}
            rowKey={({ id }) => id}
          />
        </div>
      )}
    </div>
  );
}
