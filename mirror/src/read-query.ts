/** A search as it stands in an address or on the command line. Pure. */
import type { FactQuery } from "./query.ts";

const NAMES = ["project", "firm", "department", "kind", "from", "to", "after"] as const;
const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const MOST_CHARACTERS = 120;

/** What is empty is not asked for; a day that is none is left out as well. */
export function readQuery(values: Readonly<Record<string, string | undefined>>): FactQuery {
  const given = NAMES.flatMap((name): [string, string][] => {
    const text = values[name]?.trim().slice(0, MOST_CHARACTERS) ?? "";
    const fits = (name !== "from" && name !== "to") || isDay(text);
    return text === "" || !fits ? [] : [[name, text]];
  });
  return Object.fromEntries(given);
}

/** A day that the calendar has. */
export const isDay = (text: string): boolean =>
  DAY.test(text) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
