import Type, { type Static } from "typebox";

import { Level } from "../screening.ts";
import { closed, LotId, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    ocid: Type.String(),
    lotId: LotId,
    /** Number people use, e.g. 线2026-00317. */
    number: Type.String({ minLength: 1, maxLength: 40 }),
    level: Level,
    bits: Type.Number(),
    indicators: Type.Array(Type.String(), { minItems: 1 }),
    parties: Type.Array(Party, { minItems: 1 }),
    /** Fact id of the screening that raised it. */
    screeningId: Type.String(),
    regime: Type.String(),
    industry: Type.Optional(Type.String()),
    place: Type.Optional(Type.String()),
    title: Type.String(),
  },
  closed,
);
export type LeadRaised = Static<typeof Payload>;

export const leadRaised = defineFactKind({
  kind: "screening.lead-raised",
  version: 1,
  title: { en: "Lead raised", zh: "线索生成" },
  about: {
    en: "Evidence from two independent groups, or one determination-grade fact: a person should look. Never public.",
    zh: "两组以上证据或一项认定级事实：需要人工核查。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    ocid: "ocds-mj0001-YL2026-0312",
    lotId: "1",
    number: "线2026-00317",
    level: "lead",
    bits: 18.2,
    indicators: ["DEV-03", "DEV-15"],
    parties: [{ kind: "organisation", name: "云澜青石建设有限公司" }],
    screeningId: "01900000-0000-7000-8000-000000000000",
    regime: "works",
    industry: "housing",
    title: "云澜市青岚路改造工程施工",
  },
});
