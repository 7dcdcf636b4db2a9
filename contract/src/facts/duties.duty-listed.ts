import Type, { type Static } from "typebox";

import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    matter: Type.Union([Type.Literal("lead"), Type.Literal("complaint"), Type.Literal("tipoff")]),
    regime: Type.Optional(Type.String({ maxLength: 40 })),
    industry: Type.Optional(Type.String({ maxLength: 60 })),
    /** Division code prefix; absent = every place. */
    place: Type.Optional(Type.String({ pattern: "^[0-9]{2,12}$" })),
    department: Type.Object(
      {
        id: Type.String({ pattern: "^[a-z][a-z0-9-]{1,40}$" }),
        name: Type.String({ minLength: 1, maxLength: 120 }),
      },
      closed,
    ),
    legalBasis: Type.String({ minLength: 1, maxLength: 400 }),
    validFrom: PlainDay,
    validTo: Type.Optional(PlainDay),
  },
  closed,
);
export type DutyListed = Static<typeof Payload>;

export const dutyListed = defineFactKind({
  kind: "duties.duty-listed",
  version: 1,
  title: { en: "Duty listed", zh: "职责登记" },
  about: {
    en: "Which department handles a matter of an industry in a place, and by which law.",
    zh: "某行业、某地区的某类事项由哪个部门依据什么办理。",
  },
  payload: Payload,
  example: {
    matter: "lead",
    regime: "works",
    industry: "housing",
    department: { id: "housing", name: "云澜市住房和城乡建设局" },
    legalBasis: "招标投标法实施条例第4条",
    validFrom: "2020-01-01",
  },
});
