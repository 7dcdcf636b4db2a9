/** 陈述与澄清: what concerns the reader's own firm; for an expert, the committee's questions. */
import { Button } from "antd";
import { useState } from "react";
import { Trans, useTranslation } from "react-i18next";

import type { OwnFollowUp, QuestionRow } from "../../../../contract/src/followup.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Panel, Tag } from "../../ui/panel.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { api } from "../session/index.ts";
import { FormSheet } from "./form-sheet.tsx";
import { NoticeItem } from "./hearing-panel.tsx";
import { TalkItem } from "./paper-items.tsx";
import { useOwn } from "./queries.ts";

import "./followup.css";

function QuestionItem({ question }: { readonly question: QuestionRow }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { ocid, lotId, firm, text, askedAt, answer, may } = question;
  return (
    <div className="followup-item">
      <div className="followup-head">
        <b>{firm}</b> <code>{ocid}</code> {t("followup:field.lotId")} {lotId}
        {answer !== undefined && <Tag tone="accent">{t("followup:letterState.answered")}</Tag>}
      </div>
      <p className="meta">{dayAndTime(askedAt)}</p>
      <p className="followup-text">{text}</p>
      {answer !== undefined && <blockquote className="followup-text">{answer}</blockquote>}
      {may.answer && (
        <div className="followup-acts">
          <Button type="primary" onClick={() => setOpen(true)}>
            {t("followup:do.answerQuestion")}
          </Button>
        </div>
      )}
      {isOpen && (
        <FormSheet
          title={t("followup:do.answerQuestion")}
          submit={t("followup:do.answerQuestion")}
          fields={[{ name: "text", label: t("followup:field.reply"), kind: "area" }]}
          send={({ text: words = "" }) => api.answerQuestion(question.question, words)}
          onClose={() => setOpen(false)}
        />
      )}
    </div>
  );
}

function AskForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <FormSheet
      title={t("followup:own.askTitle")}
      submit={t("followup:do.ask")}
      note={t("followup:own.askRule")}
      fields={[
        { name: "ocid", label: t("followup:field.ocid"), kind: "text" },
        { name: "lotId", label: t("followup:field.lotId"), kind: "text", least: 1 },
        { name: "firm", label: t("followup:field.firm"), kind: "text" },
        { name: "text", label: t("followup:field.question"), kind: "area", least: 4 },
      ]}
      send={({ ocid = "", lotId = "", firm = "", text = "" }) =>
        api.askQuestion({ ocid, lotId, firm, text })
      }
      onClose={onClose}
    />
  );
}

function Content({ own }: { readonly own: OwnFollowUp }) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const { notices, questions, talks, may } = own;
  const count =
    notices.filter((one) => one.may.reply).length +
    questions.filter((one) => one.may.answer).length;
  return (
    <>
      <h1 className="page-sentence">
        {count === 0 ? (
          t("followup:own.calm")
        ) : (
          <Trans
            i18nKey="followup:own.sentence"
            values={{ count }}
            components={{ n: <b className="number" /> }}
          />
        )}
      </h1>
      {!may.ask && (
        <>
          <p className="meta">{t("followup:own.notAFinding")}</p>
          <Panel title={t("followup:own.notices")}>
            {notices.length === 0 && (
              <Empty title={t("followup:own.noNotices")} why={t("followup:own.noNoticesWhy")} />
            )}
            {notices.map((notice) => (
              <NoticeItem key={notice.notice} notice={notice} />
            ))}
          </Panel>
        </>
      )}
      <Panel title={t("followup:own.questions")}>
        {may.ask && <p className="meta">{t("followup:own.askRule")}</p>}
        {questions.length === 0 && <Empty title={t("followup:own.noQuestions")} />}
        {questions.map((question) => (
          <QuestionItem key={question.question} question={question} />
        ))}
        {may.ask && (
          <div className="followup-acts">
            <Button type="primary" onClick={() => setAsking(true)}>
              {t("followup:do.ask")}
            </Button>
          </div>
        )}
      </Panel>
      <Panel title={t("followup:own.talks")}>
        {talks.length === 0 && <Empty title={t("followup:own.noTalks")} />}
        {talks.map((talk) => (
          <TalkItem key={talk.talk} talk={talk} />
        ))}
      </Panel>
      {isAsking && <AskForm onClose={() => setAsking(false)} />}
    </>
  );
}

export function OwnPage() {
  const { t } = useTranslation();
  const own = useOwn();
  return (
    <div className="page">
      <title>{t("followup:own.documentTitle")}</title>
      <QueryState query={own} />
      {own.data !== undefined && <Content own={own.data} />}
    </div>
  );
}
