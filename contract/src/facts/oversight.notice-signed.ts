import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { NoticeContent, NoticeNumber } from "../oversight-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    number: NoticeNumber,
    content: NoticeContent,
    /** Working days for the answer, counted from the day after signing. */
    answerDays: Type.Integer({ minimum: 1, maximum: 60 }),
    officer: Officer,
    version: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type NoticeSigned = Static<typeof Payload>;

export const noticeSigned = defineFactKind({
  kind: "oversight.notice-signed",
  version: 1,
  title: { en: "Notice signed", zh: "监督文书签发" },
  about: {
    en: "An official of discipline or of the coordinating office signed a reminder, an urging or a correction to a unit. Never public.",
    zh: "纪检监察或者公管办人员签发提醒、督促、纠正文书，限期回复。不公开。",
  },
  payload: Payload,
  example: {
    number: "DC-2026-004",
    content: {
      kind: "urge",
      unit: { id: "housing", name: "云澜市住房和城乡建设局" },
      subject: "voice:TS-2026-0052",
      caseNumber: "TS-2026-0052",
      indicator: "SUP-01",
      title: "TS-2026-0052 已过法定期限",
      ground: "法定期限 2026-09-24 届满，至今未作出处理决定。",
      demand: "依法作出处理决定，书面说明逾期原因。",
      articles: ["招标投标法实施条例第61条"],
    },
    answerDays: 5,
    officer: {
      account: "inspector-1",
      name: "方正言",
      department: { id: "discipline", name: "云澜市纪委监委" },
    },
    version: 0,
  },
});
