/** Rows of kind `bid` by mapping → the values of one bid. Exact, and refusing rather than guessing. */
import type { Money, Offer, Party } from "../../../../../contract/src/values.ts";
import { isUscc } from "../../../kernel/uscc.ts";
import { decimalText, moneyOf, parseDecimal, type Unit } from "./decimal.ts";
import { FieldRefused, excerpt, type ImportContext } from "./item.ts";
import {
  statusOf,
  type BidField,
  type BidStatus,
  type FieldMapping,
  type TableMapping,
} from "./mapping.ts";
import { clip, partyOf } from "./parties.ts";
import { instantOf } from "./time.ts";

/** One bid as a row states it. */
export interface BidRow {
  readonly line: number;
  readonly lot: string;
  readonly bidder: Party;
  readonly offer?: Offer;
  readonly status: BidStatus;
  readonly receivedAt?: string;
  readonly openedAt?: string;
  readonly date?: string;
  readonly rank?: number;
  readonly score?: string;
  readonly winner: boolean;
  readonly trace?: Readonly<Record<string, string>>;
  readonly estimate?: Money;
  /** Texts about the lot: ocid, category, district, method, buyer, agency. */
  readonly about: Readonly<Record<string, string>>;
}

const ABOUT = ["ocid", "category", "district", "method", "buyer", "agency"] as const;
const TRACES = [
  "ip",
  "mac",
  "cpu",
  "disk",
  "deviceHow",
  "contactPhone",
  "legalRep",
  "agent",
  "guaranteeNo",
  "payerAccount",
  "lockNo",
  "toolId",
] as const;
const EMPTY = new Set([
  "",
  "/",
  "-",
  "--",
  "—",
  "null",
  "NULL",
  "N/A",
  "n/a",
  "NaN",
  "nan",
  "None",
  "无",
]);
const YES = new Set(["1", "1.0", "true", "yes", "y", "是", "中标", "成交", "awarded", "winner"]);
const NO = new Set(["0", "0.0", "false", "no", "n", "否", "未中标", "未成交"]);

/** Reads the cell of a field, or its constant; the `values` of the mapping are applied. */
export interface RowReader<Field extends string = BidField> {
  readonly unit: (field: Field) => Unit;
  readonly read: (cells: readonly string[], field: Field) => string | undefined;
}

export function createRowReader<Field extends string>(
  mapping: TableMapping<Field>,
  header: readonly string[],
): RowReader<Field> {
  const positions = new Map(header.map((name, index) => [name.trim(), index]));
  const places = new Map(
    Object.entries<FieldMapping | undefined>(mapping.fields).map(([field, mapped]) => [
      field,
      { at: positions.get(mapped?.column ?? "") ?? -1, values: mapped?.values },
    ]),
  );
  return {
    unit: (field) => mapping.fields[field]?.unit ?? "none",
    read(cells, field) {
      const place = places.get(field);
      if (place === undefined) return mapping.constants[field];
      const cell = cells[place.at]?.trim() ?? "";
      const value = place.values?.[cell] ?? cell;
      return isEmpty(value) ? mapping.constants[field] : value;
    },
  };
}

/** Read for every cell of files of any size: long texts are told by their length. */
const LONGEST_EMPTY = Math.max(...[...EMPTY].map((text) => text.length));
const isEmpty = (value: string): boolean => value.length <= LONGEST_EMPTY && EMPTY.has(value);

type Read = (field: BidField) => string | undefined;

/** @throws FieldRefused naming the field of the mapping. */
export function readBidRow(
  row: { readonly line: number; readonly cells: readonly string[] },
  reader: RowReader,
  context: ImportContext,
): BidRow {
  const read: Read = (field) => reader.read(row.cells, field);
  const lot = needed(read, "lot");
  const status = readStatus(read("status"));
  const offer = readOffer(read, reader, status);
  const estimate = readMoney(read, "estimate", reader.unit("estimate"));
  const rank = readRank(read("rank"));
  const score = readDecimal(read, "score");
  const trace = readTrace(read);
  return {
    line: row.line,
    lot,
    bidder: readBidder(read, context),
    status,
    winner: readWinner(read("winner"), rank),
    about: Object.fromEntries(
      ABOUT.flatMap((name) => {
        const text = read(name);
        return text === undefined ? [] : [[name, text]];
      }),
    ),
    ...(offer === undefined ? {} : { offer }),
    ...(estimate === undefined ? {} : { estimate }),
    ...(rank === undefined ? {} : { rank }),
    ...(score === undefined ? {} : { score }),
    ...(trace === undefined ? {} : { trace }),
    ...readTimes(read, context.zone),
  };
}

function needed(read: Read, field: BidField): string {
  const value = read(field);
  if (value === undefined) throw new FieldRefused(field, "intake.missing-field", { field });
  return value;
}

function readBidder(read: Read, context: ImportContext): Party {
  const name = needed(read, "bidder");
  const code = read("uscc")?.toUpperCase();
  if (code?.length === 18 && !isUscc(code) && !/^\d{17}[\dX]$/.test(code)) {
    throw new FieldRefused("uscc", "intake.bad-uscc", { value: code });
  }
  return partyOf({ name, code }, context.personKey);
}

function readStatus(text: string | undefined): BidStatus {
  if (text === undefined) return "valid";
  const status = statusOf(text);
  if (status === undefined) {
    throw new FieldRefused("status", "intake.unknown-status", { value: excerpt(text) });
  }
  return status;
}

function readMoney(read: Read, field: "price" | "estimate", unit: Unit): Money | undefined {
  const text = read(field);
  if (text === undefined) return undefined;
  const currency = (read("currency") ?? "CNY").toUpperCase();
  if (!/^[A-Z]{3}$/.test(currency)) {
    throw new FieldRefused("currency", "intake.bad-currency", { value: excerpt(currency) });
  }
  const decimal = parseDecimal(text);
  const money = decimal === undefined ? undefined : moneyOf(decimal, currency, unit);
  if (money === undefined)
    throw new FieldRefused(field, "intake.bad-number", { value: excerpt(text) });
  return money;
}

/** Price → total; rate → rate. 0 beside a status that is not valid means that there is no price. */
function readOffer(read: Read, reader: RowReader, status: BidStatus): Offer | undefined {
  const amount = readMoney(read, "price", reader.unit("price"));
  if (amount !== undefined) {
    const isAbsent = BigInt(amount.amountMinor) === 0n && status !== "valid";
    return isAbsent ? undefined : { kind: "total", amount };
  }
  const percent = readDecimal(read, "rate");
  return percent === undefined ? undefined : { kind: "rate", percent };
}

function readDecimal(read: Read, field: "rate" | "score"): string | undefined {
  const text = read(field);
  if (text === undefined) return undefined;
  const decimal = parseDecimal(text.replace(/[%％分]$/u, ""));
  const plain = decimal === undefined ? undefined : decimalText(decimal);
  const fits = field === "rate" ? /^/ : /^-?\d{1,6}(\.\d+)?$/;
  if (plain === undefined || !fits.test(plain)) {
    throw new FieldRefused(field, "intake.bad-number", { value: excerpt(text) });
  }
  return field === "rate" ? plain : plain.replace(/(\.\d{6})\d+$/, "$1");
}

const CHINESE_DIGITS = "零一二三四五六七八九";

/** "3", "3.0", "三", "第三名", "第三中标候选人", "十二" → rank; `undefined` for an empty cell. */
export function readRank(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const core = text.normalize("NFKC").replaceAll(/第|名|位|中标|成交|候选人|\s|\.0+$/gu, "");
  const number = /^\d{1,4}$/.test(core) ? Number(core) : chineseNumber(core);
  if (number === undefined || number < 1) {
    throw new FieldRefused("rank", "intake.bad-number", { value: excerpt(text) });
  }
  return number;
}

/** 一 … 九十九. */
export function chineseNumber(text: string): number | undefined {
  const match = /^([一二三四五六七八九])?(十)?([一二三四五六七八九])?$/u.exec(text);
  if (match === null || text === "") return undefined;
  const [, first, ten, last] = match;
  const digit = (character: string | undefined, otherwise: number) =>
    character === undefined ? otherwise : CHINESE_DIGITS.indexOf(character);
  if (ten === undefined) return last === undefined ? digit(first, 0) : undefined;
  return digit(first, 1) * 10 + digit(last, 0);
}

function readWinner(text: string | undefined, rank: number | undefined): boolean {
  if (text === undefined) return rank === 1;
  const plain = text.toLowerCase();
  if (YES.has(plain)) return true;
  if (NO.has(plain)) return false;
  throw new FieldRefused("winner", "intake.bad-value", { value: excerpt(text) });
}

function readTrace(read: Read): Record<string, string> | undefined {
  const entries = TRACES.flatMap((name) => {
    const text = read(`trace.${name}`);
    return text === undefined ? [] : [[name, clip(text, 200)] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function readTimes(read: Read, zone: string) {
  const times: { receivedAt?: string; openedAt?: string; date?: string } = {};
  for (const field of ["receivedAt", "openedAt", "date"] as const) {
    const text = read(field);
    if (text === undefined) continue;
    const instant = instantOf(text.replace(/^(\d{9,13})\.0+$/, "$1"), zone);
    if (instant === undefined)
      throw new FieldRefused(field, "intake.bad-time", { value: excerpt(text) });
    times[field] = instant;
  }
  if (times.receivedAt === undefined && times.openedAt === undefined && times.date === undefined) {
    throw new FieldRefused("date", "intake.missing-field", { field: "date" });
  }
  return times;
}
