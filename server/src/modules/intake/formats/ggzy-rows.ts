/** Rows of exchange tables ↔ facts. What a table cannot say is kept as a patch, so nothing is lost. */
import type { FactInput } from "../../../../../contract/src/facts/fact.ts";
import { cell, type Cells, type FormContext, localText, type Row } from "./ggzy-forms.ts";
import {
  type FactSpec,
  KEY_COLUMNS,
  OWN_SOURCE,
  POINTS,
  REST,
  type TableSpec,
} from "./ggzy-spec.ts";
import { lotIdOf, processSubject, safeCode, shortHash, sourceIdOf } from "./ids.ts";
import { FieldRefused } from "./item.ts";
import { isObject } from "./json-values.ts";
import { instantOf } from "./time.ts";

type Payload = Record<string, unknown>;

export const columnsOf = (spec: TableSpec): readonly string[] => [
  ...new Set([
    spec.process,
    spec.lot,
    ...(spec.occurred === undefined ? [] : [spec.occurred]),
    ...spec.members.flatMap(([, form]) => form.columns),
    ...(spec.table === "EVALUATION_SCORE_DETAIL"
      ? [...Object.keys(POINTS), "TECHNICAL_DETAIL"]
      : []),
    ...KEY_COLUMNS,
  ]),
];

export const isOwn = (row: Row): boolean => row["M_DATA_SOURCE"] === OWN_SOURCE;

function memberOf(payload: Payload, name: string): unknown {
  const [head = "", tail] = name.split(".");
  const value = payload[head];
  return tail === undefined ? value : isObject(value) ? value[tail] : undefined;
}

function setMember(payload: Payload, name: string, value: unknown): void {
  const [head = "", tail] = name.split(".");
  if (tail === undefined) payload[head] = value;
  else payload[head] = { ...(isObject(payload[head]) ? payload[head] : {}), [tail]: value };
}

/** Values of a row by the members of its table. @throws FieldRefused */
export function readMembers(spec: TableSpec, row: Row, context: FormContext): Payload {
  const payload: Payload = {};
  for (const [name, form] of spec.members) {
    const value = form.read(row, context);
    if (value !== undefined) setMember(payload, name, value);
  }
  return payload;
}

/** Cells of a payload by the members of its table. */
export function writeMembers(spec: TableSpec, payload: Payload, context: FormContext): Cells {
  const cells: Cells = {};
  for (const [name, form] of spec.members) form.write(memberOf(payload, name), cells, context);
  return cells;
}

/** Lots of a row; several are joined by semicolons. */
export function lotsOfRow(spec: TableSpec, row: Row): readonly [string, ...string[]] {
  const written = row[spec.lot] ?? row["BID_SECTION_CODE"] ?? row["BID_SECTION_CODES"] ?? "";
  const [first, ...others] = written
    .split(/[;；,，]/u)
    .map(lotIdOf)
    .filter((lot) => lot !== "");
  return [first ?? "1", ...others];
}

/** Process of a row. @throws FieldRefused without one. */
export function subjectOfRow(spec: TableSpec, row: Row): string {
  const code =
    cell(row, spec.process) ??
    cell(row, "TENDER_PROJECT_CODE") ??
    cell(row, "PURCHASE_PROJECT_CODE");
  const unified = code ?? cell(row, "UNIFIED_DEAL_CODE") ?? cell(row, spec.lot);
  if (unified === undefined) {
    throw new FieldRefused(spec.process, "intake.missing-field", { field: spec.process });
  }
  return processSubject(unified);
}

/** Key that ties parts to their fact: ours by key, others by process and lot. */
export function groupKey(spec: TableSpec, row: Row): string {
  const key = row["M_KEY"] ?? "";
  if (isOwn(row)) return key.includes("#") ? key.slice(0, key.lastIndexOf("#")) : key;
  return `${subjectOfRow(spec, row)}|${lotsOfRow(spec, row)[0]}`;
}

/** The envelope of a row without its payload. A row changed by the sender (M_VERSION) corrects the first. */
export function envelopeOf(
  spec: FactSpec,
  row: Row,
  context: FormContext,
): Omit<FactInput, "payload"> {
  const when =
    cell(row, spec.occurred ?? "DATA_TIMESTAMP") ??
    cell(row, "DATA_TIMESTAMP") ??
    cell(row, "M_TM");
  const occurredAt = when === undefined ? undefined : instantOf(when, context.zone);
  if (occurredAt === undefined) {
    const field = spec.occurred ?? "DATA_TIMESTAMP";
    throw new FieldRefused(field, when === undefined ? "intake.missing-field" : "intake.bad-time", {
      field,
      value: when ?? "",
    });
  }
  const kind = `procurement.${spec.kind}`;
  const subject = subjectOfRow(spec, row);
  if (isOwn(row)) return { kind, sourceId: row["M_KEY"] ?? "", subject, occurredAt };
  const base = sourceIdOf("ggzy", spec.table, cell(row, "M_KEY") ?? contentKey(row));
  const version = Number(cell(row, "M_VERSION") ?? 1);
  if (!Number.isInteger(version) || version < 2)
    return { kind, sourceId: base, subject, occurredAt };
  return {
    kind,
    sourceId: sourceIdOf(base, `v${version}`),
    subject,
    occurredAt,
    correctsSourceId: base,
  };
}

/** Hash of what a row says; housekeeping columns of the sender do not count. */
function contentKey(row: Row): string {
  const told = Object.entries(row)
    .filter(
      ([column, value]) => value !== "" && !column.startsWith("M_") && column !== "DATA_TIMESTAMP",
    )
    .toSorted(([left], [right]) => (left < right ? -1 : 1));
  return shortHash(JSON.stringify(told), 32);
}

/** Facts of a score row: one for each points column that is filled. */
export function scoreMembers(
  row: Row,
): readonly { column: string; criterion: string; score: string }[] {
  return Object.entries(POINTS).flatMap(([column, named]) => {
    const score = cell(row, column);
    const detail = column === "TECHNICAL_POINTS" ? cell(row, "TECHNICAL_DETAIL") : undefined;
    const criterion = isOwn(row) && detail !== undefined ? detail : named;
    if (score === undefined) return [];
    if (!/^-?[0-9]{1,6}(\.[0-9]{1,6})?$/.test(score)) {
      throw new FieldRefused(column, "intake.bad-number", { value: score.slice(0, 80) });
    }
    return [{ column, criterion, score }];
  });
}

/** Cells every row has: process, lot, time, key, origin. */
export function keyCells(
  spec: TableSpec,
  fact: Pick<FactInput, "subject" | "occurredAt">,
  key: { readonly lots: string; readonly key: string; readonly zone: string },
): Cells {
  const when = localText(fact.occurredAt, key.zone);
  return {
    [spec.process]: fact.subject.replace(/^ocds-mj0001-/, ""),
    ...(safeLots(key.lots) ? { [spec.lot]: key.lots } : {}),
    ...(spec.occurred === undefined ? {} : { [spec.occurred]: when }),
    DATA_TIMESTAMP: when,
    M_KEY: key.key,
    M_DATA_SOURCE: OWN_SOURCE,
  };
}

const safeLots = (lots: string): boolean =>
  lots !== "" && !/[\r\n\0]/.test(lots) && safeCode(lots) !== "";

/** Patch (RFC 7396, arrays whole) that makes `from` into `to`; `undefined` if they are equal. */
export function patchOf(from: unknown, to: unknown): unknown {
  if (isObject(from) && isObject(to)) {
    const patch: Payload = {};
    for (const name of Object.keys(from)) if (!(name in to)) patch[name] = null;
    for (const [name, value] of Object.entries(to)) {
      const change = name in from ? patchOf(from[name], value) : value;
      if (change !== undefined) patch[name] = change;
    }
    return Object.keys(patch).length === 0 ? undefined : patch;
  }
  return JSON.stringify(from) === JSON.stringify(to) ? undefined : to;
}

/** Applies a patch. */
export function patched(value: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const result: Payload = isObject(value) ? { ...value } : {};
  for (const [name, change] of Object.entries(patch)) {
    if (change === null) delete result[name];
    else result[name] = patched(result[name], change);
  }
  return result;
}

/** The remainder of a row as text of one cell. */
export const restText = (patch: unknown): Cells =>
  patch === undefined
    ? {}
    : { [REST]: JSON.stringify(patch).replaceAll("\uFFFD", String.raw`\ufffd`) };

/** A value with the remainder of its row. @throws FieldRefused if the cell is no JSON. */
export function withRest(value: unknown, row: Row): unknown {
  const rest = row[REST] ?? "";
  if (rest === "") return value;
  try {
    return patched(value, JSON.parse(rest));
  } catch {
    throw new FieldRefused(REST, "intake.bad-json", { value: rest.slice(0, 80) });
  }
}
