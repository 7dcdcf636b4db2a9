/** Number, decision, service, and the signature: with the dates until which its reader can turn elsewhere. */
import { Button, Checkbox, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { ReplyCheck } from "../../../../contract/src/voice-acts.ts";
import { SERVICE_WAYS } from "../../../../contract/src/voice-values.ts";
import type { VoiceView } from "../../../../contract/src/voices.ts";
import { Field } from "../../ui/field.tsx";
import { useToday } from "../../ui/use-today.ts";
import { api } from "../session/index.ts";
import { ActProblem } from "./act-problem.tsx";
import { AppealList, DeadlineNotice, needsLook } from "./meter.tsx";
import { useVoiceAct } from "./queries.ts";
import { draftOf, faultsOf, type ReplyFault, type ReplyForm, serviceOf } from "./reply-form.ts";

interface SignPartProps {
  readonly view: VoiceView;
  readonly form: ReplyForm;
  readonly checked: ReplyCheck | undefined;
  readonly onChange: (patch: Partial<ReplyForm>) => void;
  readonly onSigned: () => void;
}

type FieldsProps = Pick<SignPartProps, "form" | "onChange"> & {
  readonly error: (fault: ReplyFault) => string | undefined;
};

function Numbers({ form, onChange, error }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <div className="field-row">
      <Field label={t("voices:field.letterNo")} error={error("letterNo")}>
        {(ids) => (
          <Input
            {...ids}
            maxLength={120}
            value={form.letterNo}
            onChange={(event) => onChange({ letterNo: event.target.value })}
          />
        )}
      </Field>
      <Field label={t("voices:field.decidedOn")} error={error("decidedOn")}>
        {(ids) => (
          <Input
            {...ids}
            type="date"
            value={form.decidedOn}
            onChange={(event) => onChange({ decidedOn: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}

function ServiceFields({ form, onChange, error }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <div className="field-row">
      <Field label={t("voices:sign.way")}>
        {(ids) => (
          <select
            id={ids.id}
            className="unit-select"
            value={form.way}
            onChange={(event) => onChange({ way: event.target.value as ReplyForm["way"] })}
          >
            {SERVICE_WAYS.map((way) => (
              <option key={way} value={way}>
                {t(`voices:service.${way}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <Field label={t("voices:sign.servedOn")} error={error("servedOn")}>
        {(ids) => (
          <Input
            {...ids}
            type="date"
            value={form.servedOn}
            onChange={(event) => onChange({ servedOn: event.target.value })}
          />
        )}
      </Field>
      {form.way !== "platform" && (
        <Field label={t("voices:sign.proof")} error={error("proof")}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={200}
              value={form.proof}
              onChange={(event) => onChange({ proof: event.target.value })}
            />
          )}
        </Field>
      )}
    </div>
  );
}

export function SignPart({ view, form, checked, onChange, onSigned }: SignPartProps) {
  const { t } = useTranslation();
  const { id, version, kind } = view.voice;
  const today = useToday();
  const [isChecked, setChecked] = useState(false);
  const [hasSeen, setSeen] = useState(false);
  const serve = useVoiceAct(id, api.serveReply);
  const faults = faultsOf(form);
  const error = (fault: ReplyFault) =>
    isChecked && faults.includes(fault) ? t("voices:form.missing") : undefined;
  const mustLook = checked !== undefined && needsLook(checked.quality);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (faults.length > 0) return;
    serve.mutate(
      {
        version,
        ...draftOf(form, today),
        service: serviceOf(form),
        ...(mustLook && hasSeen ? { despite: true } : {}),
      },
      { onSuccess: onSigned },
    );
  };
  return (
    <form className="sign-part" onSubmit={submit} noValidate>
      {serve.error !== null && (
        <ActProblem error={serve.error} id={id} onReload={() => serve.reset()} />
      )}
      <Numbers form={form} onChange={onChange} error={error} />
      <Field label={t(`voices:sign.decision.${kind}`)} error={error("decision")}>
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={3}
            maxLength={8000}
            value={form.decision}
            onChange={(event) => onChange({ decision: event.target.value })}
          />
        )}
      </Field>
      <ServiceFields form={form} onChange={onChange} error={error} />
      <DeadlineNotice move={checked?.deadlineMove} law={view.law} />
      {checked !== undefined && <AppealList appeals={checked.appeals} law={view.law} />}
      <div className="act-submit">
        {mustLook && (
          <Checkbox checked={hasSeen} onChange={(event) => setSeen(event.target.checked)}>
            {t("voices:sign.seen")}
          </Checkbox>
        )}
        <Button
          type="primary"
          htmlType="submit"
          loading={serve.isPending}
          disabled={checked === undefined}
        >
          {t(`voices:sign.act.${kind}`)}
        </Button>
        <span className="meta">{t("voices:sign.about")}</span>
      </div>
    </form>
  );
}
