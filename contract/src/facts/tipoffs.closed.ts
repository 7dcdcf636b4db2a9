import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    officer: Officer,
    /** For the public, identity masked; absent: nothing is published. */
    summary: Type.Optional(Type.String({ minLength: 10, maxLength: 2000 })),
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type TipoffClosed = Static<typeof Payload>;

export const tipoffClosed = defineFactKind({
  kind: "tipoffs.closed",
  version: 1,
  title: { en: "Tip-off closed", zh: "举报办结" },
  about: {
    en: "The office closed an answered tip-off. Its summary, without anybody's identity, may be public; nothing else of it.",
    zh: "受理机关办结已答复的举报。不含任何人身份的摘要可以公开，其余任何时候都不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    summary: "反映某项目招标文件设置不合理条件。经核查部分属实，已责令招标人改正并重新招标。",
    version: 4,
  },
});
