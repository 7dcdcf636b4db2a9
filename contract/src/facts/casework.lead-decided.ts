import Type, { type Static } from "typebox";

import { DecisionOutcome, Officer } from "../casework.ts";
import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    officer: Officer,
    outcome: DecisionOutcome,
    decisionNo: Type.String({ minLength: 1, maxLength: 120 }),
    decidedOn: PlainDay,
    findings: Type.String({ minLength: 1, maxLength: 8000 }),
    articles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 }),
    version: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type LeadDecided = Static<typeof Payload>;

export const leadDecided = defineFactKind({
  kind: "casework.lead-decided",
  version: 1,
  title: { en: "Lead decided", zh: "线索处理决定" },
  about: {
    en: "The competent department decided. Not public until it publishes the decision.",
    zh: "主管部门作出处理决定。部门公布之前不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    outcome: "notEstablished",
    decisionNo: "云建监〔2026〕18号",
    decidedOn: "2026-04-20",
    findings: "经核查，两家投标人在同一图文店制作文件，各自独立报价，未发现条例规定的情形。",
    articles: ["招标投标法实施条例第40条"],
    version: 4,
  },
});
