/** Who mends a gap, how, and by when. */
import { Button, Drawer, Input } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icon.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { useAssign, useUnits } from "./queries.ts";

export function AssignSheet({
  orphan,
  onClose,
}: {
  readonly orphan: string;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const units = useUnits();
  const assign = useAssign();
  const [unit, setUnit] = useState("");
  const [plan, setPlan] = useState("");
  const [dueOn, setDueOn] = useState("");
  const [isChecked, setChecked] = useState(false);
  const missing = (value: string) =>
    isChecked && value.trim() === "" ? t("duties:assign.missing") : undefined;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setChecked(true);
    if (unit === "" || plan.trim() === "") return;
    assign.mutate(
      { orphan, unit, plan: plan.trim(), ...(dueOn === "" ? {} : { dueOn }) },
      { onSuccess: onClose },
    );
  };
  return (
    <Drawer
      open
      title={t("duties:assign.title")}
      size={480}
      onClose={onClose}
      closeIcon={<Icon name="cross" />}
      closable={{ "aria-label": t("console:close") }}
    >
      <form onSubmit={submit} noValidate>
        {(assign.error ?? units.error) !== null && (
          <ProblemNotice error={assign.error ?? units.error} />
        )}
        <Field label={t("duties:assign.unit")} error={missing(unit)}>
          {({ id, ...ids }) => (
            <select
              id={id}
              className="duty-select"
              aria-invalid={ids["aria-invalid"]}
              value={unit}
              onChange={({ target }) => setUnit(target.value)}
            >
              <option value="">{t("duties:assign.choose")}</option>
              {units.data?.rows.map((one) => (
                <option key={one.id} value={one.id}>
                  {one.name}
                </option>
              ))}
            </select>
          )}
        </Field>
        <Field
          label={t("duties:assign.plan")}
          hint={t("duties:assign.planHint")}
          error={missing(plan)}
        >
          {(ids) => (
            <Input.TextArea
              {...ids}
              rows={4}
              maxLength={1000}
              value={plan}
              onChange={({ target }) => setPlan(target.value)}
            />
          )}
        </Field>
        <Field label={t("duties:assign.dueOn")}>
          {(ids) => (
            <Input
              {...ids}
              type="date"
              value={dueOn}
              onChange={({ target }) => setDueOn(target.value)}
            />
          )}
        </Field>
        <Button type="primary" htmlType="submit" loading={assign.isPending}>
          {t("duties:assign.submit")}
        </Button>
      </form>
    </Drawer>
  );
}
