/** What is being entered: each draft with its preview, and the request to a person of another unit. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import type { StatuteDraft } from "../../../../contract/src/statutes.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty, Notice } from "../../ui/states.tsx";
import { Preview } from "./preview.tsx";
import { useAsk, useDrafts, useDrop } from "./queries.ts";
import { StatuteHead } from "./statute-head.tsx";
import { YearPicture } from "./year-picture.tsx";

import "./statutes.css";

function AskForm({ draft }: { readonly draft: StatuteDraft }) {
  const { t } = useTranslation();
  const ask = useAsk();
  const [reason, setReason] = useState("");
  const request = ask.data?.approval ?? draft.request;
  return (
    <>
      {request !== null && (
        <Notice tone="accent">
          <p>
            {t("statutes:asked")}{" "}
            <Link to={`/approvals/${request}`}>{t("statutes:seeRequest")}</Link>
          </p>
        </Notice>
      )}
      {ask.error !== null && <ProblemNotice error={ask.error} />}
      <form
        className="statute-ask"
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate({ draft: draft.id, reason: reason.trim() });
        }}
      >
        <label>
          <span>{t(request === null ? "statutes:reason" : "statutes:reasonAgain")}</span>
          <Input
            value={reason}
            minLength={2}
            maxLength={400}
            required
            onChange={({ target }) => setReason(target.value)}
          />
        </label>
        <Button
          {...(request === null ? { type: "primary" as const } : {})}
          htmlType="submit"
          disabled={draft.errors.length > 0}
          loading={ask.isPending}
        >
          {t("statutes:ask")}
        </Button>
      </form>
    </>
  );
}

function Draft({ draft }: { readonly draft: StatuteDraft }) {
  const { t } = useTranslation();
  const drop = useDrop();
  const navigate = useNavigate();
  const isYear = draft.kind === "calendarYear";
  const title = isYear
    ? t("statutes:draftYear", { year: draft.content.year })
    : `${draft.content.instrument} ${draft.content.article}`;
  const form = isYear ? "year" : "article";
  return (
    <Panel title={title}>
      <p className="meta">
        {t("statutes:draftBy", { name: draft.madeBy.name, at: dayAndTime(draft.changedAt) })}
      </p>
      <p>{isYear ? draft.content.ground : draft.content.summaryZh}</p>
      {isYear && (
        <details>
          <summary>{t("statutes:showYear")}</summary>
          <YearPicture year={draft.content.year} notice={draft.content} />
        </details>
      )}
      <Preview draft={draft} />
      <AskForm draft={draft} />
      {drop.error !== null && <ProblemNotice error={drop.error} />}
      <p className="statute-acts">
        <Button onClick={() => void navigate(`/calendar/enter/${form}?draft=${draft.id}`)}>
          {t("statutes:edit")}
        </Button>
        <Button loading={drop.isPending} onClick={() => drop.mutate(draft.id)}>
          {t("statutes:drop")}
        </Button>
      </p>
    </Panel>
  );
}

export function StatuteDraftsPage() {
  const { t } = useTranslation();
  const drafts = useDrafts();
  const navigate = useNavigate();
  const rows = drafts.data?.rows ?? [];
  return (
    <div className="page">
      <title>{t("statutes:view.enter")}</title>
      <h1 className="page-sentence">{t("statutes:enterSentence")}</h1>
      <StatuteHead />
      <p className="statute-acts">
        <Button onClick={() => void navigate("/calendar/enter/year")}>
          {t("statutes:newYear")}
        </Button>
        <Button onClick={() => void navigate("/calendar/enter/article")}>
          {t("statutes:enterArticle")}
        </Button>
      </p>
      <QueryState query={drafts} />
      {drafts.data !== undefined && rows.length === 0 && (
        <div className="panel panel-body">
          <Empty title={t("statutes:noDrafts")} why={t("statutes:noDraftsWhy")} />
        </div>
      )}
      <div className="statute-stack">
        {rows.map((one) => (
          <Draft key={one.id} draft={one} />
        ))}
      </div>
    </div>
  );
}
