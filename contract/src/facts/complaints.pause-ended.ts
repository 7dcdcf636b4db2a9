import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Day of receipt of the result, the last day that is not counted. */
    to: PlainDay,
    why: Type.Enum(["resultReceived", "expectedEnd", "cap"] as const),
    /** Number and name of the result. */
    document: Type.Optional(Type.String({ minLength: 2, maxLength: 200 })),
    officer: Type.Optional(Officer),
    /** Absent: the clock went on by itself. */
    version: Type.Optional(Type.Integer({ minimum: 0 })),
  },
  closed,
);
export type PauseEnded = Static<typeof Payload>;

export const pauseEnded = defineFactKind({
  kind: "complaints.pause-ended",
  version: 1,
  title: { en: "Pause ended", zh: "期限恢复" },
  about: {
    en: "The clock runs again: the result came, or the expected end or the cap passed. Never public.",
    zh: "期限恢复计算：收到结果，或者预计日期、最长期限届满自动恢复。不公开。",
  },
  payload: Payload,
  example: {
    to: "2026-04-22",
    why: "resultReceived",
    document: "鉴定意见书 JD-2026-118",
    version: 4,
  },
});
