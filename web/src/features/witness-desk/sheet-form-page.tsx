/** 开现场处置单: after an act, who was spoken to, what was said, what the person answered, whether it was signed. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate, useParams } from "react-router";

import {
  MEASURES,
  SIGNATURE_STATES,
  type Measure,
  type SignatureState,
} from "../../../../contract/src/witnessing-values.ts";
import type { WitnessRecord } from "../../../../contract/src/witnessing.ts";
import { Choice } from "../../ui/choice.tsx";
import { dayAndTime } from "../../ui/dates.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { api } from "../session/index.ts";
import { useAct, useRecord } from "./queries.ts";
import { personText, roomName } from "./words.ts";

import "./witness-desk.css";

const LEAST = 4;

function SheetForm({ act }: { readonly act: WitnessRecord }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const issue = useAct(api.issueSheet);
  const [person] = act.persons;
  const [measure, setMeasure] = useState<Measure>(act.measure ?? "reminded");
  const [said, setSaid] = useState("");
  const [answer, setAnswer] = useState("");
  const [signature, setSignature] = useState<SignatureState>("pending");
  const [isChecked, setChecked] = useState(false);
  const isShort = said.trim().length < LEAST;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isShort || person === undefined) return;
    const reply = answer.trim().length < 2 ? {} : { answer: answer.trim() };
    issue.mutate(
      { act: act.id, person, measure, said: said.trim(), signature, ...reply },
      { onSuccess: ({ id }) => void navigate(`/witness-desk/sheets/${id}`) },
    );
  };
  return (
    <form onSubmit={submit}>
      <Panel
        title={t("witnessing:sheetFor", {
          person: person === undefined ? "" : personText(t, person),
        })}
      >
        <p>
          <span className="mono">{act.clause}</span> {act.clauseText}
        </p>
        <p className="meta">
          {dayAndTime(act.at)} · {act.room === undefined ? "" : roomName(t, act.room)} · {act.title}
        </p>
        <Field
          label={t("witnessing:said")}
          hint={t("witnessing:saidHint")}
          error={isChecked && isShort ? t("witnessing:tooShort", { least: LEAST }) : undefined}
        >
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={3}
              maxLength={1000}
              value={said}
              onChange={({ target }) => setSaid(target.value)}
            />
          )}
        </Field>
        <Field label={t("witnessing:answer")} hint={t("witnessing:answerHint")}>
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={2}
              maxLength={1000}
              value={answer}
              onChange={({ target }) => setAnswer(target.value)}
            />
          )}
        </Field>
        <div className="act-details">
          <Choice
            label={t("witnessing:measureHead")}
            value={measure}
            values={MEASURES.map((one) => [one, t(`witnessing:measure.${one}`)])}
            onChange={(value) => setMeasure(value as Measure)}
          />
          <Choice
            label={t("witnessing:signatureHead")}
            value={signature}
            values={SIGNATURE_STATES.map((one) => [one, t(`witnessing:signature.${one}`)])}
            onChange={(value) => setSignature(value as SignatureState)}
          />
        </div>
        {issue.error !== null && <ProblemNotice error={issue.error} />}
        <Button type="primary" htmlType="submit" loading={issue.isPending}>
          {t("witnessing:do.issue")}
        </Button>
      </Panel>
    </form>
  );
}

export function SheetFormPage() {
  const { t } = useTranslation();
  const { id = "" } = useParams();
  const query = useRecord(id);
  return (
    <div className="page">
      <title>{t("witnessing:sheetTitle")}</title>
      <h1 className="page-sentence">{t("witnessing:newSheet")}</h1>
      <QueryState query={query} />
      {query.data !== undefined && <SheetForm act={query.data} />}
    </div>
  );
}
