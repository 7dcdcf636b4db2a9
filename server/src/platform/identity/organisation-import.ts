/** Rows of a workbook → changes of the organisation, with what is wrong and where. Pure. */
import { isDay } from "../../../../clocks/src/index.ts";
import type { ImportError } from "../../../../contract/src/organisation-api.ts";
import { AMOUNT_BANDS, type JurisdictionClause } from "../../../../contract/src/organisation.ts";
import type { Sheet, SheetRow } from "../xlsx/read-xlsx.ts";
import { isPrivileged } from "./organisation-rules.ts";
import { SHEETS, type SheetKind, WORDS } from "./organisation-workbook.ts";
import type { OrganisationChange } from "./organisation.service.ts";

/** What is registered already: last version of each part, by id. */
export interface Registered {
  readonly unit: ReadonlyMap<string, Payload>;
  readonly post: ReadonlyMap<string, Payload>;
  readonly person: ReadonlyMap<string, Payload>;
  /** By `person post validFrom`. */
  readonly appointment: ReadonlyMap<string, Payload>;
}
type Payload = Readonly<Record<string, unknown>>;
type Count = "new" | "changed" | "same" | "wrong";

export interface ImportPlan {
  readonly counts: Record<SheetKind, Record<Count, number>>;
  readonly errors: readonly ImportError[];
  readonly changes: readonly OrganisationChange[];
  readonly needsApproval: boolean;
}

const ID = /^[a-z][a-z0-9-]{1,40}$/;
const KINDS = {
  unit: "unit-registered",
  post: "post-defined",
  person: "person-registered",
  appointment: "appointment-made",
} as const;

/** One row being read: takes cells by the head of their column and notes what is wrong. */
class RowReader {
  readonly errors: ImportError[] = [];
  readonly #row: SheetRow;
  readonly #sheet: string;
  readonly #columns: ReadonlyMap<string, number>;
  constructor(row: SheetRow, sheet: string, columns: ReadonlyMap<string, number>) {
    this.#row = row;
    this.#sheet = sheet;
    this.#columns = columns;
  }
  cell(column: string): string {
    return this.#row.cells[this.#columns.get(column) ?? -1] ?? "";
  }
  fail(column: string, code: string, value = this.cell(column)): void {
    const { number: row } = this.#row;
    this.errors.push({ sheet: this.#sheet, row, column, code, value: value.slice(0, 80) });
  }
  text(column: string, most: number): string {
    const value = this.cell(column);
    if (value === "") this.fail(column, "missing");
    else if (value.length > most) this.fail(column, "tooLong");
    return value;
  }
  id(column: string): string {
    const value = this.cell(column);
    if (value === "") this.fail(column, "missing");
    else if (!ID.test(value)) this.fail(column, "badId");
    return value;
  }
  optionalId(column: string): string | undefined {
    return this.cell(column) === "" ? undefined : this.id(column);
  }
  day(column: string): string {
    const value = this.cell(column)
      .replaceAll("/", "-")
      .replace(/-(\d)(?=-|$)/g, "-0$1");
    if (value === "") this.fail(column, "missing");
    else if (!isDay(value)) this.fail(column, "badDay");
    return value;
  }
  days(from: string, to: string): { validFrom: string; validTo?: string } {
    const validFrom = this.day(from);
    if (this.cell(to) === "") return { validFrom };
    const validTo = this.day(to);
    if (validTo < validFrom) this.fail(to, "endsBefore");
    return { validFrom, validTo };
  }
  word<Code extends string>(column: string, known: ReadonlyMap<string, Code>): Code | undefined {
    const value = this.text(column, 60);
    const code = known.get(value);
    if (code === undefined && value !== "") this.fail(column, "unknownWord");
    return code;
  }
  list(column: string): readonly string[] {
    return this.cell(column)
      .split(/[、,，;；\s]+/)
      .filter((part) => part !== "");
  }
  wordList<Code extends string>(column: string, known: ReadonlyMap<string, Code>): Code[] {
    return [...new Set(this.list(column))].flatMap((value) => {
      const code = known.get(value);
      if (code === undefined) this.fail(column, "unknownWord", value);
      return code === undefined ? [] : [code];
    });
  }
  band(column: string): number | undefined {
    const value = this.cell(column);
    if (value === "") return undefined;
    if (!/^\d$/.test(value) || Number(value) >= AMOUNT_BANDS.length) this.fail(column, "badBand");
    return Number(value);
  }
}

const without = <T extends object>(values: T): T =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as T;

function clauseOf(row: RowReader): JurisdictionClause | undefined {
  const matters = row.wordList("事项", WORDS.matter);
  if (matters.length === 0) return undefined;
  const regimes = row.wordList("项目类型", WORDS.regime);
  const industries = [...row.list("行业")];
  const places = [...row.list("地区代码")];
  if (places.some((place) => !/^\d{2,12}$/.test(place))) row.fail("地区代码", "badPlace");
  const units = row.cell("办理范围") === "" ? undefined : row.word("办理范围", WORDS.units);
  return without({
    matters,
    regimes: regimes.length > 0 ? regimes : undefined,
    industries: industries.length > 0 ? industries : undefined,
    places: places.length > 0 ? places : undefined,
    bandFrom: row.band("金额档自"),
    bandTo: row.band("金额档至"),
    units,
  }) as JurisdictionClause;
}

const READ: Readonly<Record<SheetKind, (row: RowReader) => Payload>> = {
  unit(row) {
    const place = row.cell("行政区划代码");
    if (place !== "" && !/^\d{2,12}$/.test(place)) row.fail("行政区划代码", "badPlace");
    return without({
      unit: row.id("机构编号"),
      name: row.text("机构名称", 120),
      unitKind: row.word("机构类型", WORDS.unitKind),
      parent: row.optionalId("上级机构编号"),
      stationedIn: row.optionalId("派驻机构编号"),
      place: place === "" ? undefined : place,
      ...row.days("启用日期", "停用日期"),
    });
  },
  post(row) {
    const clause = clauseOf(row);
    return {
      post: row.id("岗位编号"),
      unit: row.id("机构编号"),
      title: row.text("岗位名称", 120),
      role: row.word("角色", WORDS.role),
      jurisdiction: clause === undefined ? [] : [clause],
      ...row.days("启用日期", "停用日期"),
    };
  },
  person: (row) => ({
    person: row.id("人员编号"),
    name: row.text("姓名", 80),
    ...row.days("启用日期", "停用日期"),
  }),
  appointment: (row) => ({
    person: row.id("人员编号"),
    post: row.id("岗位编号"),
    ...row.days("任职日期", "离任日期"),
  }),
};

interface ReadRow {
  readonly row: RowReader;
  payload: Payload;
}

const keyOf = (kind: SheetKind, payload: Payload): string =>
  kind === "appointment"
    ? `${String(payload["person"])} ${String(payload["post"])} ${String(payload["validFrom"])}`
    : String(payload[kind]);

/** Rows with one id: further clauses of a post, otherwise a mistake. */
function readSheet(kind: SheetKind, sheet: Sheet, errors: ImportError[]): Map<string, ReadRow> {
  const [head, ...rows] = sheet.rows;
  const columns = new Map(head?.cells.map((name, index) => [name, index]));
  const found = new Map<string, ReadRow>();
  const missing = SHEETS[kind].columns.filter((column) => !columns.has(column));
  for (const column of missing)
    errors.push({ sheet: sheet.name, row: 0, column, code: "missingColumn", value: "" });
  if (missing.length > 0) return found;
  rows.forEach((cells, index) => {
    const row = new RowReader(cells, sheet.name, columns);
    const payload = READ[kind](row);
    const key = keyOf(kind, payload);
    const earlier = found.get(key);
    if (earlier === undefined) {
      // A row without a right id still is a row with its mistakes.
      found.set(ID.test(String(payload[kind] ?? payload["person"])) ? key : `?${index}`, {
        row,
        payload,
      });
    } else if (kind === "post") joinClauses(earlier, { row, payload });
    else {
      row.fail(SHEETS[kind].columns[0] ?? "", "twice");
      earlier.row.errors.push(...row.errors);
    }
  });
  return found;
}

function joinClauses(earlier: ReadRow, { row, payload }: ReadRow): void {
  for (const [member, column] of [
    ["unit", "机构编号"],
    ["title", "岗位名称"],
    ["role", "角色"],
  ] as const) {
    if (earlier.payload[member] !== payload[member]) row.fail(column, "otherThanAbove");
  }
  earlier.row.errors.push(...row.errors);
  const clauses = (one: Payload) => one["jurisdiction"] as JurisdictionClause[];
  earlier.payload = {
    ...earlier.payload,
    jurisdiction: [...clauses(earlier.payload), ...clauses(payload)],
  };
}

/** Ids that a row names must be registered or stand, rightly, in the workbook. */
function checkReferences(read: Record<SheetKind, Map<string, ReadRow>>, known: Registered): void {
  const isKnown = (kind: "unit" | "post" | "person", named: unknown) => {
    const id = named as string;
    const own = read[kind].get(id);
    return own === undefined ? known[kind].has(id) : own.row.errors.length === 0;
  };
  for (const { row, payload } of read.unit.values()) {
    for (const [member, column] of [
      ["parent", "上级机构编号"],
      ["stationedIn", "派驻机构编号"],
    ] as const) {
      const id = payload[member] as string | undefined;
      if (id === payload["unit"]) row.fail(column, "itself");
      else if (id !== undefined && !known.unit.has(id) && !read.unit.has(id))
        row.fail(column, "unknownUnit");
    }
  }
  for (const { row, payload } of read.post.values())
    if (row.cell("机构编号") !== "" && !isKnown("unit", payload["unit"]))
      row.fail("机构编号", "unknownUnit");
  for (const { row, payload } of read.appointment.values()) {
    if (row.cell("人员编号") !== "" && !isKnown("person", payload["person"]))
      row.fail("人员编号", "unknownPerson");
    if (row.cell("岗位编号") !== "" && !isKnown("post", payload["post"]))
      row.fail("岗位编号", "unknownPost");
  }
}

/** Stable text of a payload; absent and null are the same. */
const textOf = (payload: Payload | undefined): string =>
  JSON.stringify(
    Object.entries(payload ?? {})
      .filter(([member, value]) => value != null && member !== "appointment")
      .toSorted(([left], [right]) => (left < right ? -1 : 1)),
  );

const ORDER = ["unit", "post", "person", "appointment"] as const;

/** @param nextId gives the id of a new appointment */
export function planImport(
  sheets: readonly Sheet[],
  known: Registered,
  nextId: () => string,
): ImportPlan {
  const errors: ImportError[] = [];
  const read = Object.fromEntries(
    ORDER.map((kind) => {
      const sheet = sheets.find(({ name }) => name.trim() === SHEETS[kind].name);
      return [kind, sheet === undefined ? new Map() : readSheet(kind, sheet, errors)];
    }),
  ) as Record<SheetKind, Map<string, ReadRow>>;
  if (ORDER.every((kind) => !sheets.some(({ name }) => name.trim() === SHEETS[kind].name)))
    errors.push({ sheet: "", row: 0, column: "", code: "noSheet", value: "" });
  checkReferences(read, known);
  const changes: OrganisationChange[] = [];
  const counts = Object.fromEntries(
    ORDER.map((kind) => [kind, { new: 0, changed: 0, same: 0, wrong: 0 }]),
  ) as Record<SheetKind, Record<Count, number>>;
  let needsApproval = false;
  for (const kind of ORDER) {
    for (const [key, { row, payload }] of read[kind]) {
      errors.push(...row.errors);
      const before = known[kind].get(key);
      const verdict = verdictOf(row, before, payload);
      counts[kind][verdict] += 1;
      if (verdict === "wrong" || verdict === "same") continue;
      const isDangerous =
        kind === "unit" ||
        kind === "post" ||
        (kind === "appointment" && isPrivilegedIn(String(payload["post"]), read, known));
      needsApproval ||= isDangerous;
      const id = kind === "appointment" ? { appointment: before?.["appointment"] ?? nextId() } : {};
      changes.push({ kind: KINDS[kind], payload: { ...id, ...payload } });
    }
  }
  return { counts, errors, changes, needsApproval };
}

function verdictOf(row: RowReader, before: Payload | undefined, payload: Payload): Count {
  if (row.errors.length > 0) return "wrong";
  if (before === undefined) return "new";
  return textOf(before) === textOf(payload) ? "same" : "changed";
}

function isPrivilegedIn(
  post: string,
  read: Record<SheetKind, Map<string, ReadRow>>,
  known: Registered,
): boolean {
  const role = (read.post.get(post)?.payload ?? known.post.get(post))?.["role"];
  return role === undefined || isPrivileged(role as Parameters<typeof isPrivileged>[0]);
}
