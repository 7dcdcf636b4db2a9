import Type, { type Static } from "typebox";

import { Department } from "../casework.ts";
import { closed } from "../values.ts";
import { MAX_CLAIMS, OFFICERS_ACT } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Whose answer it is about. */
    unit: Department,
    /** Claims that were not answered, by index. */
    claims: Type.Array(Type.Integer({ minimum: 0 }), { maxItems: MAX_CLAIMS }),
    ground: Type.String({ minLength: 4, maxLength: 2000 }),
    ...OFFICERS_ACT,
  },
  closed,
);
export type ReplyQuestioned = Static<typeof Payload>;

export const replyQuestioned = defineFactKind({
  kind: "complaints.reply-questioned",
  version: 1,
  title: { en: "Reply sent back", zh: "答复退回重办" },
  about: {
    en: "A reply that does not answer was sent back; a clock for the new one runs. Never public.",
    zh: "答复不实质，退回重新答复并另行计时。不公开。",
  },
  payload: Payload,
  example: {
    unit: { id: "housing", name: "云澜市住房和城乡建设局" },
    claims: [1],
    ground: "第二项请求没有实质答复。",
    officer: {
      account: "coordinator-1",
      name: "江予安",
      department: { id: "coordinator", name: "云澜市公共资源交易监督管理办公室" },
    },
    version: 6,
  },
});
