import Type, { type Static } from "typebox";

import { Department, DecisionOutcome } from "../casework.ts";
import { closed, LotId, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    lotId: Type.Optional(LotId),
    department: Department,
    decisionNo: Type.String({ minLength: 1, maxLength: 120 }),
    decidedOn: PlainDay,
    outcome: DecisionOutcome,
    title: Type.String({ minLength: 1, maxLength: 300 }),
    /** The text the department publishes: its own words, without persons' names. */
    text: Type.String({ minLength: 1, maxLength: 20_000 }),
    articles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 }),
  },
  closed,
);
export type DecisionPublished = Static<typeof Payload>;

export const decisionPublished = defineFactKind({
  kind: "publication.decision-published",
  version: 1,
  title: { en: "Decision published", zh: "处理决定公布" },
  about: {
    en: "The competent department published its decision about a process. Public.",
    zh: "主管部门公布对交易项目的处理决定。公开。",
  },
  payload: Payload,
  example: {
    lotId: "1",
    department: { id: "housing", name: "云澜市住房和城乡建设局" },
    decisionNo: "云建监〔2026〕18号",
    decidedOn: "2026-04-20",
    outcome: "notEstablished",
    title: "关于青岚路改造工程施工招标有关情况的处理决定",
    text: "经核查，未发现招标投标法实施条例第四十条规定的情形。",
    articles: ["招标投标法实施条例第40条"],
  },
});
