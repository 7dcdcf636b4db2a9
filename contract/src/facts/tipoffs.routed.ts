import Type, { type Static } from "typebox";

import { Department } from "../casework.ts";
import { OrganisationId } from "../organisation.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    department: Department,
    legalBasis: Type.String({ minLength: 1, maxLength: 400 }),
    /** How it was found: the discipline office, the list of duties, or the coordinator where the list gives nobody. */
    matched: Type.Enum(["discipline", "duty", "coordinator"] as const),
    /** Units whose people never see it: the reported one, all above and below it, groups stationed in them. */
    family: Type.Array(OrganisationId, { maxItems: 2000 }),
    /** Keys of the reported unit as a party: who is recused from it never sees it either. */
    keys: Type.Array(Type.String({ maxLength: 200 }), { maxItems: 10 }),
    version: Type.Literal(0),
  },
  closed,
);
export type TipoffRouted = Static<typeof Payload>;

export const tipoffRouted = defineFactKind({
  kind: "tipoffs.routed",
  version: 1,
  title: { en: "Tip-off routed", zh: "举报分送" },
  about: {
    en: "Which office the tip-off went to by its coded fields, and who is kept away from it. Never public.",
    zh: "依据编码字段把举报送给哪个受理机关，以及哪些单位须回避。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    department: { id: "housing", name: "云澜市住房和城乡建设局" },
    legalBasis: "《招标投标法实施条例》第4条",
    matched: "duty",
    family: [],
    keys: [],
    version: 0,
  },
});
