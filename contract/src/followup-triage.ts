/** The queue of leads for review over HTTP: by what a look is worth. Codes: followup.no-slot, followup.nothing-to-draw. */
import Type, { type Static } from "typebox";

import { Hash, LeadId, ReviewSlot, Verdict, Words } from "./followup-values.ts";
import { Level } from "./screening.ts";
import { closed } from "./values.ts";

const Text = Type.String();

const Reason = Type.Object(
  {
    code: Type.Enum(["level", "bits", "uncertainty", "age"] as const),
    value: Type.Number(),
    /** Rule that the value is about. */
    indicator: Type.Optional(Text),
  },
  closed,
);
export const TriageRow = Type.Object(
  {
    lead: LeadId,
    number: Text,
    title: Text,
    level: Level,
    bits: Type.Number(),
    indicators: Type.Array(Text),
    ageDays: Type.Integer(),
    score: Type.Number(),
    reasons: Type.Array(Reason),
    isAudit: Type.Boolean(),
    /** Slot that the reader can take. */
    slot: Type.Optional(ReviewSlot),
    /** Slot that the reader took and has still to fill. */
    mine: Type.Optional(ReviewSlot),
  },
  closed,
);
export type TriageRow = Static<typeof TriageRow>;
export const RulePrecision = Type.Object(
  {
    indicator: Text,
    confirmed: Type.Integer(),
    other: Type.Integer(),
    mean: Type.Number(),
    low: Type.Number(),
    high: Type.Number(),
    open: Type.Integer(),
  },
  closed,
);
export type RulePrecision = Static<typeof RulePrecision>;
/** GET /api/followup/triage */
export const Triage = Type.Object(
  {
    rows: Type.Array(TriageRow),
    waiting: Type.Integer(),
    precision: Type.Array(RulePrecision),
    agreement: Type.Object(
      {
        pairs: Type.Integer(),
        agreed: Type.Integer(),
        /** Cohen's kappa; absent where it cannot be computed. */
        kappa: Type.Optional(Type.Number()),
      },
      closed,
    ),
    audit: Type.Object(
      {
        share: Type.Number(),
        dismissed: Type.Integer(),
        drawn: Type.Integer(),
        done: Type.Integer(),
        overturned: Type.Integer(),
        seed: Type.Optional(Hash),
        drawnAt: Type.Optional(Text),
      },
      closed,
    ),
    doubleShare: Type.Number(),
    may: Type.Object({ review: Type.Boolean(), draw: Type.Boolean() }, closed),
  },
  closed,
);
export type Triage = Static<typeof Triage>;
/** POST /api/followup/triage/:lead/review */
export const GiveReview = Type.Object({ verdict: Verdict, reason: Words(2000, 4) }, closed);
export type GiveReview = Static<typeof GiveReview>;
