/** The mapping file that import, screen and model share (contracts.md §4): which column means what. */
import type { RuleParams } from "../../../kernel/rule-violation.ts";
import { type Unit, UNITS } from "./decimal.ts";
import { isZone } from "./time.ts";

/** Fields of kind `bid`. */
export const BID_FIELDS = [
  "lot",
  "ocid",
  "category",
  "district",
  "method",
  "buyer",
  "agency",
  "bidder",
  "uscc",
  "price",
  "currency",
  "rate",
  "status",
  "receivedAt",
  "openedAt",
  "rank",
  "score",
  "winner",
  "date",
  "estimate",
  "trace.ip",
  "trace.mac",
  "trace.cpu",
  "trace.disk",
  "trace.deviceHow",
  "trace.contactPhone",
  "trace.legalRep",
  "trace.agent",
  "trace.guaranteeNo",
  "trace.payerAccount",
  "trace.lockNo",
  "trace.toolId",
] as const;
export type BidField = (typeof BID_FIELDS)[number];

export const BID_STATUSES = ["valid", "disqualified", "withdrawn", "notDecrypted"] as const;
export type BidStatus = (typeof BID_STATUSES)[number];

/** Words of opening records and evaluation reports that need no mapping. */
const STATUS_WORDS: ReadonlyMap<string, BidStatus> = new Map(
  Object.entries({
    有效: "valid",
    合格: "valid",
    通过: "valid",
    入围: "valid",
    中标: "valid",
    成交: "valid",
    中标候选人: "valid",
    解密成功: "valid",
    否决: "disqualified",
    无效: "disqualified",
    废标: "disqualified",
    不合格: "disqualified",
    撤回: "withdrawn",
    撤销: "withdrawn",
    未解密: "notDecrypted",
    未提交解密: "notDecrypted",
    解密失败: "notDecrypted",
  }),
);

/** Status of a cell after the mapping: one of ours, or a word that everybody writes. */
export const statusOf = (text: string): BidStatus | undefined =>
  BID_STATUSES.find((known) => known === text) ?? STATUS_WORDS.get(text);

export interface FieldMapping {
  readonly column: string;
  readonly unit: Unit;
  /** Text of the source → value of the field. Absent = taken as it is. */
  readonly values?: Readonly<Record<string, string>>;
}

/** Which column of a table means which field, whatever the rows are about. */
export interface TableMapping<Field extends string> {
  /** Absent = guessed from the header. */
  readonly delimiter?: string;
  readonly constants: Readonly<Partial<Record<Field, string>>>;
  readonly fields: Readonly<Partial<Record<Field, FieldMapping>>>;
}

export interface Mapping extends TableMapping<BidField> {
  readonly kind: "bid";
  readonly zone: string;
}

/** What is wrong with a mapping file: path of the field in dots, code of locales/intake.json. */
export interface MappingError {
  readonly path: string;
  readonly code: string;
  readonly params: RuleParams;
}

export type MappingResult =
  | { readonly mapping: Mapping }
  | { readonly errors: readonly MappingError[] };

const KEYS = ["version", "kind", "delimiter", "constants", "fields", "zone"];
const FIELD_KEYS = ["column", "unit", "values"];
const AMOUNTS: ReadonlySet<string> = new Set(["price", "estimate", "rate", "score", "rank"]);
const DEFAULT_ZONE = "Asia/Shanghai";

/** What a fact of a bid cannot do without; a price screen asks for other fields. */
const NEEDED: readonly BidField[] = ["lot", "bidder"];

/** Checks a parsed mapping file. Unknown keys are refused; every error names its field. */
export function readMapping(value: unknown, needed = NEEDED): MappingResult {
  const errors: MappingError[] = [];
  const fail: Fail = (path, code, params = {}) => {
    errors.push({ path, code, params });
  };
  if (!isRecord(value)) {
    return { errors: [{ path: "", code: "intake.mapping-not-object", params: {} }] };
  }
  const delimiter = readHead(value, fail);
  const constants = readConstants(value["constants"] ?? {}, fail);
  const fields = readFields(value["fields"], fail);
  const zone = readZone(value["zone"] ?? constants.zone ?? DEFAULT_ZONE, fail);
  checkNeeds({ ...constants.fields, ...fields }, needed, fail);
  if (errors.length > 0) return { errors };
  const given = delimiter === undefined ? {} : { delimiter };
  return { mapping: { kind: "bid", ...given, zone, constants: constants.fields, fields } };
}

/** Keys, version and kind; gives the delimiter. */
function readHead(value: Readonly<Record<string, unknown>>, fail: Fail): string | undefined {
  for (const key of Object.keys(value)) {
    if (!KEYS.includes(key)) fail(key, "intake.mapping-unknown-key", { key });
  }
  const { version, kind, delimiter } = value;
  if (version !== 1) fail("version", "intake.mapping-version");
  if (kind !== "bid") {
    fail("kind", "intake.mapping-kind", { kind: typeof kind === "string" ? kind : "" });
  }
  if (delimiter === undefined) return undefined;
  if (typeof delimiter === "string" && delimiter.length === 1) return delimiter;
  fail("delimiter", "intake.mapping-delimiter");
  return undefined;
}

function readZone(zone: unknown, fail: Fail): string {
  const name = typeof zone === "string" ? zone : "";
  if (!isZone(name)) fail("zone", "intake.mapping-zone", { zone: name });
  return name;
}

type Fail = (path: string, code: string, params?: RuleParams) => void;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isBidField = (name: string): name is BidField =>
  (BID_FIELDS as readonly string[]).includes(name);

function readConstants(value: unknown, fail: Fail) {
  const fields: Partial<Record<BidField, string>> = {};
  let zone: string | undefined;
  if (!isRecord(value)) fail("constants", "intake.mapping-not-object");
  for (const [name, constant] of Object.entries(isRecord(value) ? value : {})) {
    const path = `constants.${name}`;
    if (typeof constant !== "string" || constant === "") fail(path, "intake.mapping-not-text");
    else if (name === "zone") zone = constant;
    else if (isBidField(name)) fields[name] = constant;
    else fail(path, "intake.mapping-unknown-key", { key: name });
  }
  return { fields, zone };
}

function readFields(value: unknown, fail: Fail) {
  const fields: Partial<Record<BidField, FieldMapping>> = {};
  if (!isRecord(value)) {
    fail("fields", "intake.mapping-not-object");
    return fields;
  }
  for (const [name, field] of Object.entries(value)) {
    const path = `fields.${name}`;
    if (!isBidField(name)) fail(path, "intake.mapping-unknown-key", { key: name });
    else if (!isRecord(field)) fail(path, "intake.mapping-not-object");
    else fields[name] = readField(name, field, fail);
  }
  return fields;
}

function readField(name: BidField, field: Record<string, unknown>, fail: Fail): FieldMapping {
  const path = `fields.${name}`;
  for (const key of Object.keys(field)) {
    if (!FIELD_KEYS.includes(key)) fail(`${path}.${key}`, "intake.mapping-unknown-key", { key });
  }
  const { column, unit = "none", values } = field;
  if (typeof column !== "string" || column === "")
    fail(`${path}.column`, "intake.mapping-not-text");
  if (!UNITS.some((known) => known === unit)) {
    fail(`${path}.unit`, "intake.mapping-unit", { unit: textOfUnit(unit) });
  } else if (unit !== "none" && !fitsUnit(name, unit)) {
    fail(`${path}.unit`, "intake.mapping-unit-field", { unit: textOfUnit(unit), field: name });
  }
  if (values !== undefined) checkValues(name, values, fail);
  return {
    column: typeof column === "string" ? column : "",
    unit: unit as Unit,
    ...(isRecord(values) ? { values: values as Record<string, string> } : {}),
  };
}

/** A rate is never a price: percent goes with rate and score only, money units with amounts only. */
function fitsUnit(name: BidField, unit: unknown): boolean {
  if (unit === "percent") return name === "rate" || name === "score";
  return AMOUNTS.has(name) && name !== "rate" && name !== "score" && name !== "rank";
}

const textOfUnit = (unit: unknown): string => (typeof unit === "string" ? unit : "");

function checkValues(name: BidField, values: unknown, fail: Fail): void {
  const path = `fields.${name}.values`;
  if (!isRecord(values)) {
    fail(path, "intake.mapping-not-object");
    return;
  }
  for (const [text, meaning] of Object.entries(values)) {
    if (typeof meaning !== "string") fail(`${path}.${text}`, "intake.mapping-not-text");
    else if (name === "status" && !BID_STATUSES.some((status) => status === meaning)) {
      fail(`${path}.${text}`, "intake.mapping-status", { value: meaning });
    }
  }
}

function checkNeeds(
  given: Readonly<Record<string, unknown>>,
  needed: readonly BidField[],
  fail: Fail,
): void {
  for (const field of needed)
    if (given[field] === undefined) fail(`fields.${field}`, "intake.mapping-missing", { field });
}

/** Columns of a mapping that a header does not have. */
export function missingColumns(
  mapping: TableMapping<string>,
  header: readonly string[],
): readonly string[] {
  const present = new Set(header.map((name) => name.trim()));
  return Object.values(mapping.fields)
    .filter((field) => field !== undefined)
    .map((field) => field.column)
    .filter((column) => !present.has(column));
}
