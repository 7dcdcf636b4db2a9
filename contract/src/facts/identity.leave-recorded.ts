import Type, { type Static } from "typebox";

import { OrganisationId } from "../organisation.ts";
import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    leave: OrganisationId,
    person: OrganisationId,
    deputy: OrganisationId,
    reason: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })),
    validFrom: PlainDay,
    validTo: PlainDay,
  },
  closed,
);
export type LeaveRecorded = Static<typeof Payload>;

export const leaveRecorded = defineFactKind({
  kind: "identity.leave-recorded",
  version: 1,
  title: { en: "Leave recorded", zh: "休假与代理" },
  about: {
    en: "A person is away between two days and a deputy acts in all posts meanwhile.",
    zh: "某人在起止日期内休假或外出，由代理人代行其岗位职责。",
  },
  payload: Payload,
  example: {
    leave: "leave-1",
    person: "chen-lan",
    deputy: "xu-qinghe",
    validFrom: "2026-05-01",
    validTo: "2026-05-10",
  },
});
