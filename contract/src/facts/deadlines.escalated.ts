import Type, { type Static } from "typebox";

import { Department } from "../casework.ts";
import { Audience, EscalationStep } from "../deadlines.ts";
import { closed, Instant, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Id of the clock: as in the table of clocks, or of a step inside the platform. */
    clock: Type.String({ minLength: 1, maxLength: 60 }),
    step: EscalationStep,
    /** Last day; absent for clocks that run by the hour. */
    dueOn: Type.Optional(PlainDay),
    /** From this instant on it is late. */
    dueAt: Instant,
    /** True: a statute sets it; false: a promise of the city or a step inside. */
    isStatutory: Type.Boolean(),
    /** Who owes it. */
    unit: Department,
    to: Type.Array(Audience, { minItems: 1, maxItems: 5 }),
    /** Number of the case. */
    number: Type.String({ minLength: 1, maxLength: 120 }),
  },
  closed,
);
export type DeadlineEscalated = Static<typeof Payload>;

export const deadlineEscalated = defineFactKind({
  kind: "deadlines.escalated",
  version: 1,
  title: { en: "Deadline escalated", zh: "期限提醒与上报" },
  about: {
    en: "A running clock reached a rung of its ladder; recorded by the machine, once. Never public.",
    zh: "办理期限到达提醒或者上报的时点，由系统自动记录一次，任何人不能撤销。不公开。",
  },
  payload: Payload,
  example: {
    clock: "complaint.decide",
    step: "T0",
    dueOn: "2026-05-20",
    dueAt: "2026-05-20T16:00:00.000Z",
    isStatutory: true,
    unit: { id: "housing", name: "云澜市住房和城乡建设局" },
    to: ["handler", "head", "stationed", "discipline"],
    number: "TS-2026-0081",
  },
});
