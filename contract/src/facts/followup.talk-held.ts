import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { Present, Readers, TalkId, Words } from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    talk: TalkId,
    record: Words(8000, 4),
    present: Type.Array(Present, { minItems: 2, maxItems: 20 }),
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type TalkHeld = Static<typeof Payload>;

export const talkHeld = defineFactKind({
  kind: "followup.talk-held",
  version: 1,
  title: { en: "Talk held", zh: "约谈记录" },
  about: {
    en: "What was said in the talk, and who signed the record. Never public.",
    zh: "约谈记录和在场人员签字情况。不公开。",
  },
  payload: Payload,
  example: {
    talk: "YT-2026-3",
    record: "提醒其规范编制投标文件，对方表示知悉。",
    present: [
      { name: "罗见微", side: "unit", signed: true },
      { name: "王某", side: "target", signed: true },
    ],
    readers: ["trading-centre", "name:云澜青石建设有限公司"],
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
