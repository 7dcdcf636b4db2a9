/** The quarterly work summary over HTTP: the city's own report with the numbers of the quarter, each with its footnote. */
import Type, { type Static } from "typebox";

import { closed } from "./values.ts";

export const Quarter = Type.String({ pattern: "^20[0-9]{2}Q[1-4]$" });

/** GET /api/reports/work-summary?quarter=2026Q3, and the same as a file under work-summary.docx. */
export const SummaryQuery = Type.Object({ quarter: Quarter }, closed);
export type SummaryQuery = Static<typeof SummaryQuery>;

/** `note` points at a footnote, counted from 1; `value` is the number or word that it explains. */
const SummaryPiece = Type.Union([
  Type.String(),
  Type.Object({ value: Type.String(), note: Type.Integer() }, closed),
]);

export const SummaryNote = Type.Object(
  {
    /** What is counted, or why it cannot be. */
    text: Type.String(),
    /** Page of the console with the list; absent: there is none. */
    list: Type.Optional(Type.String()),
    /** SHA-256 of the canonical JSON (RFC 8785) of query and result. */
    hash: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })),
    isMissing: Type.Boolean(),
  },
  closed,
);
export type SummaryNote = Static<typeof SummaryNote>;

export const SummaryBlock = Type.Object(
  {
    kind: Type.Enum(["title", "heading", "paragraph"] as const),
    pieces: Type.Array(SummaryPiece),
  },
  closed,
);
export type SummaryBlock = Static<typeof SummaryBlock>;

export const WorkSummary = Type.Object(
  {
    quarter: Quarter,
    asOf: Type.String(),
    /** Entries of the last signed checkpoint; absent: none is signed yet. */
    logSize: Type.Optional(Type.Integer()),
    blocks: Type.Array(SummaryBlock),
    notes: Type.Array(SummaryNote),
  },
  closed,
);
export type WorkSummary = Static<typeof WorkSummary>;
