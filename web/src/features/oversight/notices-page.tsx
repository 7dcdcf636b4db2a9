/** 监督文书: those sent, or addressed to the own unit; for those who watch also what the machine drafted. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { NoticeDraft, NoticeList, NoticeRow } from "../../../../contract/src/oversight.ts";
import { DataTable, type Column } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { useSession } from "../session/index.ts";
import { DraftSheet } from "./draft-sheet.tsx";
import { useNotices } from "./queries.ts";
import { NoticeTag, useNoticeCourse } from "./side-panels.tsx";

import "./oversight.css";

function useColumns(): readonly Column<NoticeRow>[] {
  const { t } = useTranslation();
  const courseOf = useNoticeCourse();
  return [
    {
      id: "number",
      head: t("oversight:notices.number"),
      isHead: true,
      cell: ({ number, kind }) => (
        <Link to={`/oversight/notices/${number}`}>
          {t(`oversight:act.${kind}`)} {number}
        </Link>
      ),
    },
    { id: "to", head: t("oversight:notices.to"), cell: ({ unit }) => unit.name },
    { id: "about", head: t("oversight:notices.about"), cell: ({ title }) => title },
    {
      id: "state",
      head: t("oversight:notices.state"),
      cell: (notice) => <NoticeTag notice={notice} />,
    },
    { id: "dates", head: t("oversight:notices.dates"), cell: (notice) => courseOf(notice) },
  ];
}

function Drafts({
  drafts,
  onReview,
}: {
  readonly drafts: readonly NoticeDraft[];
  readonly onReview: (id: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <Panel
      title={`${t("oversight:notices.drafts")} ${drafts.length}`}
      aside={t("oversight:notices.draftsNote")}
      flush
    >
      <ul className="side-list">
        {drafts.map(({ id, content, cause, madeAt }) => (
          <li key={id} className="side-row">
            <span>
              <b>
                {t(`oversight:act.${content.kind}`)} · {content.title}
              </b>{" "}
              {content.unit.name}
              <span className="block meta">
                {t(`oversight:notices.cause.${cause}`)} · {dayAndTime(madeAt)}
              </span>
            </span>
            <Button size="small" onClick={() => onReview(id)}>
              {t("oversight:notices.review")}
            </Button>
          </li>
        ))}
        {drafts.length === 0 && <li className="meta">{t("oversight:notices.noDrafts")}</li>}
      </ul>
    </Panel>
  );
}

function Content({ list }: { readonly list: NoticeList }) {
  const { t } = useTranslation();
  const [review, setReview] = useState<string>();
  const columns = useColumns();
  const isWatcher = useSession().data?.permissions.includes("oversight.sign") === true;
  const { rows, drafts } = list;
  const open = rows.filter(({ state }) => state === "signed" || state === "received");
  return (
    <>
      <h1 className="page-sentence">
        {t("oversight:notices.sentence", {
          all: rows.length,
          open: open.length,
          late: rows.filter(({ isLate }) => isLate).length,
        })}
      </h1>
      {isWatcher && <Drafts drafts={drafts} onReview={setReview} />}
      <Panel title={t("oversight:notices.title")} flush>
        {rows.length === 0 ? (
          <div className="panel-body">
            <Empty title={t("oversight:notices.none")} why={t("oversight:notices.noneWhy")} />
          </div>
        ) : (
          <DataTable
            caption={t("oversight:notices.caption")}
            columns={columns}
            rows={rows}
            rowKey={({ number }) => number}
          />
        )}
      </Panel>
      {review !== undefined && (
        <DraftSheet start={{ row: review, units: [] }} onClose={() => setReview(undefined)} />
      )}
    </>
  );
}

export function NoticeListPage() {
  const { t } = useTranslation();
  const notices = useNotices();
  return (
    <div className="page">
      <title>{t("oversight:notices.documentTitle")}</title>
      <QueryState query={notices} />
      {notices.data !== undefined && <Content list={notices.data} />}
    </div>
  );
}
