import Type, { type Static } from "typebox";

import { Department, Officer } from "../casework.ts";
import { Days, LeadId, LetterId, LetterMatter, Readers, Words } from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    letter: LetterId,
    year: Type.Integer({ minimum: 2000, maximum: 2200 }),
    nth: Type.Integer({ minimum: 1, maximum: 99_999 }),
    unit: Department,
    matter: LetterMatter,
    title: Words(200, 4),
    text: Words(8000, 10),
    /** Working days for the reply. */
    replyDays: Days,
    lead: Type.Optional(LeadId),
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type LetterSent = Static<typeof Payload>;

export const letterSent = defineFactKind({
  kind: "followup.letter-sent",
  version: 1,
  title: { en: "Letter sent", zh: "函告发出" },
  about: {
    en: "A numbered letter to a unit about a problem. Never public.",
    zh: "就有关问题向有关单位发出的编号函件。不公开。",
  },
  payload: Payload,
  example: {
    letter: "GH-2026-12",
    year: 2026,
    nth: 12,
    unit: { id: "housing", name: "云澜市住房和城乡建设局" },
    matter: "lead",
    title: "关于有关项目异常情况的函",
    text: "请依法核查并书面函复。",
    replyDays: 10,
    readers: ["housing", "trading-centre"],
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
