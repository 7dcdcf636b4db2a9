import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { AnswerKind } from "../oversight-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    answer: AnswerKind,
    text: Type.String({ minLength: 4, maxLength: 4000, pattern: "\\S" }),
    /** Account of whoever signed the notice, who is told of the answer. */
    signer: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
    officer: Officer,
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type NoticeAnswered = Static<typeof Payload>;

export const noticeAnswered = defineFactKind({
  kind: "oversight.notice-answered",
  version: 1,
  title: { en: "Notice answered", zh: "监督文书回复" },
  about: {
    en: "The unit says what it mended or why it is as it is. Never public.",
    zh: "被监督单位回复整改情况或者说明理由。不公开。",
  },
  payload: Payload,
  example: {
    answer: "mended",
    text: "处理决定已于 10 月 14 日作出并送达，逾期因等待专家意见，未按规定办理暂停。",
    signer: "inspector-1",
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 2,
  },
});
