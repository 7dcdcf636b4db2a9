import Type, { type Static } from "typebox";

import { closed, LotId } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    lotId: LotId,
    reason: Type.Union([
      Type.Literal("tooFewBids"),
      Type.Literal("allDisqualified"),
      Type.Literal("cancelled"),
      Type.Literal("other"),
    ]),
    detail: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  closed,
);
export type TenderFailed = Static<typeof Payload>;

export const tenderFailed = defineFactKind({
  kind: "procurement.tender-failed",
  version: 1,
  title: { en: "Tender unsuccessful", zh: "流标（废标）" },
  about: {
    en: "The tender of a lot ended without an award.",
    zh: "标段招标失败，没有产生中标人。",
  },
  payload: Payload,
  example: {
    lotId: "1",
    reason: "tooFewBids",
    detail: "截至投标截止时间，递交投标文件的投标人少于三个",
  },
});
