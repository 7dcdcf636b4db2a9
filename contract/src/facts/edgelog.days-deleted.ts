import Type, { type Static } from "typebox";

import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Days of the deleted records, in Asia/Shanghai. */
    days: Type.Array(
      Type.Object(
        {
          day: PlainDay,
          files: Type.Integer({ minimum: 1 }),
        },
        closed,
      ),
      { minItems: 1 },
    ),
  },
  closed,
);
export type DaysDeleted = Static<typeof Payload>;

export const daysDeleted = defineFactKind({
  kind: "edgelog.days-deleted",
  version: 1,
  title: { en: "Days of the edge log deleted", zh: "入口日志到期删除" },
  about: {
    en: "Files of the edge log whose six months are over were deleted: which days, how many files, nothing of what was in them.",
    zh: "入口日志留存满六个月的文件已删除：只记是哪几天、各几个文件，不记内容。",
  },
  payload: Payload,
  example: { days: [{ day: "2026-05-28", files: 2 }] },
});
