/**
 * A yearly notice out of a file: JSON as holiday-cn gives it (`year`, `papers`, `days`), JSON as this product gives it, or a
 * table of days. Pure; what cannot be read is named with its place.
 */
import { isDay } from "../../../../clocks/src/index.ts";
import type { NoticeContent } from "../../../../contract/src/statutes.ts";
import type { FieldError } from "../../kernel/rule-violation.ts";

export type ReadResult =
  | { readonly content: NoticeContent; readonly errors: readonly [] }
  | { readonly content: undefined; readonly errors: readonly FieldError[] };

interface DayLine {
  readonly path: string;
  readonly date: unknown;
  readonly name: unknown;
  readonly isOff: boolean | undefined;
}

const error = (path: string, code: string, params: FieldError["params"] = {}): FieldError => ({
  path,
  code,
  params,
});
const failed = (...errors: readonly FieldError[]): ReadResult => ({ content: undefined, errors });

export function readNotice(text: string): ReadResult {
  const bare = text.replace(/^\uFEFF/u, "").trim();
  return bare.startsWith("{") ? readJson(bare) : readTable(bare);
}

function readJson(text: string): ReadResult {
  let file: Record<string, unknown>;
  try {
    file = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return failed(error("file", "statutes.bad-json"));
  }
  const { year, days, papers, notices, ground, off, makeUp } = file;
  if (typeof year !== "number" || !Number.isInteger(year))
    return failed(error("year", "statutes.no-year"));
  const addresses = listOf(papers ?? notices).filter((one) => typeof one === "string");
  const base = { year, notices: addresses, ground: typeof ground === "string" ? ground : "" };
  if (Array.isArray(days)) return fromLines(base, days.map(lineOfDay));
  if (typeof off !== "object" || off === null) return failed(error("days", "statutes.no-days"));
  return fromLines(base, [
    ...Object.entries(off).map(([date, name]) => ({
      path: `off.${date}`,
      date,
      name,
      isOff: true,
    })),
    ...listOf(makeUp).map((date, index) => ({
      path: `makeUp.${index}`,
      date,
      name: "",
      isOff: false,
    })),
  ]);
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function lineOfDay(day: unknown, index: number): DayLine {
  const { date, name, isOffDay } = (day ?? {}) as Record<string, unknown>;
  return {
    path: `days.${index}`,
    date,
    name,
    isOff: typeof isOffDay === "boolean" ? isOffDay : undefined,
  };
}

const COLUMNS = {
  date: ["date", "日期"],
  name: ["name", "名称", "节日"],
  kind: ["kind", "类型", "安排"],
} as const;
const OFF = new Set(["off", "放假", "休", "true"]);
const WORK = new Set(["work", "上班", "调休上班", "班", "false"]);

/** CSV with columns date, name, kind (off or work; 放假 or 上班). The year is that of most days. */
function readTable(text: string): ReadResult {
  const [head = "", ...rows] = text.split(/\r?\n/u).filter((line) => line.trim() !== "");
  const names = cellsOf(head).map((cell) => cell.toLowerCase());
  const placeOf = (column: keyof typeof COLUMNS) =>
    names.findIndex((name) => COLUMNS[column].some((one) => one === name));
  const places = { date: placeOf("date"), name: placeOf("name"), kind: placeOf("kind") };
  const absent = (["date", "kind"] as const).find((column) => places[column] < 0);
  if (absent !== undefined)
    return failed(error("line 1", "statutes.no-column", { column: COLUMNS[absent].join(" / ") }));
  const lines = rows.map((row, index): DayLine => {
    const cells = cellsOf(row);
    const kind = (cells[places.kind] ?? "").toLowerCase();
    return {
      path: `line ${index + 2}`,
      date: cells[places.date],
      name: cells[places.name] ?? "",
      isOff: OFF.has(kind) ? true : WORK.has(kind) ? false : undefined,
    };
  });
  const years = lines.map(({ date }) => Number(String(date).slice(0, 4))).toSorted((a, b) => a - b);
  const year = years[Math.floor(years.length / 2)];
  if (year === undefined) return failed(error("line 2", "statutes.no-days"));
  return fromLines({ year, notices: [], ground: "" }, lines);
}

const cellsOf = (line: string): readonly string[] =>
  line.split(/[,\t]/u).map((cell) => cell.trim().replace(/^"(.*)"$/u, "$1"));

function fromLines(
  base: Pick<NoticeContent, "year" | "notices" | "ground">,
  lines: readonly DayLine[],
): ReadResult {
  const errors: FieldError[] = [];
  const off: Record<string, string> = {};
  const makeUp: string[] = [];
  for (const { path, date, name, isOff } of lines) {
    if (typeof date !== "string" || !isDay(date))
      errors.push(
        error(`${path}.date`, "statutes.no-such-day", {
          day: typeof date === "string" ? date : "",
        }),
      );
    else if (isOff === undefined)
      errors.push(error(`${path}.kind`, "statutes.no-kind", { day: date }));
    else if (!isOff) makeUp.push(date);
    else if (typeof name !== "string" || name === "")
      errors.push(error(`${path}.name`, "statutes.no-name", { day: date }));
    else off[date] = name;
  }
  if (errors.length > 0) return failed(...errors);
  if (lines.length === 0) return failed(error("days", "statutes.no-days"));
  return { content: { ...base, off, makeUp: makeUp.toSorted() }, errors: [] };
}
