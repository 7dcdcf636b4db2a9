/** `mingjing workday add --batch FILE.csv`: the n-th working day after a day, for each line. No server, no database. */
import { parseArgs } from "node:util";

import { type Calendar, CalendarNotPublished, isDay } from "../../../clocks/src/index.ts";
import { readStatutes, STATUTE_OPTIONS } from "./clock-arguments.ts";
import type { ClockWorld } from "./clock-explain.ts";

export const WORKDAY_ADD_USAGE =
  "mingjing workday add --batch FILE.csv (columns start,n → start,n,due) | START N [--calendar FILE]";

const MOST_DAYS = 10_000;

/** Exit code: 0 done, 1 a line has no date (each says why), 2 wrong usage. */
export async function runWorkdayAdd(
  argumentList: readonly string[],
  { print, printError, readText }: ClockWorld,
): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argumentList],
      options: { batch: { type: "string" }, calendar: STATUTE_OPTIONS.calendar },
      allowPositionals: true,
    });
    const isPair = values.batch === undefined && positionals.length === 2;
    if (values.batch === undefined && !isPair) throw new Error("--batch FILE.csv is missing");
    const text = values.batch === undefined ? positionals.join(",") : await readText(values.batch);
    const rows = text
      .replace(/^\uFEFF/, "")
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "");
    const { calendar } = await readStatutes({ calendar: values.calendar }, readText);
    const state = { isWhole: true };
    for (const [index, line] of rows.entries()) {
      if (index === 0 && isHead(line)) {
        print("start,n,due");
        continue;
      }
      const { due, why } = dueOf(line, calendar);
      if (why !== undefined) state.isWhole = false;
      const [start = "", n = ""] = cellsOf(line);
      print([start, n, due, ...(why === undefined ? [] : [why])].join(","));
    }
    return state.isWhole ? 0 : 1;
  } catch (error) {
    printError(`workday add: ${error instanceof Error ? error.message : String(error)}`);
    printError(WORKDAY_ADD_USAGE);
    return 2;
  }
}

const cellsOf = (line: string): readonly string[] =>
  line.split(",").map((cell) => cell.trim().replace(/^"(.*)"$/, "$1"));

const isHead = (line: string): boolean => cellsOf(line)[0]?.toLowerCase() === "start";

/** `why`: provisional-YYYY, or what is wrong with the line. */
function dueOf(line: string, calendar: Calendar): { readonly due: string; readonly why?: string } {
  const [start = "", count = ""] = cellsOf(line);
  const n = Number(count);
  if (!isDay(start)) return { due: "", why: "invalid-start: give YYYY-MM-DD" };
  if (count === "" || !Number.isInteger(n) || n < 1 || n > MOST_DAYS)
    return { due: "", why: `invalid-n: give a whole number from 1 to ${MOST_DAYS}` };
  try {
    return { due: calendar.addWorkingDays(start, n) };
  } catch (error) {
    if (!(error instanceof CalendarNotPublished)) throw error;
    return { due: "", why: `provisional-${error.year}` };
  }
}
