/** Side sheet of an act; the case stays readable beside it, what is typed is kept until the act is done. */
import { Button, Checkbox, Drawer, Input } from "antd";
import { useMemo, useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { VoiceView } from "../../../../contract/src/voices.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { useDraft } from "../../ui/storage.ts";
import { useToday } from "../../ui/use-today.ts";
import { api, useAccount } from "../session/index.ts";
import {
  bodyOf,
  claimChoices,
  faultOf,
  type FieldSpec,
  fieldsOf,
  type FormAct,
  initialOf,
} from "./act-fields.ts";
import { ActProblem } from "./act-problem.tsx";
import { useHandlingUnits, useVoiceAct } from "./queries.ts";
import { useCodeWord } from "./words.ts";

type Send = (id: string, body: never) => Promise<VoiceView>;

const SENDS = {
  giveBack: api.returnVoice,
  reroute: api.rerouteVoice,
  decideAcceptance: api.decideAcceptance,
  correct: api.correctVoice,
  beginPause: api.beginPause,
  endPause: api.endPause,
  askEvidence: api.askEvidence,
  giveEvidence: api.giveEvidence,
  recordStep: api.recordVoiceStep,
  question: api.questionReply,
  takeDown: api.takeDownReply,
} as const satisfies Record<FormAct, Send>;

interface FieldProps {
  readonly act: FormAct;
  readonly view: VoiceView;
  readonly field: FieldSpec;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

function useNames({ act, field }: FieldProps) {
  const { t, i18n } = useTranslation();
  const word = useCodeWord();
  const own = `voices:field.${act}.${field.name}`;
  const hint = `voices:fieldHint.${act}.${field.name}`;
  return {
    label: i18n.exists(own) ? t(own) : t(`voices:field.${field.name}`),
    hint: i18n.exists(hint) ? t(hint) : undefined,
    choiceName: (value: string) => (field.group === undefined ? value : word(field.group, value)),
  };
}

function SelectField(props: FieldProps) {
  const { t } = useTranslation();
  const { label, choiceName } = useNames(props);
  const units = useHandlingUnits().data ?? [];
  const { field, value, error, onChange } = props;
  const choices =
    field.kind === "unit"
      ? units.map(({ id, name }) => [id, name] as const)
      : (field.choices ?? []).map((one) => [one, choiceName(one)] as const);
  return (
    <Field label={label} error={error}>
      {(ids) => (
        // The browser's own: on a phone it opens over the whole screen.
        <select
          id={ids.id}
          aria-describedby={ids["aria-describedby"]}
          aria-invalid={ids["aria-invalid"]}
          className="unit-select"
          value={value}
          onChange={(event) => onChange(event.target.value)}
        >
          <option value="">{t("voices:form.choose")}</option>
          {choices.map(([one, name]) => (
            <option key={one} value={one}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function ClaimsField(props: FieldProps) {
  const { t } = useTranslation();
  const { label } = useNames(props);
  return (
    <fieldset className="choice">
      <legend>{label}</legend>
      <Checkbox.Group
        value={props.value === "" ? [] : props.value.split(",")}
        options={claimChoices(props.view).map((at) => ({
          value: at,
          label: t("voices:claim", { n: Number(at) + 1 }),
        }))}
        onChange={(chosen) => props.onChange(chosen.join(","))}
      />
    </fieldset>
  );
}

function ActField(props: FieldProps) {
  const { field, value, error, onChange } = props;
  const { label, hint, choiceName } = useNames(props);
  if (field.kind === "claims") return <ClaimsField {...props} />;
  if (field.kind === "select" || field.kind === "unit") return <SelectField {...props} />;
  if (field.kind === "choice")
    return (
      <Choice
        legend={label}
        value={value === "" ? undefined : value}
        error={error}
        choices={(field.choices ?? []).map((one) => ({ value: one, label: choiceName(one) }))}
        onChange={onChange}
      />
    );
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })} error={error}>
      {(ids) =>
        field.kind === "text" ? (
          <Input.TextArea
            {...ids}
            rows={5}
            maxLength={2000}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        ) : (
          <Input
            {...ids}
            type={field.kind === "day" ? "date" : "text"}
            maxLength={200}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        )
      }
    </Field>
  );
}

export interface ActFormProps {
  readonly act: FormAct;
  readonly view: VoiceView;
  readonly onClose: () => void;
}

function useFaultWords() {
  const { t } = useTranslation();
  return (field: FieldSpec, value: string): string | undefined => {
    const fault = faultOf(field, value);
    return fault && t(`voices:form.${fault}`, { count: field.shortest ?? 1 });
  };
}

export function ActForm({ act, view, onClose }: ActFormProps) {
  const { t } = useTranslation();
  const { id } = view.voice;
  const today = useToday();
  const initial = useMemo(() => initialOf(act, today), [act, today]);
  const draft = useDraft(`${useAccount()}.${id}.${act}`, initial);
  const [isChecked, setChecked] = useState(false);
  const faultWords = useFaultWords();
  const send = useVoiceAct(id, SENDS[act] as (id: string, body: object) => Promise<VoiceView>);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    const body = bodyOf(act, view, draft.form);
    if (body === undefined) return;
    send.mutate(body, {
      onSuccess: () => {
        draft.discard();
        onClose();
      },
    });
  };
  return (
    <Drawer
      open
      title={t(`voices:act.${act}`)}
      size={560}
      onClose={onClose}
      closeIcon={<Icon name="cross" />}
      closable={{ "aria-label": t("console:close") }}
      classNames={{ root: "act-drawer" }}
    >
      <form onSubmit={submit} noValidate>
        {draft.restoredFrom !== undefined && (
          <p className="draft-line">
            {t("voices:draft.restored", { time: dayAndTime(draft.restoredFrom) })}{" "}
            <Button type="link" size="small" onClick={draft.discard}>
              {t("voices:draft.discard")}
            </Button>
          </p>
        )}
        {send.error !== null && (
          <ActProblem error={send.error} id={id} onReload={() => send.reset()} />
        )}
        <p className="say">{t(`voices:about.${act}`)}</p>
        {fieldsOf(act, view, draft.form).map((field) => (
          <ActField
            key={field.name}
            act={act}
            view={view}
            field={field}
            value={draft.form[field.name] ?? ""}
            error={isChecked ? faultWords(field, draft.form[field.name] ?? "") : undefined}
            onChange={(value) => draft.change({ [field.name]: value })}
          />
        ))}
        <div className="act-submit">
          <Button type="primary" htmlType="submit" loading={send.isPending}>
            {t(`voices:act.${act}`)}
          </Button>
          <Button onClick={onClose}>{t("voices:draft.later")}</Button>
          <span className="meta">{t("voices:draft.kept")}</span>
        </div>
      </form>
    </Drawer>
  );
}
