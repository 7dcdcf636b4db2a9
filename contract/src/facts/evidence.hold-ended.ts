import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { Ground } from "../evidence-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    officer: Officer,
    /** One more than the last act on the seal: of two at once only one wins. */
    version: Type.Integer({ minimum: 1 }),
    ground: Ground,
  },
  closed,
);
export type HoldEnded = Static<typeof Payload>;

export const holdEnded = defineFactKind({
  kind: "evidence.hold-ended",
  version: 1,
  title: { en: "Legal hold ended", zh: "解除保全" },
  about: {
    en: "An official ends the hold and says why; the facts themselves stay. Never public.",
    zh: "有权人员写明理由后解除保全；事实本身不删除。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 2,
    ground: "案件已办结并归档，保全期限届满",
  },
});
