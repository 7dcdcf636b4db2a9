import Type, { type Static } from "typebox";

import { closed, LotId, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    lotId: Type.Optional(LotId),
    number: Type.String({ minLength: 1, maxLength: 120 }),
    matter: Type.Optional(Type.String({ maxLength: 400 })),
    content: Type.Optional(Type.String({ maxLength: 20_000 })),
    by: Type.Optional(Party),
    state: Type.Union([
      Type.Literal("submitted"),
      Type.Literal("accepted"),
      Type.Literal("answered"),
      Type.Literal("decided"),
      Type.Literal("withdrawn"),
    ]),
    reply: Type.Optional(Type.String({ maxLength: 20_000 })),
  },
  closed,
);
export type ObjectionRecorded = Static<typeof Payload>;

export const objectionRecorded = defineFactKind({
  kind: "procurement.objection-recorded",
  version: 1,
  title: { en: "Objection recorded", zh: "异议记录" },
  about: {
    en: "The trading system reported an objection or its answer. Not public yet.",
    zh: "交易系统报送一件异议或其答复。暂不公开。",
  },
  payload: Payload,
  example: { number: "YL-2026-0007", matter: "候选人资格", state: "submitted" },
});
