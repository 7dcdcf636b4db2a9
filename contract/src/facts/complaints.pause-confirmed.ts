import Type, { type Static } from "typebox";

import { closed, Instant } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    ocid: Type.String({ pattern: "^ocds-mj0001-[A-Za-z0-9._-]{1,120}$" }),
    /** When the trading system stopped the process. */
    pausedAt: Instant,
    note: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })),
  },
  closed,
);
export type PauseConfirmed = Static<typeof Payload>;

export const pauseConfirmed = defineFactKind({
  kind: "complaints.pause-confirmed",
  version: 1,
  title: { en: "Pause confirmed", zh: "确认已经暂停" },
  about: {
    en: "The trading system says that the process stands still until the objection is answered. Never public.",
    zh: "交易系统确认：异议答复之前，招标投标活动已经暂停。不公开。",
  },
  payload: Payload,
  example: {
    ocid: "ocds-mj0001-YL-2026-0007",
    pausedAt: "2026-04-02T09:20:00+08:00",
  },
});
