import Type, { type Static } from "typebox";

import { JurisdictionClause, OrganisationId, Role } from "../organisation.ts";
import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    post: OrganisationId,
    unit: OrganisationId,
    title: Type.String({ minLength: 1, maxLength: 120 }),
    role: Role,
    jurisdiction: Type.Array(JurisdictionClause, { maxItems: 20 }),
    validFrom: PlainDay,
    validTo: Type.Optional(PlainDay),
  },
  closed,
);
export type PostDefined = Static<typeof Payload>;

export const postDefined = defineFactKind({
  kind: "identity.post-defined",
  version: 1,
  title: { en: "Post defined", zh: "岗位设置" },
  about: {
    en: "A post of a unit, its role and its jurisdiction from a day on.",
    zh: "某机构的岗位、角色和辖区，自某日起生效。",
  },
  payload: Payload,
  example: {
    post: "housing-officer",
    unit: "housing",
    title: "招标投标监督科 经办人",
    role: "officer",
    jurisdiction: [{ matters: ["process", "lead"], regimes: ["works"], industries: ["housing"] }],
    validFrom: "2020-01-01",
  },
});
