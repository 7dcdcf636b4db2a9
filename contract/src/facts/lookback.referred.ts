import Type, { type Static } from "typebox";

import { Department, Officer } from "../casework.ts";
import { Route } from "../lookback-values.ts";
import { closed, LotId } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    ocid: Type.String({ minLength: 3, maxLength: 140 }),
    lotId: LotId,
    findings: Type.Array(Type.String({ minLength: 6, maxLength: 80 }), {
      minItems: 1,
      maxItems: 200,
    }),
    route: Route,
    to: Department,
    articles: Type.Array(Type.String({ maxLength: 80 }), { maxItems: 20 }),
    text: Type.String({ minLength: 4, maxLength: 4000, pattern: "\\S" }),
    officer: Officer,
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type LookbackReferred = Static<typeof Payload>;

export const lookbackReferred = defineFactKind({
  kind: "lookback.referred",
  version: 1,
  title: { en: "Look-back referred", zh: "回头看线索移送" },
  about: {
    en: "After signature findings are handed to the department that supervises, by the route of their regime. Never public.",
    zh: "评标报告签署后，把核查情况按所属领域的法定途径移送行政监督部门。不公开。",
  },
  payload: Payload,
  example: {
    ocid: "ocds-mj0001-YL2026-0312",
    lotId: "1",
    findings: ["EXP-01/2/0"],
    route: "department",
    to: { id: "housing", name: "云澜市住房和城乡建设局" },
    articles: ["ZTB-T-71"],
    text: "评标委员会维持原打分，核查情况及数据随函移送。",
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
    version: 4,
  },
});
