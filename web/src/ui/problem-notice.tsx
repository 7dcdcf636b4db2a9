/** A refused or failed request in words: what happened, what was kept, what to do, the number. */
import { useTranslation } from "react-i18next";

import { FAULT, ProblemError } from "../../../contract/src/client.ts";
import type { Problem } from "../../../contract/src/problem.ts";
import { Notice } from "./states.tsx";

export interface ProblemNoticeProps {
  readonly error: unknown;
  /** Whether a draft of what was typed is on this device. */
  readonly keptDraft?: boolean;
  readonly act?: React.ReactNode;
}

/** Rules of a schema that have a sentence; those with a limit name it. */
const LIMITS = ["minLength", "maxLength", "minItems", "maxItems"];
const RULES = ["required", "pattern", "day", "instant"];

function fieldRule({ rule, limit }: Problem["params"]): string {
  const name = String(rule);
  if (RULES.includes(name)) return name;
  return LIMITS.includes(name) && typeof limit === "number" ? name : "other";
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
      // What a module says of a field, or else the rule of the schema that it breaks.
      text: i18n.exists(`problems:${field.code}.what`)
        ? `${t(`problems:${field.code}.what`, field.params)} ${t(`problems:${field.code}.next`, field.params)}`
        : t(`problems:field.${fieldRule(field.params)}`, field.params),
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
