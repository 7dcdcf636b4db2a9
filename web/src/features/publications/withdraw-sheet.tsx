/** Taking an item down: the event starts the clock, the reason is shown in its place. It cannot be taken back. */
import { Button, Drawer, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import type { PublicationRow } from "../../../../contract/src/publications.ts";
import { Choice, Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { useToday } from "../../ui/use-today.ts";
import { useRequire, useWithdraw } from "./queries.ts";

const REASONS = ["reversed", "mistaken", "privacy"] as const;
type Reason = (typeof REASONS)[number];

interface Form {
  readonly reason: Reason | undefined;
  readonly since: string;
  readonly ground: string;
  readonly publicReason: string;
  readonly number: string;
}

function useForm({ requirement }: PublicationRow) {
  const today = useToday();
  return useState<Form>({
    reason: REASONS.find((one) => one === requirement?.reason),
    since: requirement?.since ?? today,
    ground: requirement?.ground ?? "",
    publicReason: "",
    number: "",
  });
}

interface EventProps {
  readonly form: Form;
  readonly change: (part: Partial<Form>) => void;
  readonly isChecked: boolean;
  /** The event was noted before. */
  readonly isRequired: boolean;
}

/** What happened, and when: the clock runs from there. */
function EventFields({ form, change, isChecked, isRequired }: EventProps) {
  const { t } = useTranslation();
  const missing = (value: string) =>
    isChecked && value.trim() === "" ? t("publications:withdraw.missing") : undefined;
  return (
    <>
      <Choice
        legend={t("publications:withdraw.reason")}
        value={form.reason}
        error={
          isChecked && form.reason === undefined ? t("publications:withdraw.missing") : undefined
        }
        choices={REASONS.map((value) => ({ value, label: t(`publications:reason.${value}`) }))}
        onChange={(value) => change({ reason: value })}
      />
      <Field label={t("publications:withdraw.since")} hint={t("publications:withdraw.sinceHint")}>
        {(ids) => (
          <Input
            {...ids}
            type="date"
            value={form.since}
            disabled={isRequired}
            onChange={({ target }) => change({ since: target.value })}
          />
        )}
      </Field>
      <Field
        label={t("publications:withdraw.ground")}
        hint={t("publications:withdraw.groundHint")}
        error={missing(form.ground)}
      >
        {(ids) => (
          <Input.TextArea
            {...ids}
            rows={3}
            maxLength={1000}
            value={form.ground}
            disabled={isRequired}
            onChange={({ target }) => change({ ground: target.value })}
          />
        )}
      </Field>
    </>
  );
}

export function WithdrawSheet({
  row,
  onClose,
}: {
  readonly row: PublicationRow;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [form, setForm] = useForm(row);
  const [isChecked, setChecked] = useState(false);
  const withdraw = useWithdraw(row.id);
  const require = useRequire(row.id);
  const change = (part: Partial<Form>) => setForm({ ...form, ...part });
  const missing = (value: string) =>
    isChecked && value.trim() === "" ? t("publications:withdraw.missing") : undefined;
  const { reason, since, ground, publicReason, number } = form;
  const isRequired = row.requirement !== undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (reason === undefined || ground.trim() === "" || publicReason.trim() === "") return;
    if (number.trim() !== row.documentNo) return;
    const known = isRequired ? {} : { since, ground: ground.trim() };
    withdraw.mutate(
      { reason, publicReason: publicReason.trim(), ...known },
      { onSuccess: onClose },
    );
  };
  const note = () => {
    setChecked(true);
    if (reason === undefined || ground.trim() === "") return;
    require.mutate({ reason, since, ground: ground.trim() }, { onSuccess: onClose });
  };
  const error = withdraw.error ?? require.error;
  return (
    <Drawer
      open
      title={t("publications:withdraw.title")}
      size={520}
      onClose={onClose}
      closeIcon={<Icon name="cross" />}
      closable={{ "aria-label": t("console:close") }}
    >
      <form onSubmit={submit} noValidate>
        <Notice tone="due">
          <p>{t("publications:withdraw.law")}</p>
        </Notice>
        {error !== null && <ProblemNotice error={error} />}
        <EventFields {...{ form, change, isChecked, isRequired }} />
        {!isRequired && (
          <p>
            <Button loading={require.isPending} onClick={note}>
              {t("publications:withdraw.note")}
            </Button>
          </p>
        )}
        <Field
          label={t("publications:withdraw.publicReason")}
          hint={t("publications:withdraw.publicReasonHint")}
          error={missing(publicReason)}
        >
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={2}
              maxLength={400}
              value={publicReason}
              onChange={({ target }) => change({ publicReason: target.value })}
            />
          )}
        </Field>
        <Field
          label={t("publications:withdraw.number")}
          hint={
            <>
              {t("publications:withdraw.numberHint")} <code>{row.documentNo}</code>
            </>
          }
          error={
            isChecked && number.trim() !== row.documentNo
              ? t("publications:withdraw.numberWrong")
              : undefined
          }
        >
          {(ids) => (
            <Input
              {...ids}
              autoComplete="off"
              value={number}
              onChange={({ target }) => change({ number: target.value })}
            />
          )}
        </Field>
        <Button type="primary" htmlType="submit" loading={withdraw.isPending}>
          {t("publications:withdraw.submit")}
        </Button>
      </form>
    </Drawer>
  );
}
