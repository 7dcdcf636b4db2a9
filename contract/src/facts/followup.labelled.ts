import Type, { type Static } from "typebox";

import { Label, LeadId, Readers, Words } from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    lead: LeadId,
    label: Label,
    indicators: Type.Array(Words(20), { maxItems: 60 }),
    /** Fact of the decision. */
    because: Words(60),
    readers: Readers,
  },
  closed,
);
export type Labelled = Static<typeof Payload>;

export const labelled = defineFactKind({
  kind: "followup.labelled",
  version: 1,
  title: { en: "Lead labelled", zh: "线索结果标注" },
  about: {
    en: "What the department decided becomes a label of the rules that raised the lead. Never public.",
    zh: "主管部门的决定成为引发该线索的规则的标注。不公开。",
  },
  payload: Payload,
  example: {
    lead: "0198a1b2-0000-7000-8000-000000000001",
    label: "explained",
    indicators: ["DEV-01"],
    because: "0198a1b2-0000-7000-8000-000000000009",
    readers: ["lead"],
  },
});
