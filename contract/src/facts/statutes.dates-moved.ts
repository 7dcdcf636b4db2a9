import Type, { type Static } from "typebox";

import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Due = Type.Union([PlainDay, Type.Null()]);

const Payload = Type.Object(
  {
    /** What moved them: year or id of the article, and version, e.g. `2027/1`. */
    entry: Type.String({ minLength: 3, maxLength: 60 }),
    /** Long lists come in parts, from 1. */
    part: Type.Integer({ minimum: 1, maximum: 9999 }),
    moves: Type.Array(
      Type.Object(
        {
          voice: Type.String({ minLength: 1, maxLength: 80 }),
          number: Type.String({ minLength: 1, maxLength: 80 }),
          clock: Type.String({ minLength: 1, maxLength: 60 }),
          /** Null: not certain. Absent: the clock does not run. */
          before: Type.Optional(Due),
          after: Type.Optional(Due),
        },
        closed,
      ),
      { minItems: 1, maxItems: 1000 },
    ),
  },
  closed,
);
export type DatesMoved = Static<typeof Payload>;

export const datesMoved = defineFactKind({
  kind: "statutes.dates-moved",
  version: 1,
  title: { en: "Dates moved", zh: "期限随法规或放假安排变动" },
  about: {
    en: "Dates of open clocks that an entered year or article moved: the old and the new one of each. Steps that are done are not among them.",
    zh: "录入年度放假安排或条文后，在办事项的期限变动：每一项列出原日期和新日期；已办结的环节不在其中。",
  },
  payload: Payload,
  example: {
    entry: "2030/1",
    part: 1,
    moves: [
      {
        voice: "v-0192f0c1",
        number: "TS-2029-0001",
        clock: "complaint.decide",
        before: null,
        after: "2030-01-14",
      },
    ],
  },
});
