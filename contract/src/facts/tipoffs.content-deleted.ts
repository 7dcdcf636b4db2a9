import Type, { type Static } from "typebox";

import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  { boxes: Type.Integer({ minimum: 1, maximum: 100_000 }), closedOn: PlainDay },
  closed,
);
export type ContentDeleted = Static<typeof Payload>;

export const contentDeleted = defineFactKind({
  kind: "tipoffs.content-deleted",
  version: 1,
  title: { en: "Content of a tip-off deleted", zh: "举报内容到期删除" },
  about: {
    en: "The ciphertexts of a closed tip-off were deleted when their time had run out and no message was unread.",
    zh: "办结的举报保存期满且没有未读留言，密文已删除；摘要值仍在，无法还原。",
  },
  payload: Payload,
  example: { boxes: 3, closedOn: "2026-05-29" },
});
