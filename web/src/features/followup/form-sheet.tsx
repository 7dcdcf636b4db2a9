/** Side sheet of one act: its fields, what is missing in words, a refusal in front of what was typed. */
import { Button, Drawer, Input } from "antd";
import { useState, type ReactNode, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import { Field, type FieldIds } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { useAct } from "./queries.ts";

export interface FieldSpec {
  readonly name: string;
  readonly label: string;
  readonly kind: "text" | "area" | "date" | "datetime" | "number" | "choice";
  readonly options?: readonly (readonly [value: string, label: string])[];
  readonly hint?: string;
  /** Fewest characters; 0: may be empty. */
  readonly least?: number;
}

export type Values = Readonly<Record<string, string>>;

export interface FormSheetProps {
  readonly title: string;
  readonly submit: string;
  readonly fields: readonly FieldSpec[];
  readonly initial?: Values;
  readonly note?: ReactNode;
  readonly children?: ReactNode;
  readonly send: (values: Values) => Promise<unknown>;
  readonly onChange?: (values: Values) => void;
  readonly onClose: () => void;
}

const TYPES = { date: "date", datetime: "datetime-local", number: "number" } as const;

interface ControlProps {
  readonly spec: FieldSpec;
  readonly ids: FieldIds;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function Control({ spec, ids, value, onChange }: ControlProps) {
  if (spec.kind === "area")
    return (
      <Input.TextArea
        {...ids}
        rows={4}
        maxLength={8000}
        value={value}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  if (spec.kind === "choice") {
    const { status: _status, ...rest } = ids;
    return (
      <select
        {...rest}
        className="select followup-select"
        value={value}
        onChange={({ target }) => onChange(target.value)}
      >
        {(spec.options ?? []).map(([code, label]) => (
          <option key={code} value={code}>
            {label}
          </option>
        ))}
      </select>
    );
  }
  const type = spec.kind === "text" ? {} : { type: TYPES[spec.kind] };
  return (
    <Input
      {...ids}
      {...type}
      maxLength={400}
      value={value}
      onChange={({ target }) => onChange(target.value)}
    />
  );
}

const startOf = (fields: readonly FieldSpec[], initial: Values): Values =>
  Object.fromEntries(
    fields.map(({ name, options }) => [name, initial[name] ?? options?.[0]?.[0] ?? ""]),
  );

/** Why the field cannot be sent; undefined when it can. */
function useFault() {
  const { t } = useTranslation();
  return ({ kind, least = 2 }: FieldSpec, value: string): string | undefined => {
    if (least === 0 && value.trim() === "") return undefined;
    const isShort = value.trim().length < (kind === "text" || kind === "area" ? least : 1);
    if (!isShort) return undefined;
    return least > 2 ? t("followup:fault.short", { count: least }) : t("followup:fault.missing");
  };
}

export function FormSheet(props: FormSheetProps) {
  const { title, submit, fields, initial = {}, note, children, send, onChange, onClose } = props;
  const { t } = useTranslation();
  const faultOf = useFault();
  const [values, setValues] = useState(() => startOf(fields, initial));
  const [isChecked, setChecked] = useState(false);
  const act = useAct(send);
  const valueOf = ({ name }: FieldSpec): string => values[name] ?? "";
  const change = (name: string, value: string) => {
    const next = { ...values, [name]: value };
    setValues(next);
    onChange?.(next);
  };
  const give = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (fields.some((spec) => faultOf(spec, valueOf(spec)) !== undefined)) return;
    const trimmed = Object.entries(values).map(([name, value]) => [name, value.trim()]);
    act.mutate(Object.fromEntries(trimmed), { onSuccess: onClose });
  };
  return (
    <Drawer
      open
      title={title}
      size={560}
      onClose={onClose}
      closeIcon={<Icon name="cross" />}
      closable={{ "aria-label": t("console:close") }}
      classNames={{ root: "act-drawer" }}
    >
      <form onSubmit={give} noValidate>
        {note !== undefined && <p className="meta">{note}</p>}
        {act.error !== null && <ProblemNotice error={act.error} />}
        {fields.map((spec) => (
          <Field
            key={spec.name}
            label={spec.label}
            {...(spec.hint === undefined ? {} : { hint: spec.hint })}
            error={isChecked ? faultOf(spec, valueOf(spec)) : undefined}
          >
            {(ids) => (
              <Control
                spec={spec}
                ids={ids}
                value={valueOf(spec)}
                onChange={(value) => change(spec.name, value)}
              />
            )}
          </Field>
        ))}
        {children}
        <div className="act-submit">
          <Button type="primary" htmlType="submit" loading={act.isPending}>
            {submit}
          </Button>
          <Button onClick={onClose}>{t("followup:do.later")}</Button>
        </div>
      </form>
    </Drawer>
  );
}
