import Type, { type Static } from "typebox";

import { MovedClocks } from "../deadlines.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** The fact that entered the calendar or the article. */
    because: Type.String({ minLength: 1, maxLength: 80 }),
    clocks: MovedClocks,
  },
  closed,
);
export type DatesMoved = Static<typeof Payload>;

export const datesMoved = defineFactKind({
  kind: "complaints.dates-moved",
  version: 1,
  title: { en: "Dates moved", zh: "期限变动" },
  about: {
    en: "A new calendar or article moved the dates of a running case; both are kept. Never public.",
    zh: "日历或者法条变动使办理中的期限变动，新旧日期都留存。不公开。",
  },
  payload: Payload,
  example: {
    because: "019a0000-0000-7000-8000-000000000001",
    clocks: [{ clock: "complaint.decide", from: "2026-10-12", to: "2026-10-13" }],
  },
});
