import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { Ground } from "../evidence-values.ts";
import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    officer: Officer,
    /** One more than the last act on the seal: of two at once only one wins. */
    version: Type.Integer({ minimum: 1 }),
    until: PlainDay,
    ground: Ground,
  },
  closed,
);
export type HoldSet = Static<typeof Payload>;

export const holdSet = defineFactKind({
  kind: "evidence.hold-set",
  version: 1,
  title: { en: "Legal hold set", zh: "设置保全" },
  about: {
    en: "An official extends how long evidence is kept. Never public.",
    zh: "有权人员延长证据保全期限。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 1,
    until: "2046-12-31",
    ground: "已移送司法机关，诉讼终结前继续保全",
  },
});
