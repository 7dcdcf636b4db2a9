/** Puts an own step or decision of the last minutes right: the whole act again, and why. */
import { Input } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { CorrectAct, LeadEvent, LeadView } from "../../../../contract/src/leads.ts";
import { timeOf } from "../../ui/dates.ts";
import { Field } from "../../ui/field.tsx";
import { useToday } from "../../ui/use-today.ts";
import { api } from "../session/index.ts";
import { ActForm } from "./act-form.tsx";
import { DecisionFields } from "./decide-form.tsx";
import { faultsOf, requestOf, type DecisionForm } from "./decision-form.ts";
import { StepFields, type Step } from "./step-form.tsx";

const SHORTEST = 2;

interface Correction extends DecisionForm, Step {
  readonly ground: string;
}

/** The act as it stands, to be changed where it is wrong. */
function initialOf(event: LeadEvent, today: string): Correction {
  return {
    ground: "",
    step: event.step,
    text: event.text ?? "",
    outcome: event.outcome,
    decisionNo: event.decisionNo ?? "",
    decidedOn: event.decidedOn ?? today,
    findings: event.text ?? "",
    articles: (event.articles ?? []).join("\n"),
  };
}

function bodyOf(
  form: Correction,
  { event, version, today }: { event: LeadEvent; version: number; today: string },
): CorrectAct | undefined {
  const ground = form.ground.trim();
  if (ground.length < SHORTEST) return undefined;
  const base = { version, corrects: event.factId, ground };
  if (event.step !== undefined) {
    const text = form.text.trim();
    const { step } = form;
    return step === undefined || text.length < SHORTEST
      ? undefined
      : { ...base, step: { step, text } };
  }
  if (Object.keys(faultsOf(form, today)).length > 0) return undefined;
  const decision = requestOf(form, version);
  if (decision === undefined) return undefined;
  const { version: _version, ...rest } = decision;
  return { ...base, decision: rest };
}

export function CorrectForm({
  view,
  event,
  onClose,
}: {
  readonly view: LeadView;
  readonly event: LeadEvent;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const today = useToday();
  const initial = useMemo(() => initialOf(event, today), [event, today]);
  return (
    <ActForm
      view={view}
      onClose={onClose}
      title={t("leads:correct.act")}
      submitText={t("leads:correct.submit")}
      draft={`correction.${event.factId}`}
      initial={initial}
      send={api.correctAct}
      request={(form) => bodyOf(form, { event, version: view.version, today })}
    >
      {(state) => (
        <>
          <p className="say">
            {t("leads:correct.about", { time: timeOf(event.correctableUntil ?? event.at) })}
          </p>
          {event.step === undefined ? (
            <DecisionFields view={view} today={today} {...state} />
          ) : (
            <StepFields {...state} />
          )}
          <Field
            label={t("leads:correct.ground")}
            hint={t("leads:correct.groundHint")}
            error={
              state.isChecked && state.form.ground.trim().length < SHORTEST
                ? t("leads:form.tooShort", { count: SHORTEST })
                : undefined
            }
          >
            {(ids) => (
              <Input.TextArea
                {...ids}
                rows={2}
                maxLength={1000}
                value={state.form.ground}
                onChange={(change) => state.change({ ground: change.target.value })}
              />
            )}
          </Field>
        </>
      )}
    </ActForm>
  );
}
