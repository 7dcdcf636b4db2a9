/** A refused or failed request in words: what happened, what was kept, what to do, the number. */
import { useTranslation } from "react-i18next";

import { FAULT, ProblemError } from "../../../contract/src/client.ts";
import { Notice } from "./states.tsx";

export interface ProblemNoticeProps {
  readonly error: unknown;
  /** Whether a draft of what was typed is on this device. */
  readonly keptDraft?: boolean;
  readonly act?: React.ReactNode;
}

/** Sentences of one problem code; an unknown code reads like a fault and shows itself. */
function useSentences(error: unknown) {
  const { t, i18n } = useTranslation();
  const problem = error instanceof ProblemError ? error : undefined;
  const code = problem?.code ?? FAULT;
  const isKnown = i18n.exists(`problems:${code}.what`);
  const key = isKnown ? code : "fault";
  const params = { ...problem?.params };
  return {
    what: t(`problems:${key}.what`, params),
    next: t(`problems:${key}.next`, params),
    number: [isKnown ? "" : code, problem?.requestId ?? ""].filter((part) => part !== "").join(" "),
    fields: (problem?.errors ?? []).map((field) => ({
      path: field.path,
      text: i18n.exists(`problems:field.${field.code}`)
        ? t(`problems:field.${field.code}`, field.params)
        : t("problems:field.other"),
    })),
  };
}

export function ProblemNotice({ error, keptDraft = false, act }: ProblemNoticeProps) {
  const { t } = useTranslation();
  const { what, next, number, fields } = useSentences(error);
  return (
    <Notice tone="overdue" act={act}>
      <p>
        <b>{what}</b> {keptDraft && t("problems:kept")} {next}
      </p>
      {fields.length > 0 && (
        <ul className="notice-fields">
          {fields.map((field) => (
            <li key={field.path + field.text}>
              <code>{field.path}</code> {field.text}
            </li>
          ))}
        </ul>
      )}
      {number !== "" && (
        <p className="meta">
          {t("problems:number")} <code>{number}</code>
        </p>
      )}
    </Notice>
  );
}
