import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { OpenMatter, RoomName, ShiftId, Words } from "../witnessing-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    shift: ShiftId,
    rooms: Type.Array(RoomName, { minItems: 1, maxItems: 12 }),
    /** Absent: the shift ends, because nothing is open. */
    to: Type.Optional(
      Type.Object(
        {
          account: Type.String({ minLength: 1, maxLength: 80 }),
          name: Type.String({ minLength: 1, maxLength: 80 }),
        },
        closed,
      ),
    ),
    open: Type.Array(OpenMatter, { maxItems: 200 }),
    note: Type.Optional(Words(1000)),
    version: Type.Integer({ minimum: 1 }),
    officer: Officer,
  },
  closed,
);
export type ShiftHandedOver = Static<typeof Payload>;

export const shiftHandedOver = defineFactKind({
  kind: "witnessing.shift-handed-over",
  version: 1,
  title: { en: "Shift handed over", zh: "见证交班" },
  about: {
    en: "A witness offers rooms to another with what is still open, and goes on watching until the other has received them. Never public.",
    zh: "见证人员把场所连同未了事项交给接班人；对方签收之前仍由交班人值守。不公开。",
  },
  payload: Payload,
  example: {
    shift: "centre-1-20260302-1",
    rooms: ["开标一室"],
    to: { account: "centre-2", name: "陆知远" },
    open: [
      {
        kind: "unanswered",
        room: "开标一室",
        session: "yl2026-0312-1",
        about: "1",
        text: "1号异议尚未答复",
      },
    ],
    version: 2,
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
