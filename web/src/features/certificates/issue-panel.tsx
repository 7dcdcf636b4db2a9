/** 出具见证书: for whom, for what purpose; then the file and the paper of what was chosen. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ChosenFrom } from "../../../../contract/src/certificates-client.ts";
import {
  type AudienceKind,
  AUDIENCES,
  type IssueChosen,
  type IssuedChosen,
} from "../../../../contract/src/certificates.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { Panel } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { saveFile, useIssue, usePaper } from "./queries.ts";

import "./certificates.css";

const SHORTEST_PURPOSE = 4;
const SHORTEST_NAME = 2;

interface IssueProps {
  readonly from: ChosenFrom;
  /** Ids of the facts that were chosen. */
  readonly facts: readonly string[];
  readonly onClose: () => void;
}

interface Values {
  readonly audience: AudienceKind | undefined;
  readonly addressee: string;
  readonly purpose: string;
}

const EMPTY: Values = { audience: undefined, addressee: "", purpose: "" };
const isNamed = (audience: AudienceKind | undefined) =>
  audience !== undefined && audience !== "public";

/** Keys of what is missing. */
function faultsOf({ audience, addressee, purpose }: Values) {
  return {
    audience: audience === undefined ? "certificates:form.choose" : undefined,
    addressee:
      isNamed(audience) && addressee.trim().length < SHORTEST_NAME
        ? `certificates:form.addressee.${audience}`
        : undefined,
    purpose:
      purpose.trim().length < SHORTEST_PURPOSE ? "certificates:form.purposeShort" : undefined,
  };
}

function bodyOf(facts: readonly string[], values: Values): IssueChosen {
  const { audience = "public", addressee, purpose } = values;
  return {
    facts: [...facts],
    audience,
    purpose: purpose.trim(),
    ...(isNamed(audience) ? { addressee: addressee.trim() } : {}),
  };
}

interface DoneProps {
  readonly from: ChosenFrom;
  readonly body: IssueChosen;
  readonly issued: IssuedChosen;
}

function Done({ from, body, issued }: DoneProps) {
  const { t } = useTranslation();
  const { number, shown, sealed } = issued;
  const paper = usePaper(from, number);
  return (
    <>
      <Notice tone="accent">{t("certificates:done.issued", { number })}</Notice>
      <p>
        {t("certificates:done.shown", { count: shown })}
        {sealed > 0 && t("certificates:done.sealed", { count: sealed })}
      </p>
      <p className="certificate-acts">
        <Button type="primary" onClick={() => saveFile(issued)}>
          {t("certificates:done.file")}
        </Button>
        <Button loading={paper.isPending} onClick={() => paper.mutate(body)}>
          {t("certificates:done.paper")}
        </Button>
      </p>
      {paper.error !== null && <ProblemNotice error={paper.error} />}
      <p className="meta">{t("certificates:done.verify")}</p>
    </>
  );
}

interface FieldsProps {
  readonly values: Values;
  readonly isChecked: boolean;
  readonly onChange: (change: Partial<Values>) => void;
}

function Fields({ values, isChecked, onChange }: FieldsProps) {
  const { t } = useTranslation();
  const { audience } = values;
  const faults = faultsOf(values);
  const fault = (key: string | undefined) => (isChecked && key !== undefined ? t(key) : undefined);
  return (
    <>
      <Choice
        legend={t("certificates:form.audience")}
        value={audience}
        error={fault(faults.audience)}
        choices={AUDIENCES.map((value) => ({
          value,
          label: t(`certificates:audience.${value}.label`),
          hint: t(`certificates:audience.${value}.hint`),
        }))}
        onChange={(value) => onChange({ audience: value, addressee: "" })}
      />
      {isNamed(audience) && (
        <Field
          label={t(`certificates:audience.${audience}.addressee`)}
          error={fault(faults.addressee)}
        >
          {(ids) => (
            <Input
              {...ids}
              value={values.addressee}
              maxLength={200}
              onChange={({ target }) => onChange({ addressee: target.value })}
            />
          )}
        </Field>
      )}
      <Field
        label={t("certificates:form.purpose")}
        hint={t("certificates:form.purposeHint")}
        error={fault(faults.purpose)}
      >
        {(ids) => (
          <Input
            {...ids}
            value={values.purpose}
            maxLength={200}
            onChange={({ target }) => onChange({ purpose: target.value })}
          />
        )}
      </Field>
    </>
  );
}

export function IssuePanel({ from, facts, onClose }: IssueProps) {
  const { t } = useTranslation();
  const [values, setValues] = useState(EMPTY);
  const [isChecked, setChecked] = useState(false);
  const act = useIssue(from);
  const body = bodyOf(facts, values);
  const change = (more: Partial<Values>) => {
    act.reset();
    setValues({ ...values, ...more });
  };
  const submit = () => {
    setChecked(true);
    const isRight = Object.values(faultsOf(values)).every((fault) => fault === undefined);
    if (isRight && facts.length > 0) act.mutate(body);
  };
  const asked = act.variables;
  const isSame = asked !== undefined && JSON.stringify(asked) === JSON.stringify(body);
  return (
    <Panel title={t("certificates:title")}>
      <form
        className="certificate-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <p aria-live="polite">{t("certificates:form.chosen", { count: facts.length })}</p>
        <Fields values={values} isChecked={isChecked} onChange={change} />
        <p className="certificate-acts">
          <Button
            type="primary"
            htmlType="submit"
            loading={act.isPending}
            disabled={facts.length === 0}
          >
            {t("certificates:form.submit")}
          </Button>
          <Button onClick={onClose}>{t("certificates:form.cancel")}</Button>
        </p>
        {act.isPending && <p className="meta">{t("certificates:form.working")}</p>}
        {act.error !== null && <ProblemNotice error={act.error} />}
      </form>
      {act.data !== undefined && isSame && <Done from={from} body={body} issued={act.data} />}
    </Panel>
  );
}
