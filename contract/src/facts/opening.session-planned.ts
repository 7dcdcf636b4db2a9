import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { OpeningId, OpeningMode } from "../opening-values.ts";
import { closed, Instant, LotId } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    session: OpeningId,
    lotId: LotId,
    startsAt: Instant,
    mode: OpeningMode,
    /** Name of the opening room. */
    room: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    /** Who runs the opening, by name: the agency, or who purchases without one. */
    host: Type.String({ minLength: 2, maxLength: 400 }),
    /** Minutes that bidders have to decrypt. */
    decryptMinutes: Type.Integer({ minimum: 5, maximum: 480 }),
    /** Random; neutral numbers of bidders follow from it. Never public. */
    nonce: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    officer: Officer,
  },
  closed,
);
export type SessionPlanned = Static<typeof Payload>;

export const sessionPlanned = defineFactKind({
  kind: "opening.session-planned",
  version: 1,
  title: { en: "Opening planned", zh: "开标场次安排" },
  about: {
    en: "A bid opening was put on the day's list: lot, time, room, host. Public without the nonce.",
    zh: "安排一场开标：标段、时间、开标室、主持单位。随机数不公开，其余公开。",
  },
  payload: Payload,
  example: {
    session: "yl2026-0312-1",
    lotId: "1",
    startsAt: "2026-03-02T09:30:00+08:00",
    mode: "online",
    room: "开标一室",
    host: "云澜诚信招标代理有限公司",
    decryptMinutes: 60,
    nonce: "77aa".repeat(16),
    officer: {
      account: "agency-1",
      name: "林嘉禾",
      department: { id: "agency-1", name: "云澜诚信招标代理有限公司" },
    },
  },
});
