import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { OpeningId } from "../opening-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    session: OpeningId,
    number: Type.Integer({ minimum: 1 }),
    text: Type.String({ minLength: 4, maxLength: 2000, pattern: "\\S" }),
    officer: Officer,
    /** One more with each act of the session: of two at once only one wins. */
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type ObjectionAnswered = Static<typeof Payload>;

export const objectionAnswered = defineFactKind({
  kind: "opening.objection-answered",
  version: 1,
  title: { en: "Objection answered at opening", zh: "开标现场异议答复" },
  about: {
    en: "The host's answer on the spot. Public where bids are read out in public.",
    zh: "主持人当场作出的答复。依法公开唱标的方式公开。",
  },
  payload: Payload,
  example: {
    session: "yl2026-0312-1",
    number: 1,
    text: "解密在规定时限内完成，投标文件有效。",
    officer: {
      account: "agency-1",
      name: "林嘉禾",
      department: { id: "agency-1", name: "云澜诚信招标代理有限公司" },
    },
    version: 10,
  },
});
