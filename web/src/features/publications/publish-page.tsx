/** Publishing a result: the text is checked for personal data first, and the entry is shown before it goes out. */
import { Button, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";

import { type CheckedText, type ConsoleItemKind } from "../../../../contract/src/publications.ts";
import { Choice, Field, type FieldIds } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Notice } from "../../ui/states.tsx";
import { bodyOf, EMPTY_FORM, NEEDED, type PublishForm } from "./publish-form.ts";
import { useCheck, useParty, usePublications, usePublish } from "./queries.ts";

import "./publications.css";

const REGIMES = ["works", "procurement", "land", "mineral", "property", "other"] as const;

interface FormProps {
  readonly form: PublishForm;
  readonly change: (part: Partial<PublishForm>) => void;
  /** True once somebody tried to go on. */
  readonly isChecked: boolean;
}

type TextName = Exclude<keyof PublishForm, "kind" | "regime">;

function TextField({
  name,
  form,
  change,
  isChecked,
  type = "text",
  rows,
}: FormProps & {
  readonly name: TextName;
  readonly type?: "text" | "date" | "url";
  readonly rows?: number;
}) {
  const { t, i18n } = useTranslation();
  const isNeeded = NEEDED.some((one) => one === name);
  const error =
    isChecked && isNeeded && form[name].trim() === "" ? t("publications:missing") : undefined;
  const hint = i18n.exists(`publications:hint.${name}`)
    ? t(`publications:hint.${name}`)
    : undefined;
  const set = (value: string) => change({ [name]: value });
  return (
    <div className={rows === undefined ? "" : "whole"}>
      <Field
        label={t(`publications:field.${name}`)}
        error={error}
        {...(hint === undefined ? {} : { hint })}
      >
        {(ids: FieldIds) =>
          rows === undefined ? (
            <Input
              {...ids}
              type={type}
              maxLength={400}
              value={form[name]}
              onChange={({ target }) => set(target.value)}
            />
          ) : (
            <Input.TextArea
              {...ids}
              rows={rows}
              maxLength={20_000}
              value={form[name]}
              onChange={({ target }) => set(target.value)}
            />
          )
        }
      </Field>
    </div>
  );
}

/** Says under which names the platform knows the code. */
function Subject(props: FormProps) {
  const { t } = useTranslation();
  const uscc = props.form.subjectUscc.trim();
  const party = useParty(uscc).data;
  return (
    <>
      <TextField {...props} name="subjectUscc" />
      <div>
        <TextField {...props} name="subjectName" />
        {party !== undefined && !party.isValid && (
          <p className="field-error">{t("publications:party.invalid")}</p>
        )}
        {party?.isValid === true && party.names.length === 0 && (
          <p className="field-hint">{t("publications:party.unknown")}</p>
        )}
        {party?.names.map((name) => (
          <Button
            key={name}
            size="small"
            type="link"
            onClick={() => props.change({ subjectName: name })}
          >
            {t("publications:party.take", { name })}
          </Button>
        ))}
      </div>
    </>
  );
}

function Regime({ form, change }: FormProps) {
  const { t } = useTranslation();
  return (
    <Field label={t("publications:field.regime")}>
      {({ id }) => (
        <select
          id={id}
          className="publication-select"
          value={form.regime}
          onChange={({ target }) => change({ regime: target.value })}
        >
          <option value="">{t("publications:regime.none")}</option>
          {REGIMES.map((regime) => (
            <option key={regime} value={regime}>
              {t(`publications:regime.${regime}`)}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function Findings({
  checked,
  onTake,
}: {
  readonly checked: CheckedText;
  readonly onTake: () => void;
}) {
  const { t } = useTranslation();
  const { findings } = checked;
  if (findings.length === 0)
    return (
      <Notice tone="accent">
        <p>{t("publications:clean")}</p>
      </Notice>
    );
  return (
    <Notice tone="overdue" act={<Button onClick={onTake}>{t("publications:takeRedacted")}</Button>}>
      <p>
        <b>{t("publications:found", { count: findings.length })}</b>
      </p>
      <ul className="publication-found">
        {findings.map(({ field, kind, from, words }) => (
          <li key={`${field} ${from}`}>
            {t(`publications:field.${field}`)} · {t(`publications:data.${kind}`)}：
            <code>{words}</code>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Fields(props: FormProps & { readonly kinds: readonly ConsoleItemKind[] }) {
  const { t } = useTranslation();
  const { form, change, isChecked, kinds } = props;
  return (
    <>
      <Choice
        legend={t("publications:field.kind")}
        value={form.kind}
        error={isChecked && form.kind === undefined ? t("publications:missing") : undefined}
        choices={kinds.map((value) => ({
          value,
          label: t(`publications:kind.${value}`),
          hint: t(`publications:kindHint.${value}`),
        }))}
        onChange={(kind) => change({ kind })}
      />
      <div className="publication-form">
        <TextField {...props} name="documentNo" />
        <TextField {...props} name="decidedOn" type="date" />
        <TextField {...props} name="title" rows={1} />
        <TextField {...props} name="text" rows={8} />
        <TextField {...props} name="outcome" />
        <Regime {...props} />
        <Subject {...props} />
        <TextField {...props} name="legalBasis" rows={1} />
        <TextField {...props} name="articles" rows={2} />
        <TextField {...props} name="expiresOn" type="date" />
        <TextField {...props} name="unitUrl" type="url" />
      </div>
    </>
  );
}

function Sheet({ kinds }: { readonly kinds: readonly ConsoleItemKind[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [first] = kinds;
  const [form, setForm] = useState<PublishForm>({
    ...EMPTY_FORM,
    kind: kinds.length === 1 ? first : undefined,
  });
  const [isChecked, setChecked] = useState(false);
  const check = useCheck();
  const publish = usePublish();
  const change = (part: Partial<PublishForm>) => {
    setForm({ ...form, ...part });
    // A check holds for the words it was made on.
    if ("title" in part || "text" in part) check.reset();
  };
  const body = bodyOf(form);
  const isClean = check.data?.findings.length === 0;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (body === undefined) return;
    if (!isClean) check.mutate({ title: body.title, text: body.text });
    else
      publish.mutate(body, {
        onSuccess: ({ row }) => void navigate(`/publications/${row.id}`),
      });
  };
  const error = check.error ?? publish.error;
  return (
    <form onSubmit={submit} noValidate>
      <Fields form={form} change={change} isChecked={isChecked} kinds={kinds} />
      {isChecked && body === undefined && (
        <Notice tone="due">
          <p>{t("publications:incomplete")}</p>
        </Notice>
      )}
      {check.data !== undefined && (
        <Findings checked={check.data} onTake={() => change(check.data.redacted)} />
      )}
      {error !== null && <ProblemNotice error={error} />}
      {isClean && <p className="meta">{t("publications:irreversible")}</p>}
      <Button type="primary" htmlType="submit" loading={check.isPending || publish.isPending}>
        {t(isClean ? "publications:publish" : "publications:check.run")}
      </Button>
    </form>
  );
}

export function PublishPage() {
  const { t } = useTranslation();
  const list = usePublications({ view: "own", page: 1 });
  const kinds = list.data?.may.publish;
  return (
    <div className="page">
      <title>{t("publications:new")}</title>
      <p className="meta">
        <Link to="/publications">{t("publications:title")}</Link>
      </p>
      <h1 className="page-sentence">{t("publications:newSentence")}</h1>
      <QueryState query={list} />
      {kinds !== undefined && kinds.length === 0 && (
        <Notice tone="due">
          <p>{t("publications:mayNot")}</p>
        </Notice>
      )}
      {kinds !== undefined && kinds.length > 0 && (
        <Panel title={t("publications:new")}>
          <Sheet kinds={kinds} />
        </Panel>
      )}
    </div>
  );
}
