/** What is known of a lead when it is reported, and which words belong to whom. Pure. */
import type { Official, Recipient } from "../../../../contract/src/followup-values.ts";
import type { IndicatorResult } from "../../../../contract/src/screening.ts";
import type { Party } from "../../../../contract/src/values.ts";
import { RuleViolation } from "../../kernel/rule-violation.ts";

/** One act of public duty on the lead. */
export interface StaffAct {
  readonly at: string;
  readonly act: string;
  readonly unit: string;
  /** Absent for what the product did itself. */
  readonly name?: string | undefined;
}

export interface Dossier {
  readonly number: string;
  readonly title: string;
  readonly ocid: string;
  readonly lotId: string;
  readonly raisedAt: string;
  readonly level: string;
  readonly bits: number;
  readonly department: { readonly id: string; readonly name: string };
  readonly entity?: string | undefined;
  readonly agency?: string | undefined;
  readonly place?: string | undefined;
  /** Firms that the evidence is about. */
  readonly parties: readonly Party[];
  /** Every bidder of the lot. */
  readonly bidders: readonly Party[];
  readonly results: readonly IndicatorResult[];
  readonly staffActs: readonly StaffAct[];
  readonly officials: readonly Official[];
}

export type WordKind = "firm" | "official" | "staff" | "trace";

/** A word that a text may not hold. */
export interface Forbidden {
  readonly token: string;
  readonly kind: WordKind;
}

const SHORTEST_TRACE = 6;

function wordsOfParty(party: Party): readonly string[] {
  if (party.kind === "naturalPerson") return [party.maskedName, party.token];
  if (party.kind === "consortium") return [party.name, ...party.members.flatMap(wordsOfParty)];
  return [party.name, ...(party.uscc === undefined ? [] : [party.uscc])];
}

const hitsOf = (results: readonly IndicatorResult[]): readonly IndicatorResult[] =>
  results.filter(({ outcome }) => outcome === "hit");

/** Values by which two bids are alike: long enough to be nobody else's, and no mere day. */
function traceWords(results: readonly IndicatorResult[]): readonly string[] {
  return hitsOf(results)
    .flatMap(({ evidence }) => evidence.flatMap(({ left, right }) => [left.value, right.value]))
    .filter((value) => value.length >= SHORTEST_TRACE && !/^\d{4}-\d{2}-\d{2}/.test(value));
}

const forbid = (kind: WordKind, tokens: readonly string[]): readonly Forbidden[] =>
  [...new Set(tokens)].map((token) => ({ kind, token }));

/**
 * What the text to this recipient may not hold: the coordinating office gets no name at all, the discipline
 * inspectors nothing of a bidder, the department no official.
 */
export function forbiddenWords(recipient: Recipient, dossier: Dossier): readonly Forbidden[] {
  const { parties, bidders, agency, results, officials, staffActs } = dossier;
  const firms = forbid("firm", [...parties, ...bidders].flatMap(wordsOfParty));
  const traces = forbid("trace", traceWords(results));
  const named = forbid(
    "official",
    officials.map(({ name }) => name),
  );
  if (recipient === "department") return named;
  if (recipient === "discipline") return [...firms, ...traces];
  const agencies = forbid("firm", agency === undefined ? [] : [agency]);
  const staff = forbid(
    "staff",
    staffActs.flatMap(({ name }) => name ?? []),
  );
  return [...firms, ...agencies, ...traces, ...named, ...staff];
}

/** Full-width and half-width forms, spaces and brackets do not hide a name. */
const plain = (text: string): string =>
  text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[\s\p{P}]/gu, "");

/** The words that stand in a text and may not. */
export function mixedWords(text: string, forbidden: readonly Forbidden[]): readonly Forbidden[] {
  const searched = plain(text);
  return forbidden.filter(({ token }) => {
    const word = plain(token);
    return word !== "" && searched.includes(word);
  });
}

/** @throws RuleViolation followup.mixed-report, naming the first word and where it came in */
export function requireUnmixed(
  text: string,
  { recipient, dossier, field }: { recipient: Recipient; dossier: Dossier; field: string },
): void {
  const [first] = mixedWords(text, forbiddenWords(recipient, dossier));
  if (first === undefined) return;
  const params = { token: first.token, kind: first.kind, recipient };
  throw new RuleViolation("followup.mixed-report", params, {
    status: 422,
    errors: [{ path: field, code: "followup.mixed-report", params }],
  });
}

/** A title that names a firm is shown without it to whom the firm is not shown. */
export function withoutWords(
  text: string,
  { forbidden, instead }: { forbidden: readonly Forbidden[]; instead: string },
): string {
  return mixedWords(text, forbidden)
    .toSorted((left, right) => right.token.length - left.token.length)
    .reduce((rest, { token }) => rest.replaceAll(token, instead), text);
}
