/** Figures of voices over HTTP; each with the query of GET /api/voices whose list it counts (docs/how-to/figures.md). */
import Type, { type Static } from "typebox";

import { EscalationStep } from "./deadlines.ts";
import { closed } from "./values.ts";
import { ClaimResult, RefusalGround } from "./voice-values.ts";
import { VoiceQuery } from "./voices.ts";

const { from, to, unit, kind, regime } = VoiceQuery.properties;

/** GET /api/voices/figures?from=2026-07-01&to=2026-09-30&unit=housing&kind=complaint&regime=works */
export const FiguresQuery = Type.Object({ from, to, unit, kind, regime }, closed);
export type FiguresQuery = Static<typeof FiguresQuery>;

/** Filters of GET /api/voices. */
export const ListFilter = Type.Record(Type.String(), Type.String());
export type ListFilter = Static<typeof ListFilter>;

const COUNTED = {
  /** Length of the list that `query` opens. */
  count: Type.Integer(),
  query: ListFilter,
} as const;
export const VoiceFigure = Type.Object(COUNTED, closed);
export type VoiceFigure = Static<typeof VoiceFigure>;

export const GroupedFigure = Type.Object(
  {
    value: Type.String(),
    /** Of a unit. */
    name: Type.Optional(Type.String()),
    ...COUNTED,
  },
  closed,
);
export type GroupedFigure = Static<typeof GroupedFigure>;

export const PACE_STEPS = ["take", "acceptance", "answer"] as const;
/** Working days from receipt to the signature and to the decision about acceptance, from acceptance to the answer. */
export const PaceFigure = Type.Object(
  {
    step: Type.Enum(PACE_STEPS),
    ...COUNTED,
    /** Smallest number of days that half of them, or nine in ten, do not exceed; absent: none counted. */
    median: Type.Optional(Type.Integer()),
    ninetieth: Type.Optional(Type.Integer()),
    /** How many took so many days, fewest days first. */
    days: Type.Array(Type.Object({ days: Type.Integer(), count: Type.Integer() }, closed)),
  },
  closed,
);
export type PaceFigure = Static<typeof PaceFigure>;

export const KEPT_RULES = ["statute", "promise"] as const;
/** Share answered by the last day, of those answered or past it; Wilson's interval of 95 %. */
export const KeptFigure = Type.Object(
  {
    rule: Type.Enum(KEPT_RULES),
    kept: VoiceFigure,
    missed: VoiceFigure,
    /** Absent: none to count. */
    share: Type.Optional(
      Type.Object({ value: Type.Number(), low: Type.Number(), high: Type.Number() }, closed),
    ),
  },
  closed,
);
export type KeptFigure = Static<typeof KeptFigure>;

/** Reply of GET /api/voices/figures. */
export const VoiceFigures = Type.Object(
  {
    asOf: Type.String(),
    query: FiguresQuery,
    total: VoiceFigure,
    by: Type.Object(
      {
        kind: Type.Array(GroupedFigure),
        channel: Type.Array(GroupedFigure),
        regime: Type.Array(GroupedFigure),
        unit: Type.Array(GroupedFigure),
        month: Type.Array(GroupedFigure),
      },
      closed,
    ),
    pace: Type.Array(PaceFigure),
    kept: Type.Array(KeptFigure),
    /** Counts are voices with such a claim. */
    results: Type.Array(
      Type.Object({ result: ClaimResult, claims: Type.Integer(), ...COUNTED }, closed),
    ),
    /** Answered voices in which a claim went without a finding. */
    unanswered: Type.Object({ claims: Type.Integer(), ...COUNTED }, closed),
    refused: Type.Array(Type.Object({ ground: RefusalGround, ...COUNTED }, closed)),
    ends: Type.Object(
      {
        withdrawn: VoiceFigure,
        transferred: VoiceFigure,
        published: VoiceFigure,
        takenDown: VoiceFigure,
        late: VoiceFigure,
      },
      closed,
    ),
    escalations: Type.Array(
      Type.Object({ step: EscalationStep, times: Type.Integer(), ...COUNTED }, closed),
    ),
    /** `days`: calendar days of pauses that have ended. */
    pauses: Type.Object({ times: Type.Integer(), days: Type.Integer(), ...COUNTED }, closed),
    returns: Type.Object({ times: Type.Integer(), ...COUNTED }, closed),
  },
  closed,
);
export type VoiceFigures = Static<typeof VoiceFigures>;
