import Type, { type Static } from "typebox";

import { closed, PlainDay } from "../values.ts";
import { OFFICERS_ACT, RefusalGround } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    outcome: Type.Enum(["accepted", "refused", "correctionAsked"] as const),
    decidedOn: PlainDay,
    /** Of a refusal. */
    ground: Type.Optional(RefusalGround),
    text: Type.Optional(Type.String({ minLength: 2, maxLength: 4000 })),
    articles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 }),
    letterNo: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    ...OFFICERS_ACT,
  },
  closed,
);
export type AcceptanceDecided = Static<typeof Payload>;

export const acceptanceDecided = defineFactKind({
  kind: "complaints.acceptance-decided",
  version: 1,
  title: { en: "Acceptance decided", zh: "受理决定" },
  about: {
    en: "The department takes a complaint up, refuses it with a coded ground, or asks once for correction. Never public.",
    zh: "主管部门决定受理、不予受理或者一次性要求补正。不公开。",
  },
  payload: Payload,
  example: {
    outcome: "accepted",
    decidedOn: "2026-04-02",
    articles: ["招标投标法实施条例第61条"],
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 2,
  },
});
