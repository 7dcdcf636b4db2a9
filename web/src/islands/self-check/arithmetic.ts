/** Quantity × unit price = amount, line by line, and the sums: in integers of a ten-thousandth, so that nothing is rounded twice. */
import type { Table } from "./read-file.ts";

export interface ArithmeticFault {
  readonly table: string;
  /** Row as counted in the file, from 1. */
  readonly row: number;
  readonly kind: "product" | "sum";
  readonly stated: string;
  readonly computed: string;
}

export interface ArithmeticResult {
  readonly lines: number;
  readonly sums: number;
  readonly faults: readonly ArithmeticFault[];
}

const QUANTITY = /^(?:工程)?数量(?:[（(].*)?$|^工程量$/u;
const PRICE = /^(?:综合|投标|含税)?单价(?:[（(].*)?$/u;
const AMOUNT = /^(?:合价|金额|合计|总价|小计|投标总价)(?:[（(].*)?$/u;
const TOTAL = /^(?:合计|总计|小计|本页小计|投标总价)/u;
const SCALE = 10_000n;

/** Number in ten-thousandths; undefined for what is no number. */
export function readAmount(text: string): bigint | undefined {
  const flat = text.normalize("NFKC").replaceAll(/[,\s¥元]/gu, "");
  const [, sign, whole, part = ""] = /^(-?)(\d{1,15})(?:\.(\d{1,8}))?$/u.exec(flat) ?? [];
  if (whole === undefined) return undefined;
  const value = BigInt(whole) * SCALE + BigInt(part.slice(0, 4).padEnd(4, "0"));
  return sign === "-" ? -value : value;
}

const shown = (value: bigint): string => {
  const positive = value < 0n ? -value : value;
  const part = (positive % SCALE).toString().padStart(4, "0").replace(/00$/u, "");
  return `${value < 0n ? "-" : ""}${positive / SCALE}.${part}`;
};

interface Columns {
  readonly header: number;
  readonly quantity: number;
  readonly price: number;
  readonly amount: number;
}

function columnsOf(rows: Table["rows"]): Columns | undefined {
  for (const [header, row] of rows.entries()) {
    const flat = row.map((cell) => cell.replaceAll(/\s/gu, ""));
    const find = (pattern: RegExp) => flat.findIndex((cell) => pattern.test(cell));
    const columns = { header, quantity: find(QUANTITY), price: find(PRICE), amount: find(AMOUNT) };
    if (columns.quantity >= 0 && columns.price >= 0 && columns.amount >= 0) return columns;
  }
  return undefined;
}

/** Half a fen: amounts are rounded to the fen. */
const TOLERANCE = SCALE / 200n;
const away = (left: bigint, right: bigint): bigint => (left > right ? left - right : right - left);

export function checkArithmetic(tables: readonly Table[]): ArithmeticResult {
  const results = tables.map(checkTable);
  return {
    lines: results.reduce((sum, { lines }) => sum + lines, 0),
    sums: results.reduce((sum, { sums }) => sum + sums, 0),
    faults: results.flatMap(({ faults }) => faults),
  };
}

function checkTable({ name, rows }: Table): ArithmeticResult {
  const columns = columnsOf(rows);
  if (columns === undefined) return { lines: 0, sums: 0, faults: [] };
  const faults: ArithmeticFault[] = [];
  let [lines, sums, running] = [0, 0, 0n];
  for (const [index, row] of rows.entries()) {
    if (index <= columns.header) continue;
    const amount = readAmount(row[columns.amount] ?? "");
    if (amount === undefined) continue;
    const fault = { table: name, row: index + 1, stated: shown(amount) };
    if (row.some((cell) => TOTAL.test(cell.replaceAll(/\s/gu, "")))) {
      sums += 1;
      if (away(amount, running) > TOLERANCE)
        faults.push({ ...fault, kind: "sum", computed: shown(running) });
      running = 0n;
      continue;
    }
    running += amount;
    const quantity = readAmount(row[columns.quantity] ?? "");
    const price = readAmount(row[columns.price] ?? "");
    if (quantity === undefined || price === undefined) continue;
    lines += 1;
    const product = (quantity * price + SCALE / 2n) / SCALE;
    if (away(amount, product) > TOLERANCE)
      faults.push({ ...fault, kind: "product", computed: shown(product) });
  }
  return { lines, sums, faults };
}
