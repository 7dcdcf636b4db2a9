import Type, { type Static } from "typebox";

import { Department, Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    department: Department,
    /** The duty that decided it, or why the fallback was taken. */
    legalBasis: Type.String({ maxLength: 400 }),
    matched: Type.Union([
      Type.Literal("duty"),
      Type.Literal("fallback"),
      Type.Literal("person"),
      Type.Literal("coordinator"),
    ]),
    /** Of the coordinator who named the department; the list of duties acts without one. */
    officer: Type.Optional(Officer),
    /** Absent: the first routing, version 0. */
    version: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  closed,
);
export type LeadRouted = Static<typeof Payload>;

export const leadRouted = defineFactKind({
  kind: "casework.lead-routed",
  version: 1,
  title: { en: "Lead routed", zh: "线索分派" },
  about: {
    en: "A lead was sent to the department whose duty it is. Never public.",
    zh: "线索按职责分派到主管部门。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    department: { id: "housing", name: "云澜市住房和城乡建设局" },
    legalBasis: "招标投标法实施条例第4条",
    matched: "duty",
  },
});
