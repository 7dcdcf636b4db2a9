/** What every importer yields, and the one way to say that an input record was refused. */
import type { FactInput } from "../../../../../contract/src/facts/fact.ts";

/** Why an input record was refused. `code` has its sentence in `locales/<language>/intake.json`. */
export interface Rejection {
  /** Line (1-based) of the record in its file; element number (1-based) in a JSON array. */
  readonly line: number;
  /** Field in the words of the source: column, JSON path, or "" for the whole record. */
  readonly field: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;
  /** The record as it came, where the importer has it as one text. */
  readonly text?: string;
}

interface Place {
  readonly line: number;
  /** How many input records this item stands for (rows of one lot are one item). Absent = 1. */
  readonly records?: number;
  /** File inside a folder or archive. Absent = the file that was opened. */
  readonly file?: string;
}

export type AcceptedItem = Place & { readonly facts: readonly FactInput[] };
export type RejectedItem = Place & { readonly rejected: Rejection };

/** One input record, or one group of them: its facts, or why it was refused. */
export type ImportItem = AcceptedItem | RejectedItem;

export type ImportItems = AsyncGenerator<ImportItem, void, undefined>;

/** A value of a record that cannot be understood; caught per record and turned into a rejection. */
export class FieldRefused extends Error {
  readonly field: string;
  readonly code: string;
  readonly params: Readonly<Record<string, string>>;

  constructor(field: string, code: string, params: Readonly<Record<string, string>> = {}) {
    super(`${code} ${field}`);
    this.name = "FieldRefused";
    this.field = field;
    this.code = code;
    this.params = params;
  }
}

/** A refused record; `value` is what it held, shortened. */
export function reject(
  line: number,
  code: string,
  { field = "", value }: { readonly field?: string; readonly value?: string } = {},
): RejectedItem {
  const params = value === undefined ? {} : { value: excerpt(value) };
  return { line, rejected: { line, field, code, params } };
}

/** The rejection of what was thrown. @throws anything that is no `FieldRefused`. */
export function refusalOf(error: unknown, line: number): RejectedItem {
  if (!(error instanceof FieldRefused)) throw error;
  const { field, code, params } = error;
  return { line, rejected: { line, field, code, params } };
}

/** Runs the conversion of one record; a `FieldRefused` becomes its rejection, faults pass through. */
export function itemOf(line: number, facts: () => readonly FactInput[]): ImportItem {
  try {
    return { line, facts: facts() };
  } catch (error) {
    return refusalOf(error, line);
  }
}

const EXCERPT = 80;

/** The first characters of a value, for a message; never cuts a surrogate pair. */
export function excerpt(text: string): string {
  return text.length <= EXCERPT ? text : `${text.slice(0, EXCERPT).toWellFormed()}…`;
}

/** What an importer may need to know besides the bytes. */
export interface ImportContext {
  /** Name of the source; part of subjects that the source does not name itself. */
  readonly source: string;
  /** IANA zone for times without offset. */
  readonly zone: string;
  /** Key of the tokens of natural persons. */
  readonly personKey: string;
}
