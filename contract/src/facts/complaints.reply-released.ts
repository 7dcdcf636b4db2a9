import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { OFFICERS_ACT } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** The fact that made it public. */
    publicationId: Type.String({ minLength: 1, maxLength: 80 }),
    /** Page of the department that shows it as well. */
    departmentUrl: Type.Optional(Type.String({ pattern: "^https?://", maxLength: 400 })),
    ...OFFICERS_ACT,
  },
  closed,
);
export type ReplyReleased = Static<typeof Payload>;

export const replyReleased = defineFactKind({
  kind: "complaints.reply-released",
  version: 1,
  title: { en: "Reply released", zh: "答复公示" },
  about: {
    en: "Links the case with the published reply. The link is never public.",
    zh: "把案件与公示的答复关联。关联关系不公开。",
  },
  payload: Payload,
  example: {
    publicationId: "019a0000-0000-7000-8000-000000000001",
    departmentUrl: "http://housing.yunlan.example/notice/12",
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 6,
  },
});
