/** Publishing cannot be taken back: the exact entry is shown and its number has to be typed. */
import { Button, Input } from "antd";
import type { TFunction } from "i18next";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { LeadView } from "../../../../contract/src/leads.ts";
import { Field } from "../../ui/field.tsx";
import { Notice } from "../../ui/states.tsx";
import { api } from "../session/index.ts";
import { ActForm } from "./act-form.tsx";
import { LawHelp } from "./law-help.tsx";

const SHORTEST_TITLE = 4;
const SHORTEST_TEXT = 10;

type Decision = NonNullable<LeadView["decision"]>;
interface Text {
  readonly title: string;
  readonly text: string;
}

function Entry({
  view,
  decision,
  text,
}: {
  readonly view: LeadView;
  readonly decision: Decision;
  readonly text: Text;
}) {
  const { t } = useTranslation();
  const rows = [
    [t("leads:publish.entry.process"), `${view.process.title} ${view.lead.ocid}`],
    [t("leads:publish.entry.lot"), view.lead.lotId],
    [t("leads:publish.entry.department"), view.lead.department.name],
    [t("leads:publish.entry.decisionNo"), decision.decisionNo],
    [t("leads:publish.entry.decidedOn"), decision.decidedOn],
    [t("leads:publish.entry.outcome"), t(`leads:outcome.${decision.outcome}.name`)],
    [t("leads:publish.entry.title"), text.title],
    [t("leads:publish.entry.text"), text.text],
    [t("leads:publish.entry.articles"), decision.articles.join("；")],
  ] as const;
  return (
    <section className="entry" aria-label={t("leads:publish.entry.label")}>
      <p className="meta">
        <code>publication.decision-published</code> {t("leads:publish.entry.about")}
      </p>
      <dl className="facts">
        {rows.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{value === "" ? "—" : value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Why the button waits; undefined once everything is there. */
function blockedBecause(t: TFunction, text: Text, isConfirmed: boolean): string | undefined {
  if (text.title.trim().length < SHORTEST_TITLE) return t("leads:publish.titleMissing");
  if (text.text.trim().length < SHORTEST_TEXT) {
    return t("leads:publish.textMissing", { count: SHORTEST_TEXT });
  }
  return isConfirmed ? undefined : t("leads:publish.numberMissing");
}

function Sheet({
  view,
  decision,
  onClose,
}: {
  readonly view: LeadView;
  readonly decision: Decision;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const initial = useMemo<Text>(
    () => ({ title: t("leads:publish.defaultTitle", { title: view.process.title }), text: "" }),
    [t, view.process.title],
  );
  const [typed, setTyped] = useState("");
  const isConfirmed = typed.trim() === decision.decisionNo;
  return (
    <ActForm
      view={view}
      onClose={onClose}
      title={t("leads:act.publish")}
      submitText={t("leads:publish.submit")}
      draft="publication"
      initial={initial}
      send={api.publishDecision}
      request={({ title, text }) => ({
        version: view.version,
        title: title.trim(),
        text: text.trim(),
      })}
      blockedBecause={(form) => blockedBecause(t, form, isConfirmed)}
    >
      {({ form, change }) => (
        <>
          <Notice tone="due">
            <p>
              <b>{t("leads:publish.warning")}</b> {t("leads:publish.warningNext")}
            </p>
          </Notice>
          <Field label={t("leads:publish.entry.title")}>
            {(ids) => (
              <Input
                {...ids}
                maxLength={300}
                value={form.title}
                onChange={(event) => change({ title: event.target.value })}
              />
            )}
          </Field>
          <Field
            label={t("leads:publish.entry.text")}
            hint={t("leads:publish.textHint")}
            help={<LawHelp field="publicText" />}
          >
            {(ids) => (
              <Input.TextArea
                {...ids}
                rows={6}
                maxLength={20_000}
                value={form.text}
                onChange={(event) => change({ text: event.target.value })}
              />
            )}
          </Field>
          {form.text === "" && (
            <Button size="small" onClick={() => change({ text: decision.findings })}>
              {t("leads:publish.startFromFindings")}
            </Button>
          )}
          <h3 className="sub-title">{t("leads:publish.entry.label")}</h3>
          <Entry view={view} decision={decision} text={form} />
          <Field
            label={t("leads:publish.confirm")}
            hint={
              <>
                {t("leads:publish.confirmHint")} <code>{decision.decisionNo}</code>
              </>
            }
          >
            {(ids) => (
              <Input
                {...ids}
                autoComplete="off"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            )}
          </Field>
        </>
      )}
    </ActForm>
  );
}

export function PublishForm({ view, onClose }: { view: LeadView; onClose: () => void }) {
  if (view.decision === undefined) return null;
  return <Sheet view={view} decision={view.decision} onClose={onClose} />;
}
