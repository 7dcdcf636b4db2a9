import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object({ officer: Officer, version: Type.Integer({ minimum: 1 }) }, closed);
export type NoticeReceived = Static<typeof Payload>;

export const noticeReceived = defineFactKind({
  kind: "oversight.notice-received",
  version: 1,
  title: { en: "Notice received", zh: "监督文书签收" },
  about: {
    en: "The unit signed for a notice. Never public.",
    zh: "被监督单位签收文书。不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 1,
  },
});
