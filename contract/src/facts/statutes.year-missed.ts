import Type, { type Static } from "typebox";

import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    year: Type.Integer({ minimum: 2007, maximum: 2099 }),
    /** Day on which it was noticed. */
    on: PlainDay,
    /** Open voices and clocks whose date is not certain because of it. */
    voices: Type.Integer({ minimum: 1 }),
    clocks: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type YearMissed = Static<typeof Payload>;

export const yearMissed = defineFactKind({
  kind: "statutes.year-missed",
  version: 1,
  title: { en: "Calendar year missed", zh: "缺少年度放假安排" },
  about: {
    en: "A machine noticed that dates of open voices touch a year whose notice is not entered. It tells whoever may enter it, once a month.",
    zh: "系统发现在办事项的期限跨入尚未录入放假安排的年度，每月提醒一次有权录入的人员。",
  },
  payload: Payload,
  example: { year: 2030, on: "2029-12-03", voices: 3, clocks: 4 },
});
