/** The text to one recipient as it will be sent; officials only to the discipline inspectors. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Recipient } from "../../../../contract/src/followup-values.ts";
import type { DraftReport } from "../../../../contract/src/followup.ts";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { api } from "../session/index.ts";
import { type FieldSpec, FormSheet, type Values } from "./form-sheet.tsx";
import { useAct } from "./queries.ts";

interface ReportFormProps {
  readonly lead: string;
  readonly recipient: Recipient;
  readonly onClose: () => void;
}

const OFFICIAL = ["officialName", "officialUnit", "officialPost", "officialAct"] as const;

function bodyOf(recipient: Recipient, values: Values): DraftReport {
  const [name = "", unit = "", post = "", act = ""] = OFFICIAL.map((field) =>
    (values[field] ?? "").trim(),
  );
  const remarks = (values["remarks"] ?? "").trim();
  return {
    recipient,
    ...(name === "" ? {} : { officials: [{ name, unit, post, act }] }),
    ...(remarks === "" ? {} : { remarks }),
  };
}

export function ReportForm({ lead, recipient, onClose }: ReportFormProps) {
  const { t } = useTranslation();
  const [values, setValues] = useState<Values>({});
  const draft = useAct((body: DraftReport) => api.draftReport(lead, body));
  const text = draft.data as { readonly text: string } | undefined;
  const fields: readonly FieldSpec[] = [
    ...(recipient === "discipline"
      ? OFFICIAL.map((name): FieldSpec => ({
          name,
          label: t(`followup:field.${name}`),
          kind: name === "officialAct" ? "area" : "text",
          least: 0,
        }))
      : []),
    {
      name: "remarks",
      label: t("followup:field.remarks"),
      hint: t("followup:field.remarksHint"),
      kind: "area",
      least: 0,
    },
  ];
  return (
    <FormSheet
      title={t("followup:do.draft", { recipient: t(`followup:recipient.${recipient}`) })}
      submit={t("followup:do.send")}
      note={t(`followup:recipientAbout.${recipient}`)}
      fields={fields}
      send={(given) => api.sendReport(lead, bodyOf(recipient, given))}
      onChange={setValues}
      onClose={onClose}
    >
      <Button loading={draft.isPending} onClick={() => draft.mutate(bodyOf(recipient, values))}>
        {t("followup:do.preview")}
      </Button>
      {draft.error !== null && <ProblemNotice error={draft.error} />}
      {text !== undefined && (
        <section aria-label={t("followup:field.text")}>
          <p className="followup-text">{text.text}</p>
        </section>
      )}
    </FormSheet>
  );
}
