/** Drafts of the next version: taken from a file, published by another person than the one who drafted. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { DutyDraft } from "../../../../contract/src/duties.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { FileButton } from "../../ui/file-button.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty, Notice } from "../../ui/states.tsx";
import { DutyHead } from "./duty-head.tsx";
import { ItemTable } from "./item-table.tsx";
import { useDraft, useDrafts, usePublish } from "./queries.ts";

import "./duties.css";

function Draft({ draft }: { readonly draft: DutyDraft }) {
  const { t } = useTranslation();
  const publish = usePublish();
  const [reason, setReason] = useState("");
  const { list, madeBy, overlaps, changedAt } = draft;
  return (
    <Panel title={list.title} flush>
      <div className="duty-note">
        <p>{t("duties:about", { ...list })}</p>
        <p className="meta">
          {t("duties:draft.by", {
            name: madeBy.name,
            at: dayAndTime(changedAt),
            count: list.items.length,
          })}
        </p>
        {overlaps.length > 0 && (
          <Notice tone="overdue">
            <p>
              {t("duties:gap.overlaps", {
                pairs: overlaps.map(({ first, second }) => `${first} / ${second}`).join("、"),
              })}
            </p>
          </Notice>
        )}
        {publish.error !== null && <ProblemNotice error={publish.error} />}
        {publish.data === undefined ? (
          <form
            className="duty-ask"
            onSubmit={(event) => {
              event.preventDefault();
              publish.mutate({ draft: draft.id, reason: reason.trim() });
            }}
          >
            <label>
              <span>{t("duties:draft.reason")}</span>
              <Input
                value={reason}
                minLength={2}
                maxLength={400}
                required
                onChange={({ target }) => setReason(target.value)}
              />
            </label>
            <Button
              type="primary"
              htmlType="submit"
              disabled={overlaps.length > 0}
              loading={publish.isPending}
            >
              {t("duties:draft.publish")}
            </Button>
          </form>
        ) : (
          <Notice tone="accent">
            <p>
              {t("duties:draft.asked")}{" "}
              <Link to={`/approvals/${publish.data.approval}`}>{t("duties:draft.seeRequest")}</Link>
            </p>
          </Notice>
        )}
      </div>
      <details className="duty-note">
        <summary>{t("duties:draft.items", { count: list.items.length })}</summary>
        <ItemTable items={list.items} caption={list.title} />
      </details>
    </Panel>
  );
}

export function DutyDraftsPage() {
  const { t } = useTranslation();
  const drafts = useDrafts();
  const draft = useDraft();
  const [isUnread, setUnread] = useState(false);
  const take = async (file: File) => {
    setUnread(false);
    try {
      draft.mutate(JSON.parse(await file.text()));
    } catch {
      setUnread(true);
    }
  };
  const rows = drafts.data?.rows ?? [];
  return (
    <div className="page">
      <title>{t("duties:view.drafts")}</title>
      <h1 className="page-sentence">{t("duties:draft.title")}</h1>
      <DutyHead />
      <p className="duty-note">{t("duties:draft.lead")}</p>
      <p className="duty-file">
        <FileButton
          label={t("duties:draft.file")}
          accept="application/json,.json"
          onFile={(file) => void take(file)}
        />
      </p>
      {isUnread && (
        <Notice tone="overdue">
          <p>{t("duties:draft.unread")}</p>
        </Notice>
      )}
      {draft.error !== null && <ProblemNotice error={draft.error} />}
      <QueryState query={drafts} />
      {drafts.data !== undefined && rows.length === 0 && <Empty title={t("duties:draft.none")} />}
      <div className="duty-stack">
        {rows.map((one) => (
          <Draft key={one.id} draft={one} />
        ))}
      </div>
    </div>
  );
}
