/** One letter, one talk: state, words, and what may be done with it. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { letterPath } from "../../../../contract/src/followup-client.ts";
import type { LetterRow, TalkRow } from "../../../../contract/src/followup.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { api } from "../session/index.ts";
import { FormSheet } from "./form-sheet.tsx";
import { RecordForm } from "./paper-forms.tsx";
import { useAct } from "./queries.ts";

export function LetterItem({ letter }: { readonly letter: LetterRow }) {
  const { t } = useTranslation();
  const [isAnswering, setAnswering] = useState(false);
  const receive = useAct(api.receiveLetter);
  const { number, unit, title, text, state, isLate, sentAt, sentBy, dueOn, answer, may } = letter;
  return (
    <div className="followup-item">
      <div className="followup-head">
        <b>{number}</b> <span>{title}</span>
        <Tag tone={isLate ? "overdue" : state === "answered" ? "accent" : "plain"}>
          {isLate ? t("followup:state.late") : t(`followup:letterState.${state}`)}
        </Tag>
      </div>
      <p className="meta">
        {sentBy} → {unit.name} · {dayAndTime(sentAt)}
        {state !== "answered" && dueOn !== undefined && ` · ${t("followup:register.due")} ${dueOn}`}
      </p>
      <details>
        <summary>{t("followup:reports.show")}</summary>
        <p className="followup-text">{text}</p>
      </details>
      {answer !== undefined && <blockquote className="followup-text">{answer}</blockquote>}
      {receive.error !== null && <ProblemNotice error={receive.error} />}
      <div className="followup-acts">
        <a href={letterPath(letter.letter)}>{t("followup:do.document")}</a>
        {may.receive && (
          <Button
            size="small"
            loading={receive.isPending}
            onClick={() => receive.mutate(letter.letter)}
          >
            {t("followup:do.receive")}
          </Button>
        )}
        {may.answer && (
          <Button size="small" onClick={() => setAnswering(true)}>
            {t("followup:do.answer")}
          </Button>
        )}
      </div>
      {isAnswering && (
        <FormSheet
          title={t("followup:do.answer")}
          submit={t("followup:do.answer")}
          fields={[
            { name: "text", label: t("followup:field.letterAnswer"), kind: "area", least: 4 },
          ]}
          send={({ text: words = "" }) => api.answerLetter(letter.letter, words)}
          onClose={() => setAnswering(false)}
        />
      )}
    </div>
  );
}

/** Who signed, and who would not. */
function Signatures({ talk }: { readonly talk: TalkRow }) {
  const { t } = useTranslation();
  const names = (signed: boolean) =>
    (talk.present ?? []).filter((one) => one.signed === signed).map(({ name }) => name);
  return (
    <p className="meta">
      {t("followup:register.signedBy", { names: names(true).join("、") })}
      {names(false).length > 0 &&
        ` · ${t("followup:register.refused", { names: names(false).join("、") })}`}
    </p>
  );
}

export function TalkItem({ talk }: { readonly talk: TalkRow }) {
  const { t } = useTranslation();
  const [isRecording, setRecording] = useState(false);
  const { number, kind, targetKind, target, matter, place, meetAt, state, record, may } = talk;
  return (
    <div className="followup-item">
      <div className="followup-head">
        <b>{number}</b>{" "}
        <span>
          {t(`followup:talkKind.${kind}`)} · {t(`followup:target.${targetKind}`)} {target}
        </span>
        <Tag tone={state === "held" ? "accent" : "plain"}>{t(`followup:state.${state}`)}</Tag>
      </div>
      <p className="meta">
        {talk.invitedBy} · {dayAndTime(meetAt)} · {place}
      </p>
      <p className="followup-text">{matter}</p>
      {record !== undefined && (
        <>
          <blockquote className="followup-text">{record}</blockquote>
          <Signatures talk={talk} />
        </>
      )}
      {may.hold && (
        <div className="followup-acts">
          <Button size="small" onClick={() => setRecording(true)}>
            {t("followup:do.record")}
          </Button>
        </div>
      )}
      {isRecording && <RecordForm talk={talk.talk} onClose={() => setRecording(false)} />}
    </div>
  );
}
