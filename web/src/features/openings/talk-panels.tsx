/** Objections with their answers on the spot, and messages about the procedure. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { DeskObjection, OpeningDesk } from "../../../../contract/src/opening.ts";
import { timeOf } from "../../ui/dates.ts";
import { Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Empty } from "../../ui/states.tsx";
import { api } from "../session/index.ts";
import { useDeskAct } from "./queries.ts";

interface WriteProps {
  readonly label: string;
  readonly hint?: string;
  readonly button: string;
  readonly fewest: number;
  readonly send: (text: string) => Promise<OpeningDesk>;
  readonly id: string;
}

/** What was typed stays when the server refuses. */
function WriteForm({ label, hint, button, fewest, send, id }: WriteProps) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [isChecked, setChecked] = useState(false);
  const act = useDeskAct(id, send);
  const isShort = text.trim().length < fewest;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (isShort) return;
    act.mutate(text.trim(), {
      onSuccess: () => {
        setText("");
        setChecked(false);
      },
    });
  };
  return (
    <form className="opening-form" onSubmit={submit}>
      <Field
        label={label}
        hint={hint}
        error={isChecked && isShort ? t("openings:tooShort", { fewest }) : undefined}
      >
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={2}
            maxLength={2000}
            value={text}
            onChange={({ target }) => setText(target.value)}
          />
        )}
      </Field>
      {act.error !== null && <ProblemNotice error={act.error} />}
      <Button htmlType="submit" loading={act.isPending}>
        {button}
      </Button>
    </form>
  );
}

function Objection({ desk, one }: { readonly desk: OpeningDesk; readonly one: DeskObjection }) {
  const { t } = useTranslation();
  const { id } = desk.row;
  return (
    <li>
      <p className="meta">
        {timeOf(one.at)} · {t("openings:objectionBy", { number: one.number, by: one.by })}
      </p>
      <p className="reading">{one.text}</p>
      {one.answer !== undefined && (
        <div className="opening-answer">
          <p className="meta">{t("openings:answeredAt", { at: timeOf(one.answer.at) })}</p>
          <p className="reading">{one.answer.text}</p>
        </div>
      )}
      {one.answer === undefined && !desk.may.answer && (
        <p className="meta">{t("openings:noAnswer")}</p>
      )}
      {one.answer === undefined && desk.may.answer && (
        <WriteForm
          id={id}
          label={t("openings:answerLabel", { number: one.number })}
          hint={t("openings:answerHint")}
          button={t("openings:do.answer")}
          fewest={4}
          send={(text) => api.answerAtOpening(id, one.number, text)}
        />
      )}
    </li>
  );
}

export function ObjectionsPanel({ desk }: { readonly desk: OpeningDesk }) {
  const { t } = useTranslation();
  const { id } = desk.row;
  return (
    <Panel title={t("openings:objections")} aside={t("openings:objectionsLaw")}>
      {desk.objections.length === 0 && <Empty title={t("openings:noObjections")} />}
      <ol className="opening-list">
        {desk.objections.map((one) => (
          <Objection key={one.number} desk={desk} one={one} />
        ))}
      </ol>
      {desk.may.object && (
        <WriteForm
          id={id}
          label={t("openings:objectLabel")}
          hint={t("openings:objectHint")}
          button={t("openings:do.object")}
          fewest={4}
          send={(text) => api.objectAtOpening(id, text)}
        />
      )}
    </Panel>
  );
}

export function MessagesPanel({ desk }: { readonly desk: OpeningDesk }) {
  const { t } = useTranslation();
  const { id } = desk.row;
  return (
    <Panel title={t("openings:messages")} aside={t("openings:messagesPublic")}>
      {desk.messages.length === 0 && <Empty title={t("openings:noMessages")} />}
      <ol className="opening-list">
        {desk.messages.map(({ at, by, text }) => (
          <li key={`${at} ${text}`}>
            <p className="meta">
              {timeOf(at)} ·{" "}
              {by === undefined ? t("openings:hostName") : t("openings:number", { number: by })}
            </p>
            <p className="reading">{text}</p>
          </li>
        ))}
      </ol>
      {desk.may.post && (
        <WriteForm
          id={id}
          label={t("openings:messageLabel")}
          hint={t("openings:messageHint")}
          button={t("openings:do.post")}
          fewest={2}
          send={(text) => api.writeAtOpening(id, text)}
        />
      )}
    </Panel>
  );
}
