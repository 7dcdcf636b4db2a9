import Type, { type Static } from "typebox";

import { IndicatorResult } from "../screening.ts";
import { closed, LotId } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    lotId: LotId,
    /** Number of bids screened. */
    bids: Type.Integer({ minimum: 0 }),
    /** SHA-256 over the sorted content hashes of every fact that went in. */
    inputHash: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    inputs: Type.Array(Type.String(), { maxItems: 20_000 }),
    engineVersion: Type.String(),
    results: Type.Array(IndicatorResult),
    /** Evidence in bits after group caps (D.0.8). */
    bits: Type.Number(),
    /** Groups (DEV, PRC, BEH …) with at least one hit. */
    groups: Type.Array(Type.String()),
    isLead: Type.Boolean(),
  },
  closed,
);
export type LotScreened = Static<typeof Payload>;

export const lotScreened = defineFactKind({
  kind: "screening.lot-screened",
  version: 1,
  title: { en: "Lot screened", zh: "标段筛查" },
  about: {
    en: "The indicators ran over a lot at its opening, with their evidence. Never public.",
    zh: "开标时对标段运行全部指标并保留证据。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    lotId: "1",
    bids: 3,
    inputHash: "0".repeat(64),
    inputs: [],
    engineVersion: "1.0.0",
    results: [],
    bits: 0,
    groups: [],
    isLead: false,
  },
});
