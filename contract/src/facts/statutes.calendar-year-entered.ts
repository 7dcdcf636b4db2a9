import Type, { type Static } from "typebox";

import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

/** One that the calendar does not have is named by the check of the year (clocks), which a schema of keys could only call unknown. */
const DAY_KEY = "^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$";

/** What the notices of a year settle; they may name days of the last week of the year before. */
export const CalendarYearContent = Type.Object(
  {
    year: Type.Integer({ minimum: 2007, maximum: 2099 }),
    /** Addresses of the notices. */
    notices: Type.Array(Type.String({ minLength: 1, maxLength: 300 }), {
      minItems: 1,
      maxItems: 8,
    }),
    /** Days off, with the name of the holiday. */
    off: Type.Record(
      Type.String({ pattern: DAY_KEY }),
      Type.String({ minLength: 1, maxLength: 40 }),
      closed,
    ),
    /** Rest days that are worked. */
    makeUp: Type.Array(PlainDay, { maxItems: 60 }),
    /** Name and number of the notice, or why the year is corrected. */
    ground: Type.String({ minLength: 2, maxLength: 200 }),
  },
  closed,
);
export type CalendarYearContent = Static<typeof CalendarYearContent>;

const Payload = Type.Object(
  {
    ...CalendarYearContent.properties,
    /** 1 for the first entry of a year; the latest version of a year counts. */
    version: Type.Integer({ minimum: 1, maximum: 999 }),
  },
  closed,
);
export type CalendarYearEntered = Static<typeof Payload>;

export const calendarYearEntered = defineFactKind({
  kind: "statutes.calendar-year-entered",
  version: 1,
  title: { en: "Calendar year entered", zh: "年度放假安排录入" },
  about: {
    en: "Days off and make-up working days of a year by the State Council's notice, entered by one person and approved by one of another unit. Dates that touch the year are counted by it from then on.",
    zh: "某一年度依据国务院通知的放假和调休安排，由一人录入、另一机构的人员复核；此后涉及该年度的期限按它计算。",
  },
  payload: Payload,
  example: {
    year: 2030,
    notices: ["https://www.example.gov.cn/notices/2030"],
    off: { "2030-01-01": "元旦", "2030-02-04": "春节" },
    makeUp: ["2030-02-09"],
    ground: "国务院办公厅关于2030年部分节假日安排的通知（示例）",
    version: 1,
  },
});
