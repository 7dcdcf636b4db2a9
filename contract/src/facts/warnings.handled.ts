import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { NodeId, WarningHandling } from "../warnings-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    warning: Type.String({ format: "uuid" }),
    scope: Type.String({ minLength: 1, maxLength: 400 }),
    node: NodeId,
    handling: WarningHandling,
    note: Type.String({ minLength: 2, maxLength: 1000 }),
    version: Type.Integer({ minimum: 1 }),
    by: Type.Object(
      {
        account: Type.String({ maxLength: 120 }),
        name: Type.String({ maxLength: 120 }),
        unit: Type.String({ maxLength: 200 }),
      },
      closed,
    ),
  },
  closed,
);
export type Handled = Static<typeof Payload>;

export const handled = defineFactKind({
  kind: "warnings.handled",
  version: 1,
  title: { en: "Warning handled", zh: "预警处置" },
  about: {
    en: "Staff saw a warning, passed it on, or noted that the agency corrected the matter. It is no finding.",
    zh: "工作人员已阅、转送预警，或者记录代理机构已经改正。不是违法认定。",
  },
  payload: Payload,
  example: {
    warning: "0f0c7a52-3a85-4a2c-8d57-6d1f2f5b9a10",
    scope: "ocds-mj0001-YL2026-0017/",
    node: "W-NOT-01",
    handling: "corrected",
    note: "代理机构已发更正公告，投标截止时间顺延。",
    version: 1,
    by: { account: "centre-1", name: "顾知微", unit: "云澜市公共资源交易中心" },
  },
});
