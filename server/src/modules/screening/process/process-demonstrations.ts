/** For each rule of the process a timeline in which it hits, and the honest twin that differs in one thing. */
import type { Timeline } from "./timeline.ts";

const HONEST: Timeline = {
  ocid: "ocds-mj0001-DEMONSTRATION",
  lotId: "1",
  regime: "works",
  method: "open",
  placeCode: "999901",
  bidDeadline: "2026-03-02T01:30:00.000Z",
  receipts: ["a", "b", "c"].map((by, n) => ({ by, at: `2026-03-01T0${n + 1}:00:00.000Z` })),
  withdrawals: [],
  decryptions: ["a", "b", "c"].map((by, n) => ({ by, at: `2026-03-02T01:3${n + 1}:00.000Z` })),
  openedAt: "2026-03-02T01:30:00.000Z",
  opened: 3,
  evaluators: 5,
  scoredFrom: "2026-03-02T06:00:00.000Z",
  evaluatedAt: "2026-03-02T09:00:00.000Z",
  first: "a",
  candidatesAt: "2026-03-04T02:00:00.000Z",
  disclosureFrom: "2026-03-05",
  disclosureTo: "2026-03-07",
  awards: [{ by: "a", at: "2026-03-09T02:00:00.000Z" }],
  contractOn: "2026-03-30",
  objections: [
    { number: "YL-1", at: "2026-03-05T02:00:00.000Z", closedAt: "2026-03-06T02:00:00.000Z" },
  ],
};

const late = { by: "c", at: "2026-03-02T01:31:00.000Z" };
const atOpening = { number: "YL-2", at: "2026-03-02T02:00:00.000Z" };

/** What is different in the planted one. */
const PLANTED: Readonly<Record<string, Partial<Timeline>>> = {
  "PRO-01": { opened: 2 },
  "PRO-02": { decryptions: [{ by: "a", at: "2026-03-02T01:29:59.000Z" }] },
  "PRO-03": { receipts: [...HONEST.receipts, late] },
  "PRO-04": { objections: [{ ...atOpening, closedAt: "2026-03-03T02:00:00.000Z" }] },
  "PRO-05": {
    objections: [
      { number: "YL-1", at: "2026-03-05T02:00:00.000Z", closedAt: "2026-03-12T02:00:00.000Z" },
    ],
  },
  "PRO-06": { evaluators: 4 },
  "PRO-08": { candidatesAt: "2026-03-06T02:00:00.000Z" },
  "PRO-09": { first: "b" },
  "PRO-10": { awards: [...HONEST.awards, { by: "b", at: "2026-03-20T02:00:00.000Z" }] },
  "PRO-11": { contractOn: "2026-04-09" },
};

/** The honest side of each threshold. */
const TWINS: Readonly<Record<string, Partial<Timeline>>> = {
  "PRO-02": { decryptions: [{ by: "a", at: "2026-03-02T01:30:00.000Z" }] },
  "PRO-03": { receipts: [...HONEST.receipts, late], withdrawals: [late] },
  "PRO-04": { objections: [{ ...atOpening, closedAt: "2026-03-02T02:10:00.000Z" }] },
  "PRO-08": { candidatesAt: "2026-03-05T15:59:00.000Z" },
  "PRO-10": { awards: [...HONEST.awards, { by: "a", at: "2026-03-20T02:00:00.000Z" }] },
  "PRO-11": { contractOn: "2026-04-08" },
};

export const PROCESS_DEMONSTRATIONS: Readonly<
  Record<string, { readonly planted: Timeline; readonly twin: Timeline }>
> = Object.fromEntries(
  Object.entries(PLANTED).map(([id, changes]) => [
    id,
    { planted: { ...HONEST, ...changes }, twin: { ...HONEST, ...TWINS[id] } },
  ]),
);
