import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { OpeningId } from "../opening-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    session: OpeningId,
    /** Neutral number of a bidder; absent: the host. */
    number: Type.Optional(Type.String({ pattern: "^[0-9]{4}$" })),
    text: Type.String({ minLength: 2, maxLength: 500, pattern: "\\S" }),
    officer: Officer,
    /** One more with each act of the session: of two at once only one wins. */
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type MessagePosted = Static<typeof Payload>;

export const messagePosted = defineFactKind({
  kind: "opening.message-posted",
  version: 1,
  title: { en: "Message at opening", zh: "开标留言" },
  about: {
    en: "A signed-in bidder or the host writes about the procedure. Public under a neutral number, without the account.",
    zh: "已签到的投标人或者主持人就程序留言。以中性编号公开，不公开账号。",
  },
  payload: Payload,
  example: {
    session: "yl2026-0312-1",
    text: "解密还有二十分钟，请未解密的投标人抓紧。",
    officer: {
      account: "agency-1",
      name: "林嘉禾",
      department: { id: "agency-1", name: "云澜诚信招标代理有限公司" },
    },
    version: 6,
  },
});
