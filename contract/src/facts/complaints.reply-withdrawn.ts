import Type, { type Static } from "typebox";

import { closed, PlainDay } from "../values.ts";
import { OFFICERS_ACT, WithdrawalReason } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    reason: WithdrawalReason,
    ground: Type.String({ minLength: 4, maxLength: 2000 }),
    /** Day of the event that makes it due: from it run three working days (处罚法48, 85). */
    dueFrom: PlainDay,
    ...OFFICERS_ACT,
  },
  closed,
);
export type ReplyWithdrawn = Static<typeof Payload>;

export const replyWithdrawn = defineFactKind({
  kind: "complaints.reply-withdrawn",
  version: 1,
  title: { en: "Published reply withdrawn", zh: "撤回公示" },
  about: {
    en: "A published reply was taken back, with the reason. A tombstone stays.",
    zh: "撤回已经公示的答复并说明理由，留存撤回标记。",
  },
  payload: Payload,
  example: {
    reason: "reversed",
    ground: "复议决定撤销原处理决定。",
    dueFrom: "2026-06-10",
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 7,
  },
});
