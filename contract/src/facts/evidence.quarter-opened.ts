import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { Quarter, RuleId, Sha256 } from "../evidence-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Count = Type.Integer({ minimum: 0 });
const Share = Type.Number({ minimum: 0, maximum: 1 });

const Payload = Type.Object(
  {
    officer: Officer,
    rule: RuleId,
    quarter: Quarter,
    /** Lots committed, those of them that the rule could not judge, those it hit. */
    lots: Count,
    notComputable: Count,
    hits: Count,
    /** Hits about which a department decided, and those it held to be established. */
    reviewed: Count,
    confirmed: Count,
    /** Clopper–Pearson, 95 %; absent without a review. */
    interval: Type.Optional(Type.Object({ low: Share, high: Share }, closed)),
    /** Last commitment of the quarter as it stood, and SHA-256(JCS(its payload)). */
    last: Count,
    head: Sha256,
  },
  closed,
);
export type QuarterOpened = Static<typeof Payload>;

export const quarterOpened = defineFactKind({
  kind: "evidence.quarter-opened",
  version: 1,
  title: { en: "Quarter of a rule opened", zh: "规则季度开启" },
  about: {
    en: "How often a rule hit in a quarter and how often it was right, over everything committed before. Never public.",
    zh: "一条规则一个季度的命中、核查和属实情况，范围是事先登记的全部标段。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "coordinator-1",
      name: "江予安",
      department: { id: "coordinator", name: "云澜市公共资源交易监督管理办公室" },
    },
    rule: "DEV-01",
    quarter: "2026-Q2",
    lots: 120,
    notComputable: 4,
    hits: 9,
    reviewed: 6,
    confirmed: 4,
    interval: { low: 0.22, high: 0.96 },
    last: 120,
    head: "0".repeat(64),
  },
});
