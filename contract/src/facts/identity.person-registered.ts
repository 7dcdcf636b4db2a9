import Type, { type Static } from "typebox";

import { OrganisationId } from "../organisation.ts";
import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    person: OrganisationId,
    name: Type.String({ minLength: 1, maxLength: 80 }),
    /** Keyed token of an expert, as evaluations name it. */
    token: Type.Optional(Type.String({ minLength: 8, maxLength: 128 })),
    validFrom: PlainDay,
    validTo: Type.Optional(PlainDay),
  },
  closed,
);
export type PersonRegistered = Static<typeof Payload>;

export const personRegistered = defineFactKind({
  kind: "identity.person-registered",
  version: 1,
  title: { en: "Person registered", zh: "人员登记" },
  about: {
    en: "A person who may hold posts; the account of the same name signs in.",
    zh: "可以担任岗位的人员；同名账号用于登录。",
  },
  payload: Payload,
  example: { person: "chen-lan", name: "陈岚", validFrom: "2020-01-01" },
});
