/** Asking for the witness data of a firm, a person or a device: what, why, for which case, how long. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSearchParams } from "react-router";

import {
  DEVICE_FIELDS,
  type DeviceField,
  MOST_RETRIEVAL_DAYS,
  needsApproval,
  RETRIEVAL_DAYS,
  RETRIEVAL_KINDS,
  type RetrievalKind,
} from "../../../../contract/src/dossier-values.ts";
import type { AskRetrieval } from "../../../../contract/src/dossier.ts";
import { Choice } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { useAsk } from "./queries.ts";

const isKind = (text: string | null): text is RetrievalKind =>
  RETRIEVAL_KINDS.some((kind) => kind === text);

interface Draft {
  readonly kind: RetrievalKind;
  readonly field: DeviceField;
  readonly value: string;
  readonly purpose: string;
  readonly caseNumber: string;
  readonly days: string;
}

function bodyOf({ kind, field, value, purpose, caseNumber, days }: Draft): AskRetrieval {
  return {
    kind,
    value: value.trim(),
    purpose: purpose.trim(),
    days: Number(days),
    ...(kind === "device" ? { field } : {}),
    ...(caseNumber.trim() === "" ? {} : { caseNumber: caseNumber.trim() }),
  };
}

function isComplete({ kind, value, purpose, caseNumber, days }: Draft): boolean {
  const number = Number(days);
  return (
    value.trim().length >= 2 &&
    purpose.trim().length >= 4 &&
    Number.isInteger(number) &&
    number >= 1 &&
    number <= MOST_RETRIEVAL_DAYS &&
    (!needsApproval(kind) || caseNumber.trim().length >= 2)
  );
}

interface TextProps {
  readonly name: "value" | "purpose" | "caseNumber" | "days";
  readonly label: string;
  readonly hint?: string;
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

function Text({ name, label, hint, draft, onChange }: TextProps) {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {(ids) => (
        <Input
          {...ids}
          value={draft[name]}
          maxLength={200}
          onChange={({ target }) => onChange({ ...draft, [name]: target.value })}
        />
      )}
    </Field>
  );
}

export function AskForm() {
  const { t } = useTranslation();
  const [search] = useSearchParams();
  const given = search.get("kind");
  const [draft, setDraft] = useState<Draft>({
    kind: isKind(given) ? given : "firm",
    field: "mac",
    value: search.get("value") ?? "",
    purpose: "",
    caseNumber: search.get("case") ?? "",
    days: String(RETRIEVAL_DAYS),
  });
  const ask = useAsk();
  const { kind } = draft;
  const text = { draft, onChange: setDraft };
  return (
    <form
      className="dossier-ask"
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate(bodyOf(draft));
      }}
    >
      <div className="dossier-fields">
        <Choice
          label={t("dossier:retrieve.kind")}
          value={kind}
          values={RETRIEVAL_KINDS.map((one) => [one, t(`dossier:retrieve.kinds.${one}`)])}
          onChange={(value) => isKind(value) && setDraft({ ...draft, kind: value })}
        />
        {kind === "device" && (
          <Choice
            label={t("dossier:retrieve.field")}
            value={draft.field}
            values={DEVICE_FIELDS.map((one) => [one, t(`dossier:retrieve.fields.${one}`)])}
            onChange={(value) => setDraft({ ...draft, field: value as DeviceField })}
          />
        )}
      </div>
      <p className="meta">{t(`dossier:retrieve.rule.${kind}`)}</p>
      <Text
        {...text}
        name="value"
        label={t(`dossier:retrieve.value.${kind}`)}
        hint={t(`dossier:retrieve.valueHint.${kind}`)}
      />
      <Text {...text} name="purpose" label={t("dossier:retrieve.purpose")} />
      {needsApproval(kind) && (
        <Text {...text} name="caseNumber" label={t("dossier:retrieve.caseNumber")} />
      )}
      <Text
        {...text}
        name="days"
        label={t("dossier:retrieve.days")}
        hint={t("dossier:retrieve.daysHint")}
      />
      <Button
        type="primary"
        htmlType="submit"
        loading={ask.isPending}
        disabled={!isComplete(draft)}
      >
        {kind === "firm" ? t("dossier:retrieve.submit_firm") : t("dossier:retrieve.submit_other")}
      </Button>
      {ask.isSuccess && needsApproval(ask.data.target.kind) && (
        <Notice tone="accent">{t("dossier:retrieve.asked")}</Notice>
      )}
      {ask.error !== null && <ProblemNotice error={ask.error} />}
    </form>
  );
}
