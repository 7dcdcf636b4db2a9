/** The receipt for the writer: one sheet of A4, or a slip of the width of a till. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { EnteredVoice } from "../../../../contract/src/voice-intake.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Icon } from "../../ui/icon.tsx";
import { Notice } from "../../ui/states.tsx";

interface Props {
  readonly receipt: EnteredVoice;
  readonly title: string;
  readonly onNext: () => void;
}

export function ReceiptSheet({ receipt, title, onNext }: Props) {
  const { t } = useTranslation();
  const [form, setForm] = useState<"a4" | "slip">("a4");
  const printAs = (shape: "a4" | "slip") => {
    setForm(shape);
    // After the shape has changed.
    requestAnimationFrame(() => print());
  };
  const { number, receiptCode, receivedAt, unit, binding, similar } = receipt;
  const rows = [
    [t("desk:receipt.number"), <b key="number">{number}</b>],
    [t("desk:receipt.code"), <code key="code">{receiptCode}</code>],
    [t("desk:receipt.time"), dayAndTime(receivedAt)],
    [t("desk:receipt.about"), title],
    [t("desk:receipt.unit"), unit.name],
    [t("desk:receipt.due"), binding?.due ?? t("desk:receipt.noDue")],
    [t("desk:receipt.digest"), <code key="digest">{receipt.digest}</code>],
  ] as const;
  return (
    <section className="desk-receipt" data-form={form}>
      <div className="desk-receipt-head">
        <Notice tone="accent">
          <p>
            <b>{t("desk:receipt.done", { number })}</b> {t("desk:receipt.once")}
          </p>
          {similar.length > 0 && (
            <p>{t("desk:receipt.similar", { numbers: similar.join("、") })}</p>
          )}
        </Notice>
        <p className="desk-acts">
          <Button type="primary" icon={<Icon name="printer" />} onClick={() => printAs("a4")}>
            {t("desk:receipt.a4")}
          </Button>
          <Button onClick={() => printAs("slip")}>{t("desk:receipt.slip")}</Button>
          <Button type="link" onClick={onNext}>
            {t("desk:receipt.next")}
          </Button>
        </p>
      </div>
      <article aria-label={t("desk:receipt.title")}>
        <h2>{t("desk:receipt.title")}</h2>
        <dl>
          {rows.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        <p className="meta">{t("desk:receipt.foot")}</p>
      </article>
    </section>
  );
}
