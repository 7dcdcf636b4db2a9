/** Running clocks and what happens when they end (docs/how-to/deadlines.md). */
import Type, { type Static } from "typebox";

import { closed, PlainDay } from "./values.ts";

/** Rungs of the ladder: working days before or after the last day; `now` is at once. */
export const ESCALATION_STEPS = ["T-2", "T0", "T+1", "T+5", "now"] as const;
export const EscalationStep = Type.Enum(ESCALATION_STEPS);
export type EscalationStep = Static<typeof EscalationStep>;

/** Who is told: the unit's handlers, its head, its discipline group, the discipline inspectors, the coordinating office. */
export const AUDIENCES = ["handler", "head", "stationed", "discipline", "coordinator"] as const;
export const Audience = Type.Enum(AUDIENCES);
export type Audience = Static<typeof Audience>;

const Day = Type.Union([PlainDay, Type.Null()]);
const MovedClock = Type.Object(
  { clock: Type.String({ minLength: 1, maxLength: 60 }), from: Day, to: Day },
  closed,
);
export type MovedClock = Static<typeof MovedClock>;
/** Running clocks whose last day is another one; null: no date is known. */
export const MovedClocks = Type.Array(MovedClock, { minItems: 1, maxItems: 20 });
