import { Button, Input } from "antd";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";

import type { LeadView } from "../../../../contract/src/leads.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { useToday } from "../../ui/use-today.ts";
import { api } from "../session/index.ts";
import { ActForm, type ActFormState } from "./act-form.tsx";
import {
  articlesOf,
  faultsOf,
  OUTCOMES,
  requestOf,
  SHORTEST_FINDINGS,
  type DecisionForm,
} from "./decision-form.ts";
import { LawHelp } from "./law-help.tsx";
import { hitsOf } from "./words.ts";

/** Citations the screening named, offered as a start; the department chooses its own. */
function Suggestions({
  view,
  form,
  onAdd,
}: {
  readonly view: LeadView;
  readonly form: DecisionForm;
  readonly onAdd: (articles: string) => void;
}) {
  const { t } = useTranslation();
  const present = articlesOf(form.articles);
  const cited = hitsOf(view.screening.results).flatMap((hit) =>
    hit.legalBasis.map((basis) => basis.citation),
  );
  const offered = [...new Set(cited)].filter((citation) => !present.includes(citation));
  if (offered.length === 0) return null;
  return (
    <div className="suggestions">
      <span className="meta">{t("leads:form.suggested")}</span>
      {offered.map((citation) => (
        <Button
          key={citation}
          size="small"
          onClick={() => onAdd([...present, citation].join("\n"))}
        >
          {citation}
        </Button>
      ))}
    </div>
  );
}

interface FieldsProps extends Omit<ActFormState<DecisionForm>, "change"> {
  readonly change: (patch: Partial<DecisionForm>) => void;
  readonly view: LeadView;
  /** Plain day, the newest a decision may bear. */
  readonly today: string;
}

/** Fields of a decision; also where one is corrected. */
export function DecisionFields({ view, today, form, change, isChecked }: FieldsProps) {
  const { t } = useTranslation();
  const faults = faultsOf(form, today);
  const error = (field: keyof DecisionForm) => {
    const fault = faults[field];
    if (!isChecked || fault === undefined) return undefined;
    return t(`leads:form.fault.${fault}`, { count: SHORTEST_FINDINGS });
  };
  return (
    <>
      <p className="say">{t("leads:form.decideAbout")}</p>
      <LawHelp field="outcome" />
      <Choice
        legend={t("leads:form.outcome")}
        value={form.outcome}
        error={error("outcome")}
        choices={OUTCOMES.map((value) => ({
          value,
          label: t(`leads:outcome.${value}.name`),
          hint: t(`leads:outcome.${value}.about`),
        }))}
        onChange={(outcome) => change({ outcome })}
      />
      <div className="field-row">
        <Field
          label={t("leads:form.decisionNo")}
          help={<LawHelp field="decisionNo" />}
          error={error("decisionNo")}
        >
          {(ids) => (
            <Input
              {...ids}
              maxLength={120}
              value={form.decisionNo}
              onChange={(event) => change({ decisionNo: event.target.value })}
            />
          )}
        </Field>
        <Field label={t("leads:form.decidedOn")} error={error("decidedOn")}>
          {(ids) => (
            <Input
              {...ids}
              inputMode="numeric"
              placeholder={today}
              maxLength={10}
              value={form.decidedOn}
              onChange={(event) => change({ decidedOn: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field
        label={t("leads:form.findings")}
        hint={t("leads:form.findingsHint")}
        help={<LawHelp field="findings" />}
        error={error("findings")}
      >
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={6}
            maxLength={8000}
            value={form.findings}
            onChange={(event) => change({ findings: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t("leads:form.articles")}
        hint={t("leads:form.articlesHint")}
        help={<LawHelp field="articles" />}
        error={error("articles")}
      >
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={3}
            value={form.articles}
            onChange={(event) => change({ articles: event.target.value })}
          />
        )}
      </Field>
      <Suggestions view={view} form={form} onAdd={(articles) => change({ articles })} />
    </>
  );
}

export function DecideForm({ view, onClose }: { view: LeadView; onClose: () => void }) {
  const { t } = useTranslation();
  const today = useToday();
  const initial = useMemo<DecisionForm>(
    () => ({ outcome: undefined, decisionNo: "", decidedOn: today, findings: "", articles: "" }),
    [today],
  );
  return (
    <ActForm
      view={view}
      onClose={onClose}
      title={t("leads:act.decide")}
      submitText={t("leads:form.decide")}
      draft="decision"
      initial={initial}
      send={api.decideLead}
      request={(form) =>
        Object.keys(faultsOf(form, today)).length > 0 ? undefined : requestOf(form, view.version)
      }
    >
      {(state) => <DecisionFields view={view} today={today} {...state} />}
    </ActForm>
  );
}
