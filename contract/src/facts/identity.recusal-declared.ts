import Type, { type Static } from "typebox";

import { OrganisationId } from "../organisation.ts";
import { closed, Party, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    recusal: OrganisationId,
    person: OrganisationId,
    /** Processes and leads that name this party are closed to the person. */
    party: Party,
    relation: Type.Enum(["family", "formerEmployer", "shareholding", "dispute", "other"] as const),
    validFrom: PlainDay,
    validTo: Type.Optional(PlainDay),
  },
  closed,
);
export type RecusalDeclared = Static<typeof Payload>;

export const recusalDeclared = defineFactKind({
  kind: "identity.recusal-declared",
  version: 1,
  title: { en: "Recusal declared", zh: "回避申报" },
  about: {
    en: "A relation between an official and a party: what names the party is closed to the official.",
    zh: "工作人员与某当事人之间的利害关系：涉及该当事人的事项对其关闭。",
  },
  payload: Payload,
  example: {
    recusal: "recusal-1",
    person: "chen-lan",
    party: { kind: "organisation", name: "云澜宏图建设有限公司" },
    relation: "family",
    validFrom: "2026-01-01",
  },
});
