import Type, { type Static } from "typebox";

import { MatterKind, OrganisationId } from "../organisation.ts";
import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    delegation: OrganisationId,
    fromPerson: OrganisationId,
    toPerson: OrganisationId,
    post: OrganisationId,
    /** Absent: every matter of the post. */
    matters: Type.Optional(Type.Array(MatterKind, { minItems: 1, maxItems: 6 })),
    reason: Type.String({ minLength: 1, maxLength: 400 }),
    validFrom: PlainDay,
    validTo: PlainDay,
  },
  closed,
);
export type DelegationMade = Static<typeof Payload>;

export const delegationMade = defineFactKind({
  kind: "identity.delegation-made",
  version: 1,
  title: { en: "Delegation made", zh: "授权委托" },
  about: {
    en: "The holder of a post lets another person act for it between two days.",
    zh: "岗位任职人在起止日期内委托他人代为履职。",
  },
  payload: Payload,
  example: {
    delegation: "delegation-1",
    fromPerson: "chen-lan",
    toPerson: "xu-qinghe",
    post: "housing-officer",
    reason: "参加专项检查",
    validFrom: "2026-05-01",
    validTo: "2026-05-10",
  },
});
