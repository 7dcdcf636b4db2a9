/** Three recipients, three texts: what each got, signed for and said. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { RECIPIENTS, type Recipient } from "../../../../contract/src/followup-values.ts";
import type { LeadFollowUp, ReportRow } from "../../../../contract/src/followup.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { api } from "../session/index.ts";
import { FeedbackForm } from "./paper-forms.tsx";
import { useAct } from "./queries.ts";
import { ReportForm } from "./report-form.tsx";

export function ReportsPanel({
  lead,
  view,
}: {
  readonly lead: string;
  readonly view: LeadFollowUp;
}) {
  const { t } = useTranslation();
  const [drafting, setDrafting] = useState<Recipient>();
  const { reports, sendable } = view;
  return (
    <Panel title={t("followup:panel.reports")} aside={t("followup:panel.reportsNote")}>
      {reports.length === 0 && <p>{t("followup:reports.none")}</p>}
      {reports.map((report) => (
        <ReportItem key={report.report} report={report} />
      ))}
      {sendable.length > 0 && (
        <div className="followup-acts">
          {RECIPIENTS.filter((one) => sendable.includes(one)).map((recipient) => (
            <Button key={recipient} onClick={() => setDrafting(recipient)}>
              {t("followup:do.draft", { recipient: t(`followup:recipient.${recipient}`) })}
            </Button>
          ))}
        </div>
      )}
      {drafting !== undefined && (
        <ReportForm lead={lead} recipient={drafting} onClose={() => setDrafting(undefined)} />
      )}
    </Panel>
  );
}

function Course({ report }: { readonly report: ReportRow }) {
  const { t } = useTranslation();
  const { sentAt, sentBy, receivedAt, feedback, feedbackAt, dueOn, feedbackText } = report;
  const parts = [
    t("followup:reports.sentAt", { unit: sentBy, time: dayAndTime(sentAt) }),
    receivedAt === undefined
      ? undefined
      : t("followup:reports.receivedAt", { time: dayAndTime(receivedAt) }),
    feedback === undefined || feedbackAt === undefined
      ? dueOn && t("followup:reports.dueOn", { day: dueOn })
      : t("followup:reports.feedbackAt", {
          time: dayAndTime(feedbackAt),
          kind: t(`followup:feedback.${feedback}`),
        }),
  ].filter((part) => part !== undefined);
  return (
    <>
      <p className="meta">{parts.join(" · ")}</p>
      {feedbackText !== undefined && <p className="followup-text">{feedbackText}</p>}
    </>
  );
}

export function ReportItem({ report }: { readonly report: ReportRow }) {
  const { t } = useTranslation();
  const [isAnswering, setAnswering] = useState(false);
  const receive = useAct(api.receiveReport);
  const { recipient, unit, state, isLate, text, textHash, may } = report;
  return (
    <div className="followup-item">
      <div className="followup-head">
        <b>{t(`followup:recipient.${recipient}`)}</b> <span>{unit.name}</span>
        <Tag tone={isLate ? "overdue" : state === "answered" ? "accent" : "plain"}>
          {isLate ? t("followup:reports.late") : t(`followup:state.${state}`)}
        </Tag>
      </div>
      <Course report={report} />
      <details>
        <summary>{t("followup:reports.show")}</summary>
        <p className="followup-text">{text}</p>
        <p className="meta followup-hash">
          {t("followup:reports.hash")} <code>{textHash}</code>
        </p>
      </details>
      {receive.error !== null && <ProblemNotice error={receive.error} />}
      {(may.receive || may.feedback) && (
        <div className="followup-acts">
          {may.receive && (
            <Button loading={receive.isPending} onClick={() => receive.mutate(report.report)}>
              {t("followup:do.receive")}
            </Button>
          )}
          {may.feedback && (
            <Button onClick={() => setAnswering(true)}>{t("followup:do.feedback")}</Button>
          )}
        </div>
      )}
      {isAnswering && <FeedbackForm report={report.report} onClose={() => setAnswering(false)} />}
    </div>
  );
}
