import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { ActId, NodeId, OverrideGround } from "../warnings-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    source: Type.String({ minLength: 1, maxLength: 80 }),
    actId: ActId,
    scope: Type.String({ minLength: 1, maxLength: 400 }),
    node: NodeId,
    ground: OverrideGround,
    reason: Type.String({ minLength: 20, maxLength: 2000 }),
    approvedBy: Type.String({ minLength: 2, maxLength: 120 }),
  },
  closed,
);
export type Overridden = Static<typeof Payload>;

export const overridden = defineFactKind({
  kind: "warnings.overridden",
  version: 1,
  title: { en: "Gone ahead in spite of a warning", zh: "不采纳预警" },
  about: {
    en: "An act goes ahead in spite of a warning, with a ground, a reason and who approved it. It is shown on the board itself.",
    zh: "行为人不采纳预警继续办理，写明理由类别、理由和批准人；该情况本身列入警示节点板。",
  },
  payload: Payload,
  example: {
    source: "trading",
    actId: "notice/20260501-17",
    scope: "ocds-mj0001-YL2026-0017/",
    node: "W-NOT-01",
    ground: "notMandatory",
    reason: "项目单项合同估算价低于必须招标限额，属于自愿招标。",
    approvedBy: "业主代表 林一舟",
  },
});
