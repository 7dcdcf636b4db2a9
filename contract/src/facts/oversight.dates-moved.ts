import Type, { type Static } from "typebox";

import { MovedClocks } from "../deadlines.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** The fact that entered the calendar. */
    because: Type.String({ minLength: 1, maxLength: 80 }),
    clocks: MovedClocks,
  },
  closed,
);
export type OversightDatesMoved = Static<typeof Payload>;

export const oversightDatesMoved = defineFactKind({
  kind: "oversight.dates-moved",
  version: 1,
  title: { en: "Dates of a notice or card moved", zh: "监督文书期限变动" },
  about: {
    en: "A new calendar moved the last day of a notice or of a card's comment; both are kept. Never public.",
    zh: "新的日历使监督文书的回复期限或者履职情况表的说明期限变动，新旧日期都留存。不公开。",
  },
  payload: Payload,
  example: {
    because: "019a0000-0000-7000-8000-000000000001",
    clocks: [{ clock: "notice.answer", from: "2026-10-12", to: "2026-10-13" }],
  },
});
