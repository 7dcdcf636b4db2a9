import Type, { type Static } from "typebox";

import { closed, Instant } from "../values.ts";
import { NodeId, WarningMode } from "../warnings-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    node: NodeId,
    mode: WarningMode,
    from: Instant,
    ground: Type.String({ minLength: 10, maxLength: 400 }),
    by: Type.Object(
      { account: Type.String({ maxLength: 120 }), name: Type.String({ maxLength: 120 }) },
      closed,
    ),
  },
  closed,
);
export type ModeSet = Static<typeof Payload>;

export const modeSet = defineFactKind({
  kind: "warnings.mode-set",
  version: 1,
  title: { en: "Mode of a warning node set", zh: "警示节点方式设定" },
  about: {
    en: "A person set how strictly a warning node speaks, with the ground and the instant from which it holds.",
    zh: "有权人员设定警示节点的方式（静默记录、提醒、要求说明理由、建议停止），写明理由和生效时间。",
  },
  payload: Payload,
  example: {
    node: "W-NOT-01",
    mode: "block",
    from: "2026-06-01T00:00:00+08:00",
    ground: "试行两个月没有误报，改为建议停止。",
    by: { account: "director-1", name: "许行之" },
  },
});
