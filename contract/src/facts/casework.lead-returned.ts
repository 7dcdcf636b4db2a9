import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    officer: Officer,
    ground: Type.String({ minLength: 1, maxLength: 1000 }),
    version: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type LeadReturned = Static<typeof Payload>;

export const leadReturned = defineFactKind({
  kind: "casework.lead-returned",
  version: 1,
  title: { en: "Lead returned", zh: "线索退回" },
  about: {
    en: "The department gave the lead back, with its ground, as not its duty; once at most. Never public.",
    zh: "主管部门认为不属于本部门职责，写明理由后退回，只能退回一次。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    ground: "该项目为公路工程，按权责清单由交通运输部门监督。",
    version: 1,
  },
});
