import { Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { StepKind } from "../../../../contract/src/casework.ts";
import type { LeadView } from "../../../../contract/src/leads.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { useDraft } from "../../ui/storage.ts";
import { api, useAccount } from "../session/index.ts";
import { ActDrawer } from "./act-drawer.tsx";
import { ActProblem } from "./act-problem.tsx";
import { useLeadAct } from "./queries.ts";

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
const EMPTY: { step: StepKind | undefined; text: string } = { step: undefined, text: "" };

export function StepForm({ view, onClose }: { view: LeadView; onClose: () => void }) {
  const { t } = useTranslation();
  const { id } = view.lead;
  const draft = useDraft(`${useAccount()}.${id}.step`, EMPTY);
  const [isChecked, setChecked] = useState(false);
  const act = useLeadAct(id, api.recordStep);
  const { step, text } = draft.form;
  const isShort = text.trim().length < SHORTEST;
  const submit = () => {
    setChecked(true);
    if (step === undefined || isShort) return;
    act.mutate(
      { version: view.version, step, text: text.trim() },
      {
        onSuccess: () => {
          draft.discard();
          onClose();
        },
      },
    );
  };
  return (
    <ActDrawer
      title={t("leads:act.step")}
      submitText={t("leads:form.recordStep")}
      isPending={act.isPending}
      restoredFrom={draft.restoredFrom}
      onDiscard={draft.discard}
      onSubmit={submit}
      onClose={onClose}
    >
      {act.error !== null && (
        <ActProblem error={act.error} leadId={id} keptDraft onReload={() => act.reset()} />
      )}
      <Choice
        legend={t("leads:form.stepKind")}
        value={step}
        error={isChecked && step === undefined ? t("leads:form.choose") : undefined}
        choices={STEPS.map((value) => ({ value, label: t(`leads:step.${value}.name`) }))}
        onChange={(value) => draft.change({ step: value })}
      />
      <Field
        label={t("leads:form.stepText")}
        hint={t("leads:form.stepHint")}
        error={isChecked && isShort ? t("leads:form.tooShort", { count: SHORTEST }) : undefined}
      >
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={8}
            maxLength={LONGEST}
            value={text}
            onChange={(event) => draft.change({ text: event.target.value })}
          />
        )}
      </Field>
    </ActDrawer>
  );
}
