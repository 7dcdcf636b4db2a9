import { Input } from "antd";
import { useTranslation } from "react-i18next";

import type { StepKind } from "../../../../contract/src/casework.ts";
import type { LeadView } from "../../../../contract/src/leads.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { api } from "../session/index.ts";
import { ActForm } from "./act-form.tsx";
import { LawHelp } from "./law-help.tsx";

const STEPS = [
  "dataCheck",
  "explanationRequested",
  "explanationReceived",
  "siteVisit",
  "interview",
  "note",
] as const satisfies readonly StepKind[];

const SHORTEST = 2;
const LONGEST = 4000;

export interface Step {
  readonly step: StepKind | undefined;
  readonly text: string;
}
const EMPTY: Step = { step: undefined, text: "" };
const isShort = ({ text }: Step) => text.trim().length < SHORTEST;

/** Fields of a step; also where one is corrected. */
export function StepFields({
  form,
  change,
  isChecked,
}: {
  readonly form: Step;
  readonly change: (patch: Partial<Step>) => void;
  readonly isChecked: boolean;
}) {
  const { t } = useTranslation();
  return (
    <>
      <Choice
        legend={t("leads:form.stepKind")}
        value={form.step}
        error={isChecked && form.step === undefined ? t("leads:form.choose") : undefined}
        choices={STEPS.map((value) => ({ value, label: t(`leads:step.${value}.name`) }))}
        onChange={(step) => change({ step })}
      />
      <Field
        label={t("leads:form.stepText")}
        hint={t("leads:form.stepHint")}
        help={<LawHelp field="stepText" />}
        error={
          isChecked && isShort(form) ? t("leads:form.tooShort", { count: SHORTEST }) : undefined
        }
      >
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={8}
            maxLength={LONGEST}
            value={form.text}
            onChange={(event) => change({ text: event.target.value })}
          />
        )}
      </Field>
    </>
  );
}

export function StepForm({ view, onClose }: { view: LeadView; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <ActForm
      view={view}
      onClose={onClose}
      title={t("leads:act.recordStep")}
      submitText={t("leads:form.recordStep")}
      draft="step"
      initial={EMPTY}
      send={api.recordStep}
      request={(form) =>
        form.step === undefined || isShort(form)
          ? undefined
          : { version: view.version, step: form.step, text: form.text.trim() }
      }
    >
      {(state) => <StepFields {...state} />}
    </ActForm>
  );
}
