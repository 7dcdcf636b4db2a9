import type { Party } from "../../../../contract/src/values.ts";
/** Heads, values and footer of exported tables in the reader's language. Pure. */
import englishExport from "../../../../locales/en/export.json" with { type: "json" };
import englishLeads from "../../../../locales/en/leads.json" with { type: "json" };
import englishProcesses from "../../../../locales/en/processes.json" with { type: "json" };
import chineseExport from "../../../../locales/zh-CN/export.json" with { type: "json" };
import chineseLeads from "../../../../locales/zh-CN/leads.json" with { type: "json" };
import chineseProcesses from "../../../../locales/zh-CN/processes.json" with { type: "json" };
import { partyName } from "../../kernel/party.ts";
import type { Cell, Column } from "../../platform/spreadsheet/index.ts";

export interface ExportedLead {
  readonly number: string;
  readonly level: string;
  readonly title: string;
  readonly ocid: string;
  readonly lotId: string;
  readonly parties: readonly Party[];
  readonly indicators: readonly string[];
  readonly bits: number;
  readonly raisedAt: Date;
  readonly state: string;
  readonly department: string;
  readonly officer: string | null;
  readonly stateSince: Date;
}

export interface ExportedProcess {
  readonly ocid: string;
  readonly title: string;
  readonly state: string;
  readonly regime: string;
  readonly industry: string | null;
  readonly place: string | null;
  readonly procuringEntity: string | null;
  readonly publishedAt: Date;
  readonly openingAt: Date | null;
  readonly lots: number;
  /** Null until the first lot was opened: who bids, and how many, is secret until then (招标投标法第22条). */
  readonly bids: number | null;
}

export type ExportLanguage = "zh-CN" | "en";

const WORDS = {
  "zh-CN": { file: chineseExport, leads: chineseLeads, processes: chineseProcesses },
  en: { file: englishExport, leads: englishLeads, processes: englishProcesses },
} as const;

export const fileWords = (language: ExportLanguage) => WORDS[language].file;

type Names = Readonly<Record<string, string | { readonly name: string }>>;

/** The word of a code; a code without one stands for itself. */
function nameOf(names: Names, code: string): string {
  const found = names[code];
  return typeof found === "object" ? found.name : (found ?? code);
}

const column = (head: string, width: number): Column => ({ head, width });

/** What a kind of list looks like in a file. */
export interface Layout<Row> {
  readonly name: string;
  readonly columns: readonly Column[];
  readonly cellsOf: (row: Row) => readonly Cell[];
}

export function leadLayout(language: ExportLanguage): Layout<ExportedLead> {
  const { file, leads } = WORDS[language];
  const head = leads.export;
  return {
    name: file.name.leads,
    columns: [
      column(head.number, 16),
      column(head.level, 10),
      column(head.title, 44),
      column(head.ocid, 30),
      column(head.lotId, 8),
      column(head.firms, 50),
      column(head.indicators, 24),
      column(head.bits, 8),
      column(head.raisedAt, 17),
      column(head.state, 10),
      column(file.column.stateSince, 17),
      column(head.department, 28),
      column(head.officer, 12),
    ],
    cellsOf: (row) => [
      row.number,
      nameOf(leads.level, row.level),
      row.title,
      row.ocid,
      row.lotId,
      row.parties.map(partyName).join("；"),
      row.indicators.join(" "),
      Number(row.bits.toFixed(1)),
      { at: row.raisedAt },
      nameOf(leads.state, row.state),
      { at: row.stateSince },
      row.department,
      row.officer,
    ],
  };
}

export function processLayout(language: ExportLanguage): Layout<ExportedProcess> {
  const { file, processes } = WORDS[language];
  const head = processes.column;
  return {
    name: file.name.processes,
    columns: [
      column(file.column.ocid, 30),
      column(head.title, 44),
      column(head.state, 12),
      column(head.regime, 14),
      column(head.industry, 16),
      column(head.place, 20),
      column(head.procuringEntity, 34),
      column(head.publishedAt, 17),
      column(head.openingAt, 17),
      column(head.lots, 8),
      column(file.column.bids, 12),
    ],
    cellsOf: (row) => [
      row.ocid,
      row.title,
      nameOf(processes.state, row.state),
      nameOf(processes.regime, row.regime),
      row.industry,
      row.place,
      row.procuringEntity,
      { at: row.publishedAt },
      row.openingAt === null ? null : { at: row.openingAt },
      row.lots,
      row.bids ?? (row.state === "announced" ? { hidden: file.hiddenBeforeOpening } : null),
    ],
  };
}

/** Filters as a person would say them, in the order of the page. */
export function filterWords(
  language: ExportLanguage,
  query: Readonly<Record<string, string | undefined>>,
): string {
  const { file, leads, processes } = WORDS[language];
  const states: Names = { ...processes.state, ...leads.state };
  const said = Object.entries(file.filter).flatMap(([name, label]) => {
    const value = query[name];
    if (value === undefined || value === "") return [];
    const names: Names = name === "level" ? leads.level : name === "state" ? states : file.value;
    const words =
      name === "q" || name === "openingOn"
        ? value
        : value
            .split(",")
            .map((code) => nameOf(names, code))
            .join("、");
    return [`${label}：${words}`];
  });
  return said.length === 0 ? file.noFilter : said.join("；");
}
