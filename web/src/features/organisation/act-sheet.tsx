/** A button that opens the form of an act; the reply says whether it is done or waits for a second person. */
import { Button, Drawer, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { api } from "../session/index.ts";
import {
  ACT_FORMS,
  type ActContext,
  type ActField,
  type ActName,
  type ActValues,
  missingOf,
} from "./act-forms.ts";
import { ClauseEditor } from "./clause-editor.tsx";
import { PersonChoice } from "./person-choice.tsx";
import { useAct } from "./queries.ts";
import { useWord } from "./words.ts";

interface ActProps {
  readonly act: ActName;
  readonly context: ActContext;
}

export function ActButton({ act, context }: ActProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t(`organisation:act.${act}`)}
      </Button>
      {isOpen && <ActSheet act={act} context={context} onClose={() => setOpen(false)} />}
    </>
  );
}

interface ControlProps {
  readonly field: ActField;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (text: string) => void;
}

function Control({ field, value, error, onChange }: ControlProps) {
  const { t } = useTranslation();
  const word = useWord();
  const { hint, label, kind, choices } = field;
  return (
    <Field
      label={t(`organisation:form.${label}`)}
      error={error}
      {...(hint === undefined ? {} : { hint: t(`organisation:form.${hint}`) })}
    >
      {(ids) => {
        if (kind === "person") return <PersonChoice ids={ids} value={value} onChange={onChange} />;
        if (kind === "choice" && choices !== undefined)
          return (
            <select
              id={ids.id}
              className="select"
              aria-invalid={ids["aria-invalid"]}
              value={value}
              onChange={({ target }) => onChange(target.value)}
            >
              <option value="">{t("organisation:form.choose")}</option>
              {choices[1].map((code) => (
                <option key={code} value={code}>
                  {word(choices[0], code)}
                </option>
              ))}
            </select>
          );
        if (kind === "long")
          return (
            <Input.TextArea
              {...ids}
              rows={3}
              maxLength={400}
              value={value}
              onChange={({ target }) => onChange(target.value)}
            />
          );
        return (
          <Input
            {...ids}
            type={kind === "day" ? "date" : "text"}
            value={value}
            onChange={({ target }) => onChange(target.value)}
          />
        );
      }}
    </Field>
  );
}

function ActSheet({ act, context, onClose }: ActProps & { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const form = ACT_FORMS[act];
  const [values, setValues] = useState<ActValues>(() => ({
    texts: {},
    clauses: [],
    ...form.initial?.(context),
  }));
  const [isChecked, setChecked] = useState(false);
  const sending = useAct((given: ActValues) => form.send(api, given, context));
  const missing = missingOf(act, values);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (missing.length === 0) sending.mutate(values);
  };
  const reply = sending.data;
  return (
    <Drawer
      open
      title={t(`organisation:act.${act}`)}
      size={560}
      onClose={onClose}
      closeIcon={<Icon name="cross" />}
      closable={{ "aria-label": t("console:close") }}
      classNames={{ root: "act-drawer" }}
    >
      {reply !== undefined ? (
        <Notice tone="accent">
          <p>{t(`organisation:form.${"approval" in reply ? "pending" : "done"}`)}</p>
          {"approval" in reply && (
            <Link to={`/approvals/${reply.approval}`}>{t("organisation:form.seeRequest")}</Link>
          )}
        </Notice>
      ) : (
        <form onSubmit={submit} noValidate>
          {sending.error !== null && <ProblemNotice error={sending.error} />}
          {form.fields.map((field) =>
            field.kind === "clauses" ? (
              <ClauseEditor
                key={field.name}
                unit={context.unit ?? ""}
                clauses={values.clauses}
                onChange={(clauses) => setValues((before) => ({ ...before, clauses }))}
              />
            ) : (
              <Control
                key={field.name}
                field={field}
                value={values.texts[field.name] ?? ""}
                error={
                  isChecked && missing.includes(field.name)
                    ? t("organisation:form.missing")
                    : undefined
                }
                onChange={(text) =>
                  setValues((before) => ({
                    ...before,
                    texts: { ...before.texts, [field.name]: text },
                  }))
                }
              />
            ),
          )}
          <div className="act-submit">
            <Button type="primary" htmlType="submit" loading={sending.isPending}>
              {t("organisation:form.submit")}
            </Button>
            {form.needsSecond === true && (
              <span className="meta">{t("organisation:form.needsSecond")}</span>
            )}
          </div>
        </form>
      )}
    </Drawer>
  );
}
