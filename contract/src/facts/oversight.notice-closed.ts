import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    text: Type.String({ minLength: 2, maxLength: 2000, pattern: "\\S" }),
    officer: Officer,
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type NoticeClosed = Static<typeof Payload>;

export const noticeClosed = defineFactKind({
  kind: "oversight.notice-closed",
  version: 1,
  title: { en: "Notice closed", zh: "监督文书办结" },
  about: {
    en: "Who watches accepts the answer and closes the notice. Never public.",
    zh: "监督方认可回复，文书办结。不公开。",
  },
  payload: Payload,
  example: {
    text: "已改正，办结。",
    officer: {
      account: "inspector-1",
      name: "方正言",
      department: { id: "discipline", name: "云澜市纪委监委" },
    },
    version: 3,
  },
});
