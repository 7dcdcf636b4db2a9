import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { ShiftId, Words } from "../witnessing-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** The shift that was handed over. */
    shift: ShiftId,
    isAccepted: Type.Boolean(),
    /** The receiver's own shift, from now on with these rooms. */
    next: Type.Optional(ShiftId),
    reason: Type.Optional(Words(400)),
    version: Type.Integer({ minimum: 1 }),
    officer: Officer,
  },
  closed,
);
export type ShiftReceived = Static<typeof Payload>;

export const shiftReceived = defineFactKind({
  kind: "witnessing.shift-received",
  version: 1,
  title: { en: "Hand-over received or refused", zh: "见证接班" },
  about: {
    en: "The other witness received the rooms, or refused with a reason; then who offered them goes on watching. Never public.",
    zh: "接班人签收，或者写明理由拒收；拒收的仍由交班人值守。不公开。",
  },
  payload: Payload,
  example: {
    shift: "centre-1-20260302-1",
    isAccepted: true,
    next: "centre-2-20260302-3",
    version: 3,
    officer: {
      account: "centre-2",
      name: "陆知远",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
