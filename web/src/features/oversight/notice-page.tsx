/** One notice: what was found, what is asked, and everything that followed; the answer stands beside the ground. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";

import { ANSWER_KINDS, type AnswerKind } from "../../../../contract/src/oversight-values.ts";
import type { NoticeView } from "../../../../contract/src/oversight.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { Panel, Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { useAnswer, useClose, useNotice, useReceive } from "./queries.ts";
import { NoticeTag } from "./side-panels.tsx";

import "./oversight.css";

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Letter({ view }: { readonly view: NoticeView }) {
  const { t } = useTranslation();
  const { notice, content, answerDays } = view;
  const { caseNumber, subject, dueOn } = notice;
  const path = subject?.startsWith("lead:")
    ? `/leads/${subject.slice(5)}`
    : `/voices/${encodeURIComponent(caseNumber ?? "")}`;
  return (
    <Panel title={notice.title} aside={<NoticeTag notice={notice} />}>
      <dl className="facts">
        <Fact name={t("oversight:notice.to")}>{notice.unit.name}</Fact>
        <Fact name={t("oversight:notice.from")}>{notice.signedBy.name}</Fact>
        {caseNumber !== undefined && (
          <Fact name={t("oversight:notice.case")}>
            <Link to={path}>{caseNumber}</Link>
          </Fact>
        )}
        <Fact name={t("oversight:notice.ground")}>
          <span className="reading">{content.ground}</span>
        </Fact>
        <Fact name={t("oversight:notice.demand")}>
          <span className="reading">{content.demand}</span>
        </Fact>
        <Fact name={t("oversight:notice.law")}>
          {content.articles.length === 0
            ? t("oversight:notice.noLaw")
            : content.articles.join("、")}
        </Fact>
        <Fact name={t("oversight:notice.due")}>
          {dueOn === undefined
            ? t("oversight:notice.dueUnknown", { days: answerDays })
            : t("oversight:notice.dueText", { day: dueOn, days: answerDays })}
        </Fact>
      </dl>
    </Panel>
  );
}

function History({ history }: Pick<NoticeView, "history">) {
  const { t } = useTranslation();
  return (
    <Panel title={t("oversight:notice.history")}>
      <ol className="timeline">
        {history.map(({ factId, kind, at, by, text, answer, step, to, moved = [] }) => (
          <li key={factId}>
            <time dateTime={at}>{dayAndTime(at)}</time>
            <span>
              <b>
                {t(`oversight:notice.event.${kind.replace(".", "_")}`)}
                {step !== undefined && ` ${step}`}
              </b>{" "}
              {by}
              {answer !== undefined && <Tag>{t(`oversight:answerKind.${answer}`)}</Tag>}
              {text !== undefined && <span className="block reading">{text}</span>}
              {moved.map(({ clock, from, to: day }) => (
                <span key={clock} className="block">
                  {t("oversight:notice.moved", {
                    from: from ?? t("oversight:notice.dayUnknown"),
                    to: day ?? t("oversight:notice.dayUnknown"),
                  })}
                </span>
              ))}
              {to !== undefined && (
                <span className="block meta">
                  {t("oversight:notice.told", {
                    to: to.map((one) => t(`oversight:notice.audience.${one}`)).join("、"),
                  })}
                </span>
              )}
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}

function AnswerForm({ view }: { readonly view: NoticeView }) {
  const { t } = useTranslation();
  const { number, version } = view.notice;
  const send = useAnswer(number);
  const [answer, setAnswer] = useState<AnswerKind>("mended");
  const [text, setText] = useState("");
  const [isChecked, setChecked] = useState(false);
  const isMissing = text.trim().length < 4;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!isMissing)
      send.mutate({ version, answer, text: text.trim() }, { onSuccess: () => setText("") });
  };
  return (
    <Panel title={t("oversight:notice.answerTitle")}>
      <form onSubmit={submit} noValidate>
        {send.error !== null && <ProblemNotice error={send.error} />}
        <Choice
          legend={t("oversight:notice.answerKindLegend")}
          value={answer}
          choices={ANSWER_KINDS.map((value) => ({
            value,
            label: t(`oversight:answerKind.${value}`),
          }))}
          onChange={setAnswer}
        />
        <Field
          label={t("oversight:notice.answerText")}
          hint={t("oversight:notice.answerHint")}
          error={isChecked && isMissing ? t("oversight:notice.missing") : undefined}
        >
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={5}
              maxLength={4000}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          )}
        </Field>
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {t("oversight:notice.answer")}
        </Button>
      </form>
    </Panel>
  );
}

function CloseForm({ view }: { readonly view: NoticeView }) {
  const { t } = useTranslation();
  const { number, version } = view.notice;
  const send = useClose(number);
  const [text, setText] = useState("");
  const [isChecked, setChecked] = useState(false);
  const isMissing = text.trim().length < 2;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (!isMissing) send.mutate({ version, text: text.trim() });
  };
  return (
    <Panel title={t("oversight:notice.closeTitle")}>
      <form onSubmit={submit} noValidate>
        {send.error !== null && <ProblemNotice error={send.error} />}
        <Field
          label={t("oversight:notice.closeText")}
          error={isChecked && isMissing ? t("oversight:notice.missing") : undefined}
        >
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={3}
              maxLength={2000}
              value={text}
              onChange={({ target }) => setText(target.value)}
            />
          )}
        </Field>
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {t("oversight:notice.close")}
        </Button>
      </form>
    </Panel>
  );
}

function Content({ view }: { readonly view: NoticeView }) {
  const { t } = useTranslation();
  const { notice, may, history } = view;
  const receive = useReceive(notice.number);
  return (
    <>
      <div className="board-head">
        <h1>
          {t(`oversight:act.${notice.kind}`)} {notice.number}
        </h1>
        <Link to="/oversight/notices">{t("oversight:notice.back")}</Link>
      </div>
      <div className="split">
        <div>
          <Letter view={view} />
          {receive.error !== null && <ProblemNotice error={receive.error} />}
          {may.receive && (
            <p className="notice-receive">
              <Button
                type="primary"
                loading={receive.isPending}
                onClick={() => receive.mutate(notice.version)}
              >
                {t("oversight:notice.receive")}
              </Button>
            </p>
          )}
          {may.answer && !may.receive && <AnswerForm view={view} />}
          {may.close && <CloseForm view={view} />}
        </div>
        <div>
          <History history={history} />
        </div>
      </div>
    </>
  );
}

export function NoticePage() {
  const { t } = useTranslation();
  const { number = "" } = useParams();
  const notice = useNotice(number);
  return (
    <div className="page">
      <title>{t("oversight:notice.documentTitle", { number })}</title>
      <QueryState query={notice} />
      {notice.data !== undefined && <Content view={notice.data} />}
    </div>
  );
}
