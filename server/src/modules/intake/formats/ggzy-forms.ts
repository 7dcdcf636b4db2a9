/** How one value of a payload stands in the columns of an exchange table, both ways. */
import type { Money, Offer, Party } from "../../../../../contract/src/values.ts";
import { decimalText, majorText, moneyOf, parseDecimal } from "./decimal.ts";
import { FieldRefused, excerpt } from "./item.ts";
import { isObject } from "./json-values.ts";
import { isOrganisationName } from "./notice-text.ts";
import { chineseBidder, naturalPerson, organisation, tidyName } from "./parties.ts";
import { dayOf, instantOf } from "./time.ts";

/** Cells by column; an absent column and an empty cell mean the same. */
export type Row = Readonly<Record<string, string>>;
export type Cells = Record<string, string>;

export interface FormContext {
  readonly zone: string;
  readonly personKey: string;
}

/** A value and its columns. `write` may leave out what does not fit; the remainder is kept apart. */
export interface Form {
  readonly columns: readonly string[];
  readonly write: (value: unknown, cells: Cells, context: FormContext) => void;
  readonly read: (row: Row, context: FormContext) => unknown;
}

/** Cell text if a cell can hold it exactly: one line, no space around it, nothing unreadable. */
export function cellText(value: unknown): string | undefined {
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const text = String(value);
  const isPlain =
    text === text.trim() && text.length <= 50_000 && !/[\r\n\0\uFFFD\uFEFF]/u.test(text);
  return isPlain && text !== "" && text.isWellFormed() ? text : undefined;
}

function put(cells: Cells, column: string, value: unknown): void {
  const text = cellText(value);
  if (text !== undefined) cells[column] = text;
}

const EMPTY = new Set(["", "/", "null", "NULL", "无"]);

/** Cell without white space around it; `undefined` for the ways of saying nothing. */
export function cell(row: Row, column: string): string | undefined {
  const text = row[column]?.trim() ?? "";
  return EMPTY.has(text) ? undefined : text;
}

export const text = (column: string, maximum = Number.POSITIVE_INFINITY): Form => ({
  columns: [column],
  write: (value, cells) => put(cells, column, value),
  read: (row) => {
    const value = cell(row, column);
    return value === undefined || value.length <= maximum
      ? value
      : value.slice(0, maximum).toWellFormed();
  },
});

export const integer = (column: string): Form => ({
  columns: [column],
  write: (value, cells) => put(cells, column, value),
  read: (row) => {
    const value = cell(row, column)?.replace(/\.0+$/, "");
    if (value === undefined) return undefined;
    if (!/^\d{1,6}$/.test(value)) {
      throw new FieldRefused(column, "intake.bad-number", { value: excerpt(value) });
    }
    return Number(value);
  },
});

/** Local time of a zone: "2026-03-02 09:30:00". */
export function localText(instant: string, zone: string): string {
  const parts = new Intl.DateTimeFormat("sv-SE", {
    timeZone: zone,
    dateStyle: "short",
    timeStyle: "medium",
  }).format(new Date(instant));
  return parts.replace(",", "");
}

export const time = (column: string): Form => ({
  columns: [column],
  write: (value, cells, { zone }) => {
    if (typeof value === "string") put(cells, column, localText(value, zone));
  },
  read: (row, { zone }) => {
    const value = cell(row, column);
    if (value === undefined) return undefined;
    const instant = instantOf(value, zone);
    if (instant === undefined) {
      throw new FieldRefused(column, "intake.bad-time", { value: excerpt(value) });
    }
    return instant;
  },
});

export const day = (column: string): Form => ({
  columns: [column],
  write: (value, cells) => put(cells, column, value),
  read: (row) => dayOf(cell(row, column) ?? ""),
});

/** Codes of the exchange standard for values of ours. Unknown codes are left out. */
export const code = (column: string, codes: Readonly<Record<string, string>>): Form => {
  const back = new Map(Object.entries(codes).map(([ours, theirs]) => [theirs, ours]));
  return {
    columns: [column],
    write: (value, cells) => put(cells, column, codes[String(value)]),
    read: (row) => {
      const value = cell(row, column);
      return value === undefined ? undefined : back.get(value);
    },
  };
};

const CURRENCIES: Readonly<Record<string, string>> = { "156": "CNY", "840": "USD", "978": "EUR" };

export function readMoney(
  row: Row,
  columns: readonly [string, string?, string?],
): Money | undefined {
  const [amount, currencyColumn = "", unitColumn = ""] = columns;
  const value = cell(row, amount);
  if (value === undefined) return undefined;
  const stated = cell(row, currencyColumn)?.toUpperCase() ?? "CNY";
  const currency = CURRENCIES[stated] ?? (/^[A-Z]{3}$/.test(stated) ? stated : "CNY");
  const unit = cell(row, unitColumn);
  // Unit codes of the exchange standard: 0 yuan, 1 ten thousand yuan.
  const isWan = unit === "1" || unit === "万元";
  const decimal = parseDecimal(value);
  const money =
    decimal === undefined ? undefined : moneyOf(decimal, currency, isWan ? "wan" : "yuan");
  if (money === undefined)
    throw new FieldRefused(amount, "intake.bad-number", { value: excerpt(value) });
  return money;
}

function writeMoney(
  value: unknown,
  cells: Cells,
  columns: readonly [string, string?, string?],
): void {
  if (!isObject(value)) return;
  const [amount, currencyColumn, unitColumn] = columns;
  put(cells, amount, majorText(value as unknown as Money));
  if (currencyColumn !== undefined) put(cells, currencyColumn, value["currency"]);
  if (unitColumn !== undefined) put(cells, unitColumn, "元");
}

export const money = (...columns: [string, string?, string?]): Form => ({
  columns: columns.filter((column) => column !== undefined),
  write: (value, cells) => writeMoney(value, cells, columns),
  read: (row) => readMoney(row, columns),
});

/** Total price in an amount column, rate or discount in the column for other prices. */
export const offer = (other: string, ...columns: [string, string?, string?]): Form => ({
  columns: [...columns.filter((column) => column !== undefined), other],
  write: (value, cells) => {
    const given = value as Offer | undefined;
    if (given?.kind === "total") writeMoney(given.amount, cells, columns);
    if (given?.kind === "rate") put(cells, other, `${given.percent}%`);
    if (given?.kind === "discount") put(cells, other, `下浮${given.percent}%`);
  },
  read: (row): Offer | undefined => {
    const rate = /^(下浮|优惠)?(?:率)?\s*(-?\d+(?:\.\d+)?)\s*[%％]$/u.exec(cell(row, other) ?? "");
    const decimal = parseDecimal(rate?.[2] ?? "");
    const percent = decimal === undefined ? undefined : decimalText(decimal);
    if (percent !== undefined)
      return { kind: rate?.[1] === undefined ? "rate" : "discount", percent };
    const amount = readMoney(row, columns);
    return amount === undefined ? undefined : { kind: "total", amount };
  },
});

/** Organisation by name and code. */
export const firm = (name: string, codeColumn: string): Form => ({
  columns: [name, codeColumn],
  write: (value, cells) => writeParty(value, cells, [name, codeColumn]),
  read: (row) => {
    const named = cell(row, name);
    return named === undefined
      ? undefined
      : organisation({ name: named, code: cell(row, codeColumn) });
  },
});

/** Bidder: organisation, person (a citizen's number never leaves this function) or consortium. */
export const bidder = (name: string, codeColumn: string): Form => ({
  columns: [name, codeColumn],
  write: (value, cells) => writeParty(value, cells, [name, codeColumn]),
  read: (row, { personKey }) => {
    const named = cell(row, name);
    if (named === undefined) return undefined;
    const union = cell(row, "UNION_ENTERPRISE_NAME") ?? cell(row, "UNION_NAME");
    const all =
      union === undefined || union.includes(named) ? (union ?? named) : `${named};${union}`;
    return chineseBidder(all, cell(row, codeColumn), personKey);
  },
});

/** Who complains: a name that is no organisation's and has no code is a person's. */
export const complainant = (name: string, codeColumn: string): Form => ({
  columns: [name, codeColumn],
  write: (value, cells) => writeParty(value, cells, [name, codeColumn]),
  read: (row, { personKey }) => {
    const named = cell(row, name);
    if (named === undefined) return undefined;
    const number = cell(row, codeColumn);
    return isOrganisationName(tidyName(named)) || number !== undefined
      ? chineseBidder(named, number, personKey)
      : naturalPerson(named, `name:${tidyName(named)}`, personKey);
  },
});

function writeParty(
  value: unknown,
  cells: Cells,
  [name, codeColumn]: readonly [string, string],
): void {
  const party = value as Party | undefined;
  if (party === undefined) return;
  if (party.kind === "naturalPerson") put(cells, name, party.maskedName);
  else if (party.kind === "consortium") {
    put(cells, name, party.members.map((member) => member.name).join(";"));
  } else {
    put(cells, name, party.name);
    put(cells, codeColumn, party.uscc ?? party.identifier?.id);
  }
}

/** Evaluator: name masked, number as token. */
export const expert = (name: string, idCard: string): Form => ({
  columns: [name, idCard],
  write: (value, cells) => {
    if (isObject(value)) put(cells, name, value["maskedName"]);
  },
  read: (row, { personKey }) => {
    const named = cell(row, name);
    if (named === undefined) return undefined;
    const number = cell(row, idCard)?.toUpperCase() ?? "";
    const identity = number !== "" ? `CN-ID:${number}` : `name:${tidyName(named)}`;
    return naturalPerson(named, identity, personKey);
  },
});
