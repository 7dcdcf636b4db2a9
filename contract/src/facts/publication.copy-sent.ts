import Type, { type Static } from "typebox";

import { Department, Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Member units that get a copy. */
    units: Type.Array(Department, { minItems: 1, maxItems: 200 }),
    officer: Officer,
  },
  closed,
);
export type CopySent = Static<typeof Payload>;

export const copySent = defineFactKind({
  kind: "publication.copy-sent",
  version: 1,
  title: { en: "Copies sent", zh: "抄送成员单位" },
  about: {
    en: "A published result was sent to the member units. Never public.",
    zh: "公示的处理结果抄送各成员单位。不公开。",
  },
  payload: Payload,
  example: {
    units: [
      { id: "finance", name: "云澜市财政局" },
      { id: "trading-centre", name: "云澜市公共资源交易中心" },
    ],
    officer: {
      account: "court-1",
      name: "钟平衡",
      department: { id: "court", name: "云澜市中级人民法院" },
    },
  },
});
