/** Reconciliation of an export: rows and sums per table and day, to compare with the sender's figures. */
import { moneyOf } from "./decimal.ts";
import { readTableRows, type TableFile } from "./ggzy-files.ts";
import { cell, readMoney, type Row } from "./ggzy-forms.ts";
import { TABLES, type TableSpec } from "./ggzy-spec.ts";
import { FieldRefused } from "./item.ts";
import { dayOf } from "./time.ts";

/** Figures of one table on one day. Sums in minor units by currency, as decimal-integer strings. */
export interface ReconciliationLine {
  readonly table: string;
  /** Day of DATA_TIMESTAMP as written (else of the table's own time), or "" if a row has neither. */
  readonly day: string;
  readonly rows: number;
  /** Records that could not be read at all; they have no day. */
  readonly damaged: number;
  readonly sums: Readonly<Record<string, string>>;
}

interface Figures {
  rows: number;
  damaged: number;
  readonly sums: Map<string, bigint>;
}

/** Counts and sums of every table of an export, sorted by table and day. */
export async function reconcile(files: readonly TableFile[]): Promise<ReconciliationLine[]> {
  const figures = new Map<string, Figures>();
  for (const file of files) {
    const spec = TABLES.get(file.table);
    if (spec === undefined) continue;
    for await (const row of readTableRows(file)) {
      if ("rejected" in row) figuresOf(figures, spec.table, "").damaged += 1;
      else addRow(figures, spec, row.row);
    }
  }
  return [...figures].map(lineOf).toSorted((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1));
}

const SEPARATOR = "\t";
const keyOf = (line: { readonly table: string; readonly day: string }): string =>
  `${line.table}${SEPARATOR}${line.day}`;

function figuresOf(figures: Map<string, Figures>, table: string, day: string): Figures {
  const key = keyOf({ table, day });
  const known = figures.get(key) ?? { rows: 0, damaged: 0, sums: new Map<string, bigint>() };
  figures.set(key, known);
  return known;
}

function addRow(figures: Map<string, Figures>, spec: TableSpec, row: Row): void {
  const when = cell(row, "DATA_TIMESTAMP") ?? cell(row, spec.occurred ?? "") ?? "";
  const day = figuresOf(figures, spec.table, dayOf(when) ?? "");
  day.rows += 1;
  for (const columns of spec.amounts ?? []) {
    const amount = amountOf(row, columns);
    if (amount === undefined) continue;
    day.sums.set(
      amount.currency,
      (day.sums.get(amount.currency) ?? 0n) + BigInt(amount.amountMinor),
    );
  }
}

/** An amount that is no number adds nothing; the importer refuses its row and says so. */
function amountOf(
  row: Row,
  columns: readonly [string, string?, string?],
): ReturnType<typeof moneyOf> {
  try {
    return readMoney(row, columns);
  } catch (error) {
    if (error instanceof FieldRefused) return undefined;
    throw error;
  }
}

function lineOf([key, { rows, damaged, sums }]: [string, Figures]): ReconciliationLine {
  const [table = "", day = ""] = key.split(SEPARATOR);
  const sorted = [...sums].toSorted(([left], [right]) => (left < right ? -1 : 1));
  return {
    table,
    day,
    rows,
    damaged,
    sums: Object.fromEntries(sorted.map(([currency, sum]) => [currency, String(sum)])),
  };
}

/** A table and day on which two reports differ. */
export interface ReconciliationDifference {
  readonly table: string;
  readonly day: string;
  readonly sent: ReconciliationLine | undefined;
  readonly received: ReconciliationLine | undefined;
}

/** What the sender counted against what arrived; empty if they agree. */
export function differences(
  sent: readonly ReconciliationLine[],
  received: readonly ReconciliationLine[],
): readonly ReconciliationDifference[] {
  const theirs = new Map(sent.map((line) => [keyOf(line), line]));
  const ours = new Map(received.map((line) => [keyOf(line), line]));
  return [...new Set([...theirs.keys(), ...ours.keys()])].toSorted().flatMap((key) => {
    const [table = "", day = ""] = key.split(SEPARATOR);
    const [left, right] = [theirs.get(key), ours.get(key)];
    const same = left !== undefined && right !== undefined && isEqual(left, right);
    return same ? [] : [{ table, day, sent: left, received: right }];
  });
}

const isEqual = (left: ReconciliationLine, right: ReconciliationLine): boolean =>
  left.rows === right.rows && JSON.stringify(left.sums) === JSON.stringify(right.sums);
