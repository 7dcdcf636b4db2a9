/** The decision form: its fields, what is still missing, and the request it becomes. */
import type { Static } from "typebox";

import { isDay } from "../../../../clocks/src/day.ts";
import type { DecisionOutcome } from "../../../../contract/src/casework.ts";
import type { DecideLead } from "../../../../contract/src/leads.ts";

export interface DecisionForm {
  readonly outcome: DecisionOutcome | undefined;
  readonly decisionNo: string;
  readonly decidedOn: string;
  readonly findings: string;
  /** One article a line. */
  readonly articles: string;
}

export const OUTCOMES = [
  "established",
  "notEstablished",
  "insufficient",
  "transferred",
] as const satisfies readonly DecisionOutcome[];

export const SHORTEST_NUMBER = 2;
export const SHORTEST_FINDINGS = 10;
const MOST_ARTICLES = 20;

export type DecisionFault = "choose" | "number" | "day" | "future" | "findings" | "articles";

export function articlesOf(text: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return [...new Set(lines.filter((line) => line !== ""))];
}

/** What is wrong with each field; `today` is a plain day. */
export function faultsOf(
  form: DecisionForm,
  today: string,
): Readonly<Partial<Record<keyof DecisionForm, DecisionFault>>> {
  const faults: Partial<Record<keyof DecisionForm, DecisionFault>> = {};
  if (form.outcome === undefined) faults.outcome = "choose";
  if (form.decisionNo.trim().length < SHORTEST_NUMBER) faults.decisionNo = "number";
  if (!isDay(form.decidedOn)) faults.decidedOn = "day";
  else if (form.decidedOn > today) faults.decidedOn = "future";
  if (form.findings.trim().length < SHORTEST_FINDINGS) faults.findings = "findings";
  const articles = articlesOf(form.articles).length;
  if (articles === 0 || articles > MOST_ARTICLES) faults.articles = "articles";
  return faults;
}

/** The request, or undefined while a field is missing. */
export function requestOf(
  form: DecisionForm,
  version: number,
): Static<typeof DecideLead> | undefined {
  const { outcome } = form;
  if (outcome === undefined) return undefined;
  return {
    version,
    outcome,
    decisionNo: form.decisionNo.trim(),
    decidedOn: form.decidedOn,
    findings: form.findings.trim(),
    articles: [...articlesOf(form.articles)],
  };
}
