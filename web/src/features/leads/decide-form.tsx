import { Button, Input } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { LeadView } from "../../../../contract/src/leads.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { useDraft } from "../../ui/storage.ts";
import { useToday } from "../../ui/use-today.ts";
import { api, useAccount } from "../session/index.ts";
import { ActDrawer } from "./act-drawer.tsx";
import { ActProblem } from "./act-problem.tsx";
import {
  articlesOf,
  faultsOf,
  OUTCOMES,
  requestOf,
  SHORTEST_FINDINGS,
  type DecisionForm,
} from "./decision-form.ts";
import { useLeadAct } from "./queries.ts";
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

export function DecideForm({ view, onClose }: { view: LeadView; onClose: () => void }) {
  const { t } = useTranslation();
  const { id } = view.lead;
  const today = useToday();
  const initial = useMemo<DecisionForm>(
    () => ({ outcome: undefined, decisionNo: "", decidedOn: today, findings: "", articles: "" }),
    [today],
  );
  const draft = useDraft(`${useAccount()}.${id}.decision`, initial);
  const [isChecked, setChecked] = useState(false);
  const act = useLeadAct(id, api.decideLead);
  const { form } = draft;
  const faults = faultsOf(form, today);
  const error = (field: keyof DecisionForm) => {
    const fault = faults[field];
    if (!isChecked || fault === undefined) return undefined;
    return t(`leads:form.fault.${fault}`, { count: SHORTEST_FINDINGS });
  };
  const submit = () => {
    setChecked(true);
    const request = requestOf(form, view.version);
    if (request === undefined || Object.keys(faults).length > 0) return;
    act.mutate(request, {
      onSuccess: () => {
        draft.discard();
        onClose();
      },
    });
  };
  return (
    <ActDrawer
      title={t("leads:act.decide")}
      submitText={t("leads:form.decide")}
      isPending={act.isPending}
      restoredFrom={draft.restoredFrom}
      onDiscard={draft.discard}
      onSubmit={submit}
      onClose={onClose}
    >
      {act.error !== null && (
        <ActProblem error={act.error} leadId={id} keptDraft onReload={() => act.reset()} />
      )}
      <p className="say">{t("leads:form.decideAbout")}</p>
      <Choice
        legend={t("leads:form.outcome")}
        value={form.outcome}
        error={error("outcome")}
        choices={OUTCOMES.map((value) => ({
          value,
          label: t(`leads:outcome.${value}.name`),
          hint: t(`leads:outcome.${value}.about`),
        }))}
        onChange={(outcome) => draft.change({ outcome })}
      />
      <div className="field-row">
        <Field label={t("leads:form.decisionNo")} error={error("decisionNo")}>
          {(ids) => (
            <Input
              {...ids}
              maxLength={120}
              value={form.decisionNo}
              onChange={(event) => draft.change({ decisionNo: event.target.value })}
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
              onChange={(event) => draft.change({ decidedOn: event.target.value })}
            />
          )}
        </Field>
      </div>
      <Field
        label={t("leads:form.findings")}
        hint={t("leads:form.findingsHint")}
        error={error("findings")}
      >
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={6}
            maxLength={8000}
            value={form.findings}
            onChange={(event) => draft.change({ findings: event.target.value })}
          />
        )}
      </Field>
      <Field
        label={t("leads:form.articles")}
        hint={t("leads:form.articlesHint")}
        error={error("articles")}
      >
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={3}
            value={form.articles}
            onChange={(event) => draft.change({ articles: event.target.value })}
          />
        )}
      </Field>
      <Suggestions view={view} form={form} onAdd={(articles) => draft.change({ articles })} />
    </ActDrawer>
  );
}
