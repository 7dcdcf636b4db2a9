/** One item: its text, its copies and checks, and taking it down. */
import { Button } from "antd";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import type { PublicationView } from "../../../../contract/src/publications.ts";
import { type Column, DataTable } from "../../ui/data-table.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty, Notice } from "../../ui/states.tsx";
import { useToday } from "../../ui/use-today.ts";
import { usePublication, useSign } from "./queries.ts";
import { Checks, DueTag, StateTag } from "./state-tag.tsx";
import { WithdrawSheet } from "./withdraw-sheet.tsx";

import "./publications.css";

type Copy = PublicationView["copies"][number];

function Facts({ view }: { readonly view: PublicationView }) {
  const { t } = useTranslation();
  const { row } = view;
  const subjects = view.subjects.map(({ name, uscc }) =>
    uscc === undefined ? name : `${name} ${uscc}`,
  );
  const rows: readonly (readonly [string, ReactNode])[] = [
    [t("publications:column.unit"), row.unit.name],
    [t("publications:field.documentNo"), row.documentNo],
    [t("publications:field.decidedOn"), row.decidedOn],
    [t("publications:column.published"), dayAndTime(row.publishedAt)],
    [t("publications:field.expiresOn"), row.expiresOn ?? t("publications:noEnd")],
    [t("publications:field.legalBasis"), view.legalBasis],
    [t("publications:field.articles"), view.articles.join("；")],
    [t("publications:field.subjects"), subjects.join("；")],
    [t("publications:column.checks"), <Checks key="checks" row={row} />],
  ];
  return (
    <dl className="facts">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value === "" ? "—" : value}</dd>
        </div>
      ))}
    </dl>
  );
}

function useCopyColumns(): readonly Column<Copy>[] {
  const { t } = useTranslation();
  return [
    { id: "unit", head: t("publications:copy.unit"), isHead: true, cell: ({ unit }) => unit.name },
    { id: "sent", head: t("publications:column.sent"), cell: ({ sentAt }) => dayAndTime(sentAt) },
    {
      id: "receipt",
      head: t("publications:column.receipt"),
      cell: ({ receivedAt, receivedBy }) =>
        receivedAt === null ? (
          <Tag tone="due">{t("publications:unsigned")}</Tag>
        ) : (
          `${receivedBy ?? ""} ${dayAndTime(receivedAt)}`
        ),
    },
  ];
}

function Copies({ copies }: { readonly copies: readonly Copy[] }) {
  const { t } = useTranslation();
  const columns = useCopyColumns();
  const received = copies.filter(({ receivedAt }) => receivedAt !== null).length;
  return (
    <Panel title={t("publications:copy.title", { sent: copies.length, received })} flush>
      {copies.length === 0 ? (
        <Empty title={t("publications:copy.none")} />
      ) : (
        <DataTable
          caption={t("publications:copy.caption")}
          columns={columns}
          rows={copies}
          rowKey={({ unit }) => unit.id}
        />
      )}
    </Panel>
  );
}

function Standing({ view }: { readonly view: PublicationView }) {
  const { t } = useTranslation();
  const { requirement, state, publicReason, goneAt } = view.row;
  if (state === "held")
    return (
      <Notice tone="overdue">
        <p>{t("publications:heldWhy")}</p>
      </Notice>
    );
  if (state === "withdrawn")
    return (
      <Notice tone="accent">
        <p>
          {t("publications:withdrawn", {
            at: goneAt === undefined ? "" : dayAndTime(goneAt),
            reason: publicReason ?? "",
          })}
        </p>
      </Notice>
    );
  if (requirement === undefined || state !== "shown") return null;
  return (
    <Notice tone="due">
      <p>
        {t("publications:required", {
          since: requirement.since,
          ground: requirement.ground,
          due: requirement.dueOn ?? t("publications:due.provisional"),
        })}
      </p>
    </Notice>
  );
}

function Acts({ view }: { readonly view: PublicationView }) {
  const { t } = useTranslation();
  const { row, may } = view;
  const sign = useSign();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      {sign.error !== null && <ProblemNotice error={sign.error} />}
      <div className="publication-acts">
        <a href={`/column/${row.id}`} target="_blank" rel="noreferrer">
          {t("publications:seePage")}
        </a>
        {may.sign && (
          <Button type="primary" loading={sign.isPending} onClick={() => sign.mutate(row.id)}>
            {t("publications:sign")}
          </Button>
        )}
        {may.withdraw && (
          <Button onClick={() => setOpen(true)}>{t("publications:withdraw.open")}</Button>
        )}
      </div>
      {isOpen && <WithdrawSheet row={row} onClose={() => setOpen(false)} />}
    </>
  );
}

export function PublicationPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const item = usePublication(id);
  const today = useToday();
  const view = item.data;
  return (
    <div className="page">
      <title>{view?.row.title ?? t("publications:title")}</title>
      <p className="meta">
        <Link to="/publications">{t("publications:title")}</Link>
      </p>
      <h1 className="page-sentence">{view?.row.title ?? t("publications:title")}</h1>
      <QueryState query={item} />
      {view !== undefined && (
        <div className="publication-stack">
          <p>
            <Tag>{t(`publications:kind.${view.row.kind}`)}</Tag> <StateTag row={view.row} />{" "}
            <DueTag row={view.row} today={today} />
          </p>
          <Standing view={view} />
          <Panel title={t("publications:text")}>
            {view.text === null ? (
              <p>{t("publications:textGone")}</p>
            ) : (
              <div className="publication-text">
                {view.text.split(/\n+/u).map((words) => (
                  <p key={words}>{words}</p>
                ))}
              </div>
            )}
            <Acts view={view} />
          </Panel>
          <Panel title={t("publications:about")}>
            <Facts view={view} />
          </Panel>
          {view.copies.length > 0 && <Copies copies={view.copies} />}
        </div>
      )}
    </div>
  );
}
