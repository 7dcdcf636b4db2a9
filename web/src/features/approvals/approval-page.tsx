/** One request: what would change, who asked and why; approve with typed confirmation, reject or withdraw. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import type { ApprovalView } from "../../../../contract/src/approval.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Field } from "../../ui/field.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice, Skeleton } from "../../ui/states.tsx";
import { api } from "../session/index.ts";
import { ChangeLines } from "./change-lines.tsx";

import "./approvals.css";
import { useApproval, useEnd } from "./queries.ts";

function Decide({ view }: { readonly view: ApprovalView }) {
  const { t } = useTranslation();
  const [confirm, setConfirm] = useState("");
  const [reason, setReason] = useState("");
  const [isRejecting, setRejecting] = useState(false);
  const approve = useEnd(view.id, api.approve);
  const reject = useEnd(view.id, api.reject);
  const error = approve.error ?? reject.error;
  const isShort = reason.trim().length < 2;
  return (
    <Panel title={t(isRejecting ? "approvals:reject" : "approvals:approve")}>
      {error !== null && <ProblemNotice error={error} />}
      {isRejecting ? (
        <Field
          label={t("approvals:rejectReason")}
          {...(isShort ? { hint: t("approvals:short") } : {})}
        >
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={3}
              maxLength={400}
              value={reason}
              onChange={({ target }) => setReason(target.value)}
            />
          )}
        </Field>
      ) : (
        <Field
          label={t("approvals:confirm", { subject: view.subject })}
          hint={t("approvals:confirmHint")}
        >
          {(ids) => (
            <Input
              {...ids}
              autoComplete="off"
              value={confirm}
              onChange={({ target }) => setConfirm(target.value)}
            />
          )}
        </Field>
      )}
      <div className="act-submit">
        {isRejecting ? (
          <Button
            type="primary"
            disabled={isShort}
            loading={reject.isPending}
            onClick={() => reject.mutate(reason.trim())}
          >
            {t("approvals:reject")}
          </Button>
        ) : (
          <Button
            type="primary"
            disabled={confirm.trim() !== view.subject}
            loading={approve.isPending}
            onClick={() => approve.mutate(confirm.trim())}
          >
            {t("approvals:approve")}
          </Button>
        )}
        <Button onClick={() => setRejecting(!isRejecting)}>
          {t(isRejecting ? "approvals:approve" : "approvals:reject")}
        </Button>
      </div>
    </Panel>
  );
}

/** What the requester may do: take it back, or fetch what was approved. */
function Own({ view }: { readonly view: ApprovalView }) {
  const { t } = useTranslation();
  const withdraw = useEnd(view.id, api.withdraw);
  const [error, setError] = useState<unknown>(null);
  const collect = async () => {
    try {
      const file = await api.collectBackup(view.id);
      const anchor = document.createElement("a");
      anchor.href = URL.createObjectURL(file);
      anchor.download = `mingjing-${view.id}.ndjson.gz`;
      anchor.click();
      URL.revokeObjectURL(anchor.href);
    } catch (cause) {
      setError(cause);
    }
  };
  const { may } = view;
  if (!may.withdraw && !may.collect) return null;
  return (
    <div>
      {(withdraw.error ?? error) !== null && <ProblemNotice error={withdraw.error ?? error} />}
      {may.withdraw && (
        <Button loading={withdraw.isPending} onClick={() => withdraw.mutate(undefined)}>
          {t("approvals:withdraw")}
        </Button>
      )}
      {may.collect && view.act === "accounts.open" && (
        <Link to={`/organisation/accounts?approval=${encodeURIComponent(view.id)}`}>
          {t("approvals:collectLetters")}
        </Link>
      )}
      {may.collect && view.act !== "accounts.open" && (
        <Button onClick={() => void collect()}>{t("approvals:collect")}</Button>
      )}
    </div>
  );
}

function Facts({ view }: { readonly view: ApprovalView }) {
  const { t } = useTranslation();
  const { by, post, closedBy, closedAt } = view;
  const rows: readonly (readonly [string, React.ReactNode])[] = [
    [t("approvals:column.by"), `${by.name} · ${by.unit.name} · ${post}`],
    [t("approvals:reason"), view.reason],
    [t("approvals:requested"), dayAndTime(view.requestedAt)],
    [t("approvals:expires"), dayAndTime(view.expiresAt)],
    ...(closedBy === undefined
      ? []
      : [
          [
            t("approvals:closedBy"),
            `${closedBy.name} · ${closedBy.unit.name} · ${dayAndTime(closedAt ?? "")}`,
          ] as const,
        ]),
    ...(view.closedReason === undefined
      ? []
      : [[t("approvals:closedReason"), view.closedReason] as const]),
    [t("approvals:hash"), <code key="hash">{view.paramsHash}</code>],
  ];
  return (
    <Panel title={t("approvals:request")}>
      <dl className="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}

export function ApprovalPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const { data: view, error, isPending } = useApproval(id);
  const title = view === undefined ? t("approvals:title") : t(`approvals:act.${view.act}`);
  return (
    <div className="page">
      <title>{title}</title>
      <p>
        <Link to="/approvals">{t("approvals:title")}</Link>
      </p>
      <h1 className="page-sentence">
        {title}
        {view !== undefined && `：${view.subject}`}
      </h1>
      {isPending && <Skeleton label={t("console:loading")} />}
      {error !== null && <ProblemNotice error={error} />}
      {view !== undefined && (
        <>
          <p className="approval-state">
            <Tag tone={view.state === "pending" ? "due" : "plain"}>
              {t(`approvals:state.${view.state}`)}
            </Tag>
          </p>
          <Panel flush title={t(view.state === "pending" ? "approvals:changes" : "approvals:done")}>
            <ChangeLines lines={view.lines} isDone={view.state !== "pending"} />
          </Panel>
          <Facts view={view} />
          {view.blocked !== undefined && (
            <Notice tone="accent">
              <p>{t(`approvals:blocked.${view.blocked}`)}</p>
            </Notice>
          )}
          {view.may.approve && <Decide view={view} />}
          <Own view={view} />
        </>
      )}
    </div>
  );
}
