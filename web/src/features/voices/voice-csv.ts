import type { TFunction } from "i18next";

import type { VoiceRow } from "../../../../contract/src/voices.ts";
import { dayAndTime } from "../../ui/dates.ts";

const COLUMNS = [
  "number",
  "kind",
  "title",
  "regime",
  "ocid",
  "writer",
  "receivedAt",
  "state",
  "unit",
  "officer",
  "dueOn",
  "isPaused",
  "returns",
  "escalations",
] as const;

/** The rows as they are shown, with a head in the reader's language. */
export function voiceTable(
  t: TFunction,
  rows: readonly VoiceRow[],
): readonly (readonly string[])[] {
  return [
    COLUMNS.map((column) => t(`voices:export.${column}`)),
    ...rows.map((row) => [
      row.number,
      t(`voices:kind.${row.kind}`),
      row.title,
      t(`organisation:regime.${row.regime}`),
      row.ocid ?? "",
      row.writer,
      dayAndTime(row.receivedAt),
      t(`voices:state.${row.state}`),
      row.unit.name,
      row.officerName ?? "",
      row.binding?.dueOn ?? "",
      row.isPaused ? t("voices:paused") : "",
      String(row.returns),
      String(row.escalations),
    ]),
  ];
}
