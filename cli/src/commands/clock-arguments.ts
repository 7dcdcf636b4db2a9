/** Arguments that the commands about clocks share: words of a list, days, and what was entered since the program. */
import {
  type Calendar,
  type CalendarYear,
  createCalendar,
  createLaw,
  type EnteredArticle,
  type Law,
  parseDay,
  publishedLaw,
  publishedYears,
  withYears,
} from "../../../clocks/src/index.ts";
import { UsageError } from "../usage.ts";

/** @throws UsageError */
export function oneOf<const T extends string>(
  name: string,
  allowed: readonly T[],
  value: string | undefined,
): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined)
    throw new UsageError(`${name} ${value ?? "is missing"}: give one of ${allowed.join(", ")}`);
  return found;
}

/** The day in Asia/Shanghai of a day or an instant. @throws UsageError */
export function dayOf(name: string, text: string): string {
  const day = parseDay(text);
  if (day === undefined)
    throw new UsageError(
      `${name} ${text}: give a day or an instant, e.g. 2026-03-02 or 2026-03-02T09:00:00+08:00`,
    );
  return day;
}

export interface StatuteFiles {
  readonly calendar?: string | undefined;
  readonly law?: string | undefined;
}

/** For node:util. */
export const STATUTE_OPTIONS = { calendar: { type: "string" }, law: { type: "string" } } as const;

/**
 * Calendar and law of the program with what the files add: those of `/api/public/calendar` and `/api/public/law`, or
 * lists of entries. @throws UsageError
 */
export async function readStatutes(
  { calendar, law }: StatuteFiles,
  readText: (path: string) => Promise<string>,
): Promise<{ readonly calendar: Calendar; readonly law: Law }> {
  const years = await entriesOf<CalendarYear>("--calendar", calendar, {
    readText,
    fields: ["year", "off", "makeUp"],
  });
  const articles = await entriesOf<EnteredArticle>("--law", law, {
    readText,
    fields: ["id", "validFrom", "clocks"],
  });
  try {
    return {
      calendar: createCalendar(withYears(publishedYears, years)),
      law: createLaw(publishedLaw, articles),
    };
  } catch (error) {
    throw new UsageError(`--law ${law}: ${error instanceof Error ? error.message : "unreadable"}`);
  }
}

interface Reading {
  readonly readText: (path: string) => Promise<string>;
  /** Without these an entry is none. */
  readonly fields: readonly string[];
}

async function entriesOf<Entry>(
  name: string,
  path: string | undefined,
  { readText, fields }: Reading,
): Promise<readonly Entry[]> {
  if (path === undefined) return [];
  const refuse = (why: string) => new UsageError(`${name} ${path}: ${why}`);
  const file = await readText(path)
    .then((text): unknown => JSON.parse(text))
    .catch((error: unknown) => {
      throw refuse(error instanceof Error ? error.message : "unreadable");
    });
  const list = Array.isArray(file) ? file : (file as { entered?: unknown } | null)?.entered;
  if (!Array.isArray(list)) throw refuse('give a JSON list of entries, or a file with "entered"');
  for (const [index, entry] of list.entries()) {
    const absent = fields.find((field) => (entry as Record<string, unknown>)[field] === undefined);
    if (absent !== undefined) throw refuse(`entry ${index + 1} has no ${absent}`);
  }
  return list as readonly Entry[];
}
