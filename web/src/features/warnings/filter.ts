/** The filters of the board stand in its address, so that a number is a link. Pure. */
import type { WarningQuery } from "../../../../contract/src/warnings.ts";

export const FILTERS = ["month", "stage", "node", "mode", "course", "handling", "agency"] as const;
export type Filter = (typeof FILTERS)[number];

/** Words that the server refuses it names itself. */
export const queryOf = (params: URLSearchParams): WarningQuery =>
  Object.fromEntries(
    FILTERS.map((one) => [one, params.get(one) ?? ""] as const).filter(([, value]) => value !== ""),
  ) as WarningQuery;

/** Address of the list with one filter set, or taken away by an empty value. */
export function addressOf(query: WarningQuery, filter: Filter, value: string): string {
  const entries = Object.entries({ ...query, [filter]: value }).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string" && entry[1] !== "",
  );
  return `?${new URLSearchParams(entries).toString()}`;
}
