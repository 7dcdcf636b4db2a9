/** Before a picture of a closed zone: for what, why, and for how long. */
import { Button, Input, InputNumber, Select } from "antd";
import { useState, type SubmitEvent } from "react";
import { useTranslation } from "react-i18next";

import { VIEW_PURPOSES, type ViewPurpose } from "../../../../contract/src/video-values.ts";
import { Field } from "../../ui/field.tsx";

export interface Purpose {
  readonly purpose: ViewPurpose;
  readonly reason: string;
  readonly minutes: number;
}

const SHORTEST = 4;
const USUAL_MINUTES = 30;

export function PurposeForm({ onOpen }: { readonly onOpen: (purpose: Purpose) => void }) {
  const { t } = useTranslation();
  const [purpose, setPurpose] = useState<ViewPurpose>("inspection");
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState(USUAL_MINUTES);
  const [isShort, setShort] = useState(false);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    const text = reason.trim();
    if (text.length < SHORTEST) return setShort(true);
    return onOpen({ purpose, reason: text, minutes });
  };
  return (
    <form className="purpose-form" onSubmit={submit} aria-label={t("video:purpose.title")}>
      <p className="meta">{t("video:purpose.why")}</p>
      <Field label={t("video:purpose.purpose")}>
        {(ids) => (
          <Select
            {...ids}
            value={purpose}
            onChange={setPurpose}
            options={VIEW_PURPOSES.map((value) => ({ value, label: t(`video:purposes.${value}`) }))}
          />
        )}
      </Field>
      <Field
        label={t("video:purpose.reason")}
        error={isShort ? t("video:purpose.short") : undefined}
      >
        {(ids) => (
          <Input
            {...ids}
            maxLength={400}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
        )}
      </Field>
      <Field label={t("video:purpose.minutes")}>
        {(ids) => (
          <InputNumber
            {...ids}
            min={5}
            max={120}
            value={minutes}
            onChange={(value) => setMinutes(value ?? USUAL_MINUTES)}
          />
        )}
      </Field>
      <Button type="primary" htmlType="submit">
        {t("video:purpose.open")}
      </Button>
    </form>
  );
}
