/** The acts of the office: ask, record a step, answer, close. What goes to the writer is sealed here. */
import { Button, Input } from "antd";
import { useState, type ReactNode, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import {
  TIPOFF_OUTCOMES,
  TIPOFF_STEPS,
  type TipoffOutcome,
  type TipoffStep,
  type TipoffView,
} from "../../../../contract/src/tipoffs.ts";
import { bytesOfKey, maskIdentity, sealMessage, toBase64 } from "../../../../sealing/src/index.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { api } from "../session/index.ts";
import { useOpened } from "./content-panel.tsx";
import { useAct } from "./queries.ts";

type Act = keyof TipoffView["may"];
const ACTS = ["ask", "recordStep", "answer", "close"] as const satisfies readonly Act[];

/** To the writer's receipt, and a copy that the office can read. */
function boxesOf({ officeKey, mailboxKey }: TipoffView, text: string) {
  if (officeKey === null) throw new Error("an office without a key has no tip-offs");
  return {
    keyId: officeKey.keyId,
    toOffice: toBase64(sealMessage(bytesOfKey(officeKey.publicKey), text)),
    toWriter: toBase64(sealMessage(bytesOfKey(mailboxKey), text)),
  };
}

interface FormProps {
  readonly view: TipoffView;
  readonly onDone: () => void;
}

interface FrameProps {
  readonly act: Act;
  readonly error: unknown;
  readonly isPending: boolean;
  readonly onSubmit: () => void;
  readonly children: ReactNode;
}

function Frame({ act, error, isPending, onSubmit, children }: FrameProps) {
  const { t } = useTranslation();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    onSubmit();
  };
  return (
    <form onSubmit={submit} noValidate>
      {error !== null && <ProblemNotice error={error} />}
      {children}
      <Button type="primary" htmlType="submit" loading={isPending}>
        {t(`tipoffs:act.submit.${act}`)}
      </Button>
    </form>
  );
}

interface TextProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly error?: string | undefined;
  readonly onChange: (value: string) => void;
}

const MOST = 2000;

function Text({ label, hint, value, error, onChange }: TextProps) {
  return (
    <Field label={label} hint={hint} error={error}>
      {(ids) => (
        <Input.TextArea
          {...ids}
          rows={5}
          maxLength={MOST}
          value={value}
          onChange={({ target }) => onChange(target.value)}
        />
      )}
    </Field>
  );
}

function useText() {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [isChecked, setChecked] = useState(false);
  const isShort = text.trim().length < 2;
  return {
    text: text.trim(),
    isShort,
    check: () => setChecked(true),
    field: {
      value: text,
      onChange: setText,
      error: isChecked && isShort ? t("tipoffs:act.missing") : undefined,
    },
  };
}

function AskForm({ view, onDone }: FormProps) {
  const { t } = useTranslation();
  const { text, isShort, check, field } = useText();
  const ask = useAct(view.row.id, api.askWriter);
  const submit = () => {
    check();
    if (isShort) return;
    ask.mutate({ version: view.row.version, ...boxesOf(view, text) }, { onSuccess: onDone });
  };
  return (
    <Frame act="ask" error={ask.error} isPending={ask.isPending} onSubmit={submit}>
      <Text {...field} label={t("tipoffs:act.question")} hint={t("tipoffs:act.questionHint")} />
    </Frame>
  );
}

function StepForm({ view, onDone }: FormProps) {
  const { t } = useTranslation();
  const { opened } = useOpened(view);
  const { text, isShort, check, field } = useText();
  const [step, setStep] = useState<TipoffStep>("check");
  const record = useAct(view.row.id, api.recordTipoffStep);
  const submit = () => {
    check();
    if (isShort) return;
    const masked = maskIdentity(text, opened?.content.hints ?? []);
    record.mutate({ version: view.row.version, step, text: masked }, { onSuccess: onDone });
  };
  return (
    <Frame act="recordStep" error={record.error} isPending={record.isPending} onSubmit={submit}>
      <Choice
        legend={t("tipoffs:act.step")}
        value={step}
        choices={TIPOFF_STEPS.map((value) => ({ value, label: t(`tipoffs:step.${value}`) }))}
        onChange={setStep}
      />
      <Text {...field} label={t("tipoffs:act.done")} hint={t("tipoffs:act.doneHint")} />
    </Frame>
  );
}

function AnswerForm({ view, onDone }: FormProps) {
  const { t } = useTranslation();
  const { text, isShort, check, field } = useText();
  const [outcome, setOutcome] = useState<TipoffOutcome>();
  const [isChecked, setChecked] = useState(false);
  const answer = useAct(view.row.id, api.answerTipoff);
  const submit = () => {
    check();
    setChecked(true);
    if (isShort || outcome === undefined) return;
    const body = { version: view.row.version, outcome, ...boxesOf(view, text) };
    answer.mutate(body, { onSuccess: onDone });
  };
  return (
    <Frame act="answer" error={answer.error} isPending={answer.isPending} onSubmit={submit}>
      <Choice
        legend={t("tipoffs:act.outcome")}
        value={outcome}
        error={isChecked && outcome === undefined ? t("tipoffs:act.choose") : undefined}
        choices={TIPOFF_OUTCOMES.map((value) => ({ value, label: t(`tipoffs:outcome.${value}`) }))}
        onChange={setOutcome}
      />
      <Text {...field} label={t("tipoffs:act.answerText")} hint={t("tipoffs:act.answerHint")} />
    </Frame>
  );
}

const SHORTEST_SUMMARY = 10;

function CloseForm({ view, onDone }: FormProps) {
  const { t } = useTranslation();
  const { opened } = useOpened(view);
  const [summary, setSummary] = useState("");
  const close = useAct(view.row.id, api.closeTipoff);
  const masked = maskIdentity(summary.trim(), opened?.content.hints ?? []);
  const isPublic = view.row.coded.about === "parties";
  const isBad = masked !== "" && masked.length < SHORTEST_SUMMARY;
  const submit = () => {
    if (isBad) return;
    const body = { version: view.row.version, ...(masked === "" ? {} : { summary: masked }) };
    close.mutate(body, { onSuccess: onDone });
  };
  return (
    <Frame act="close" error={close.error} isPending={close.isPending} onSubmit={submit}>
      {opened === undefined && <Notice tone="due">{t("tipoffs:act.lockedSummary")}</Notice>}
      <Text
        label={t("tipoffs:act.summary")}
        hint={t(isPublic ? "tipoffs:act.summaryHint" : "tipoffs:act.summaryInner")}
        value={summary}
        error={isBad ? t("tipoffs:act.summaryShort", { count: SHORTEST_SUMMARY }) : undefined}
        onChange={setSummary}
      />
      {masked !== summary.trim() && (
        <p className="tipoff-note">{t("tipoffs:act.masked", { text: masked })}</p>
      )}
    </Frame>
  );
}

const FORMS = { ask: AskForm, recordStep: StepForm, answer: AnswerForm, close: CloseForm } as const;

export function ActPanel({ view }: { readonly view: TipoffView }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Act>();
  const offered = ACTS.filter((act) => view.may[act]);
  if (offered.length === 0) return null;
  const act = offered.find((one) => one === chosen);
  const Form = act === undefined ? undefined : FORMS[act];
  return (
    <Panel title={t("tipoffs:act.title")}>
      <div className="tipoff-acts">
        {offered.map((one) => (
          <Button key={one} aria-pressed={one === act} onClick={() => setChosen(one)}>
            {t(`tipoffs:act.${one}`)}
          </Button>
        ))}
      </div>
      {Form !== undefined && <Form view={view} onDone={() => setChosen(undefined)} />}
    </Panel>
  );
}
