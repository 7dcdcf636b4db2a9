import Type, { type Static } from "typebox";

import { ErasureGround, ErasureOrder, ErasureTarget, MOST_ERASED } from "../erasure-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    facts: Type.Array(ErasureTarget, { minItems: 1, maxItems: MOST_ERASED }),
    ground: ErasureGround,
    order: ErasureOrder,
    /** Accounts of who asked for it and who agreed. */
    requestedBy: Type.String(),
    approvedBy: Type.String(),
  },
  closed,
);
export type PersonalDataErased = Static<typeof Payload>;

export const personalDataErased = defineFactKind({
  kind: "erasure.personal-data-erased",
  version: 1,
  title: { en: "Personal data erased", zh: "个人信息已删除" },
  about: {
    en: "Texts of named facts were blanked and their salts destroyed (PIPL article 47); their leaves in the log stay.",
    zh: "依照个人信息保护法第四十七条，所列事实的文字被抹去、盐被销毁；它们在日志中的位置不变。",
  },
  payload: Payload,
  example: {
    facts: [{ id: "019a0000-0000-7000-8000-000000000001", paths: [["bidder", "maskedName"]] }],
    ground: "purposeEnded",
    order: { organ: "云澜市中级人民法院", number: "（2026）云01民终12号" },
    requestedBy: "coordinator-1",
    approvedBy: "inspector-1",
  },
});
