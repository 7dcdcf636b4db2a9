import Type, { type Static } from "typebox";

import { closed, LotId } from "../values.ts";
import {
  NodeId,
  WARNING_ACTS,
  WarningAdvice,
  WarningMode,
  WarningParams,
  WarningStage,
} from "../warnings-values.ts";
import { defineFactKind } from "./fact.ts";

const Checked = Type.Object(
  {
    node: NodeId,
    isHit: Type.Boolean(),
    mode: WarningMode,
    advice: WarningAdvice,
    params: WarningParams,
    articles: Type.Array(Type.String({ maxLength: 40 }), { maxItems: 20 }),
    notComputable: Type.Optional(Type.String({ maxLength: 80 })),
    /** Days by which a limit was counted. */
    strip: Type.Optional(Type.Array(Type.Object({}), { maxItems: 400 })),
  },
  closed,
);

const Payload = Type.Object(
  {
    check: Type.String({ format: "uuid" }),
    /** Who asked, or whose fact showed it. */
    source: Type.String({ minLength: 1, maxLength: 80 }),
    actId: Type.String({ minLength: 1, maxLength: 140 }),
    /** What the warnings belong to: repeated checks of it make no second warning. */
    scope: Type.String({ minLength: 1, maxLength: 400 }),
    stage: WarningStage,
    act: Type.Enum(WARNING_ACTS as [(typeof WARNING_ACTS)[number]]),
    ocid: Type.Optional(Type.String({ maxLength: 140 })),
    lotId: Type.Optional(LotId),
    /** Before the act, or seen after it. */
    timing: Type.Enum(["before", "after"] as const),
    nodes: Type.Array(Checked, { maxItems: 100 }),
  },
  closed,
);
export type Warned = Static<typeof Payload>;

export const warned = defineFactKind({
  kind: "warnings.warned",
  version: 1,
  title: { en: "Warned", zh: "自动预警" },
  about: {
    en: "Warning nodes looked at an act before it was done, or at a fact after it, and something was found or is settled now. Never public.",
    zh: "警示节点在行为作出前（或者事实报送后）作了检查，发现问题或者问题已经消除。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    check: "7b0d4f9a-52a1-4c8e-9a55-0f6f0f6b8c11",
    source: "trading",
    actId: "notice/20260501-17",
    scope: "ocds-mj0001-YL2026-0017/",
    stage: "notice",
    act: "publishNotice",
    ocid: "ocds-mj0001-YL2026-0017",
    timing: "before",
    nodes: [
      {
        node: "W-NOT-01",
        isHit: true,
        mode: "requireReason",
        advice: "requireReason",
        params: {
          from: "2026-05-01",
          to: "2026-05-15",
          days: 14,
          limit: 20,
          earliest: "2026-05-21",
        },
        articles: ["ZTB-24"],
      },
    ],
  },
});
