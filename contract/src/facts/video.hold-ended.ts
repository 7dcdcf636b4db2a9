import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    hold: Type.String({ pattern: "^[0-9a-f]{32}$" }),
    reason: Type.String({ minLength: 4, maxLength: 400 }),
    officer: Officer,
  },
  closed,
);
export type HoldEnded = Static<typeof Payload>;

export const videoHoldEnded = defineFactKind({
  kind: "video.hold-ended",
  version: 1,
  title: { en: "Recording released", zh: "解除录像封存" },
  about: {
    en: "A recording that was held returns to its ordinary time.",
    zh: "解除封存，录像恢复按期限保存。",
  },
  payload: Payload,
  example: {
    hold: "7a".repeat(16),
    reason: "投诉处理完毕。",
    officer: {
      account: "housing-1",
      name: "沈时雨",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
  },
});
