import Type, { type Static } from "typebox";

import { Department, Officer } from "../casework.ts";
import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    unit: Department,
    /** Hours until the unit must have signed for what it was sent. */
    takeHours: Type.Integer({ minimum: 1, maximum: 72 }),
    /** The unit's own shorter promise, in working days; absent: the city's. */
    complaintDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 15 })),
    challengeDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 7 })),
    /** Where the unit publishes; the list is fetched to check. */
    siteUrl: Type.Optional(Type.String({ pattern: "^https?://", maxLength: 400 })),
    letterPrefix: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
    validFrom: PlainDay,
    officer: Type.Optional(Officer),
  },
  closed,
);
export type ProfileSet = Static<typeof Payload>;

export const profileSet = defineFactKind({
  kind: "complaints.profile-set",
  version: 1,
  title: { en: "Department profile set", zh: "部门办理规定" },
  about: {
    en: "A department's own limits, never longer than the city's or the law's. Public.",
    zh: "部门自定的办理时限，不得长于承诺和法定期限。公开。",
  },
  payload: Payload,
  example: {
    unit: { id: "housing", name: "云澜市住房和城乡建设局" },
    takeHours: 4,
    complaintDays: 12,
    validFrom: "2026-01-01",
  },
});
