import type { TFunction } from "i18next";

import type { LeadRow } from "../../../../contract/src/leads.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { levelName } from "./words.ts";

const COLUMNS = [
  "number",
  "level",
  "title",
  "ocid",
  "lotId",
  "firms",
  "indicators",
  "bits",
  "raisedAt",
  "state",
  "department",
  "officer",
] as const;

/** The rows as they are shown, with a head in the reader's language. */
export function queueTable(t: TFunction, rows: readonly LeadRow[]): readonly (readonly string[])[] {
  return [
    COLUMNS.map((column) => t(`leads:export.${column}`)),
    ...rows.map((row) => [
      row.number,
      levelName(t, row.level),
      row.title,
      row.ocid,
      row.lotId,
      row.firms.join("；"),
      row.indicators.join(" "),
      row.bits.toFixed(1),
      dayAndTime(row.raisedAt),
      t(`leads:state.${row.state}`),
      row.department.name,
      row.officerName ?? "",
    ]),
  ];
}
