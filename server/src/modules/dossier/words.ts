/** Facts in words: title, one line, and every field, in the reader's language. Pure. */
import type { TimelineQuery } from "../../../../contract/src/dossier.ts";
import { FIELD_NAMES } from "../../../../contract/src/field-names.zh.ts";
import type { Party } from "../../../../contract/src/values.ts";
import english from "../../../../locales/en/dossier.json" with { type: "json" };
import englishLeads from "../../../../locales/en/leads.json" with { type: "json" };
import englishOpenings from "../../../../locales/en/openings.json" with { type: "json" };
import englishProcesses from "../../../../locales/en/processes.json" with { type: "json" };
import englishWarnings from "../../../../locales/en/warnings.json" with { type: "json" };
import chinese from "../../../../locales/zh-CN/dossier.json" with { type: "json" };
import chineseLeads from "../../../../locales/zh-CN/leads.json" with { type: "json" };
import chineseOpenings from "../../../../locales/zh-CN/openings.json" with { type: "json" };
import chineseProcesses from "../../../../locales/zh-CN/processes.json" with { type: "json" };
import chineseWarnings from "../../../../locales/zh-CN/warnings.json" with { type: "json" };
import { partyName } from "../../kernel/party.ts";
import { withheldOf } from "./kinds.ts";

export type Language = NonNullable<TimelineQuery["lang"]>;
export type Payload = Readonly<Record<string, unknown>>;

const LOCALES = {
  "zh-CN": {
    own: chinese,
    leads: chineseLeads,
    openings: chineseOpenings,
    processes: chineseProcesses,
    warnings: chineseWarnings,
  },
  en: {
    own: english,
    leads: englishLeads,
    openings: englishOpenings,
    processes: englishProcesses,
    warnings: englishWarnings,
  },
} as const;

export const wordsOf = (language: Language) => LOCALES[language].own;

type Codes = Readonly<Record<string, string>>;

/** Words of codes by field: those that other pages use, then those of the dossier. */
function codesOf(language: Language, field: string): Codes {
  const { own, openings, processes, warnings } = LOCALES[language];
  const known: Readonly<Record<string, Codes>> = {
    noticeType: processes.noticeType,
    regime: processes.regime,
    method: processes.method,
    industry: processes.industry,
    mode: { ...openings.mode, ...warnings.mode },
    handling: warnings.handling,
    stage: warnings.stage,
    ground: warnings.overrideGround,
  };
  return { ...known[field], ...(own.code as Readonly<Record<string, Codes>>)[field] };
}

export function codeWord(language: Language, field: string, code: string): string {
  return codesOf(language, field)[code] ?? code;
}

const isRecord = (value: unknown): value is Payload =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;
const zoned = new Intl.DateTimeFormat("sv-SE", {
  timeZone: "Asia/Shanghai",
  dateStyle: "short",
  timeStyle: "medium",
});
/** `2026-05-01 16:02:00` in Asia/Shanghai. */
export const localInstant = (text: string): string => zoned.format(new Date(text));

function moneyWord(language: Language, amountMinor: string): string {
  const amount = (Number(amountMinor) / 100).toLocaleString("en-US", {
    minimumFractionDigits: 2,
    maximumFractionDigits: 2,
  });
  return language === "en" ? `CNY ${amount}` : `${amount} 元`;
}

/** Things that have a form of their own: parties, offers, money, units and officers. */
function recordWord(language: Language, value: Payload): string | undefined {
  if (value["kind"] === "organisation" || value["kind"] === "consortium")
    return partyName(value as unknown as Party);
  if (value["kind"] === "naturalPerson") return String(value["maskedName"]);
  if (typeof value["amountMinor"] === "string") return moneyWord(language, value["amountMinor"]);
  if (isRecord(value["amount"])) return recordWord(language, value["amount"]);
  if (typeof value["percent"] === "string") return `${value["percent"]} %`;
  if (typeof value["name"] === "string") return value["name"];
  return undefined;
}

const MOST_LISTED = 6;

function listWord(language: Language, field: string, list: readonly unknown[]): string {
  const shown = list.slice(0, MOST_LISTED).map((one) => {
    if (!isRecord(one)) return valueWord(language, field, one);
    const inner = one["bidder"] ?? one["supplier"] ?? one["party"] ?? one["node"] ?? one;
    return isRecord(inner) ? recordWord(language, inner) : valueWord(language, field, inner);
  });
  const { separator, items } = wordsOf(language).sentence;
  const count = items.replace("{{count}}", String(list.length));
  if (list.length === 0 || shown.some((one) => one === undefined)) return count;
  return list.length > MOST_LISTED ? `${shown.join(separator)}… ${count}` : shown.join(separator);
}

export function valueWord(language: Language, field: string, value: unknown): string {
  const { yes, no } = wordsOf(language).sentence;
  if (typeof value === "boolean")
    return codesOf(language, field)[String(value)] ?? (value ? yes : no);
  if (typeof value === "string")
    return INSTANT.test(value) ? localInstant(value) : codeWord(language, field, value);
  if (Array.isArray(value)) return listWord(language, field, value);
  if (isRecord(value)) {
    const word = recordWord(language, value);
    return (
      word ??
      Object.entries(value)
        .map(([name, one]) => fieldLine(language, name, one))
        .join("；")
    );
  }
  return String(value);
}

const fieldLine = (language: Language, name: string, value: unknown): string =>
  `${fieldName(language, name)} ${valueWord(language, name, value)}`;

export function fieldName(language: Language, name: string): string {
  const own = (wordsOf(language).field as Codes)[name];
  if (own !== undefined) return own;
  if (language === "zh-CN") return FIELD_NAMES[name] ?? name;
  const spaced = name.replaceAll(/([A-Z])/g, " $1").toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** What the line of a fact says, in this order; the rest is in its details. */
const TOLD: readonly string[] = [
  "access",
  "objectKind",
  "title",
  "noticeType",
  "step",
  "act",
  "outcome",
  "number",
  "decisionNo",
  "contractNo",
  "documentNo",
  "bidder",
  "supplier",
  "firm",
  "evaluator",
  "criterion",
  "score",
  "offer",
  "amount",
  "count",
  "bids",
  "candidates",
  "ranking",
  "nodes",
  "node",
  "handling",
  "parties",
  "matter",
  "department",
  "unit",
  "recipient",
  "label",
  "verdict",
  "feedback",
  "review",
  "result",
  "succeeded",
  "event",
  "room",
  "use",
  "reason",
  "ground",
  "text",
  "note",
  "findings",
  "detail",
  "route",
  "purpose",
];
const MOST_TEXT = 60;
const MOST_PARTS = 4;

const cut = (text: string): string =>
  text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}…` : text;

/** Only nodes that found something are worth the line; where none did, that is the news. */
function toldWord(language: Language, name: string, value: unknown): string {
  if (name !== "nodes" || !Array.isArray(value)) return valueWord(language, name, value);
  const hits = value.filter((node) => isRecord(node) && node["isHit"] === true);
  return hits.length === 0 ? wordsOf(language).sentence.settled : valueWord(language, name, hits);
}

/** One line about a fact: what its kind alone does not say. */
export function lineOf(language: Language, payload: Payload): string {
  const { part } = wordsOf(language).sentence;
  const hidden = new Set(withheldOf(payload));
  return TOLD.filter((name) => payload[name] !== undefined && !hidden.has(name))
    .slice(0, MOST_PARTS)
    .map((name) => cut(toldWord(language, name, payload[name])))
    .filter((text) => text !== "")
    .join(part);
}

/** Bookkeeping of versions and readers says nothing about the project. */
const SILENT = new Set(["version", "readers", "officer"]);

export function fieldsOf(
  language: Language,
  payload: Payload,
): readonly { readonly name: string; readonly value: string }[] {
  const hidden = new Set([...SILENT, ...withheldOf(payload)]);
  return Object.entries(payload)
    .filter(([name]) => !hidden.has(name))
    .map(([name, value]) => ({
      name: fieldName(language, name),
      value: valueWord(language, name, value),
    }));
}

/** Names of facts' kinds: as the contract has them. */
export const titleOf = (
  language: Language,
  title: { readonly en: string; readonly zh: string } | undefined,
  kind: string,
): string => (language === "en" ? title?.en : title?.zh) ?? kind;
