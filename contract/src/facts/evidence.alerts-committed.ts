import Type, { type Static } from "typebox";

import { Quarter, RuleId, Sha256 } from "../evidence-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    screeningId: Type.String({ format: "uuid" }),
    /** In which the lot was screened, in Asia/Shanghai. */
    quarter: Quarter,
    /** Without a gap in a quarter, from 1: what was committed cannot be left out later. */
    sequence: Type.Integer({ minimum: 1 }),
    /** SHA-256(JCS(the commitment before)); zeros for the first. */
    previous: Sha256,
    /** One of each rule that ran, hit or not: SHA-256(salt ‖ JCS(what it said)). */
    commitments: Type.Array(Type.Object({ rule: RuleId, commitment: Sha256 }, closed)),
  },
  closed,
);
export type AlertsCommitted = Static<typeof Payload>;

export const alertsCommitted = defineFactKind({
  kind: "evidence.alerts-committed",
  version: 1,
  title: { en: "Results of rules committed", zh: "规则结果预先登记" },
  about: {
    en: "What every rule said of a lot, hit or not, bound before any outcome and opened by the quarter. Never public.",
    zh: "各规则对标段的结果（含未命中）在结果产生前登记锁定，按季度开启。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    screeningId: "01900000-0000-7000-8000-000000000000",
    quarter: "2026-Q2",
    sequence: 1,
    previous: "0".repeat(64),
    commitments: [{ rule: "DEV-01", commitment: "0".repeat(64) }],
  },
});
