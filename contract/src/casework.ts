/** Values of casework facts shared with the HTTP contract. */
import Type, { type Static } from "typebox";

import { closed } from "./values.ts";

export const Department = Type.Object(
  {
    id: Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" }),
    name: Type.String({ minLength: 1, maxLength: 120 }),
  },
  closed,
);
export type Department = Static<typeof Department>;

/** Who acted: account and post as they stood at the act. Never public. */
export const Officer = Type.Object(
  {
    account: Type.String({ minLength: 1, maxLength: 80 }),
    name: Type.String({ minLength: 1, maxLength: 80 }),
    department: Department,
  },
  closed,
);
export type Officer = Static<typeof Officer>;

export const StepKind = Type.Union([
  Type.Literal("dataCheck"),
  Type.Literal("explanationRequested"),
  Type.Literal("explanationReceived"),
  Type.Literal("siteVisit"),
  Type.Literal("interview"),
  Type.Literal("note"),
]);
export type StepKind = Static<typeof StepKind>;

/** What the department decided about the lead. Only people decide. */
export const DecisionOutcome = Type.Union([
  Type.Literal("established"),
  Type.Literal("notEstablished"),
  Type.Literal("insufficient"),
  Type.Literal("transferred"),
]);
export type DecisionOutcome = Static<typeof DecisionOutcome>;
