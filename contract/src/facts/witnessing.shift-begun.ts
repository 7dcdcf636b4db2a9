import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { RoomName, ShiftId } from "../witnessing-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    shift: ShiftId,
    /** Rooms taken under watch; nobody watched them before. */
    rooms: Type.Array(RoomName, { minItems: 1, maxItems: 12 }),
    /** One more with each act on any shift: of two at once only one wins. */
    version: Type.Integer({ minimum: 1 }),
    officer: Officer,
  },
  closed,
);
export type ShiftBegun = Static<typeof Payload>;

export const shiftBegun = defineFactKind({
  kind: "witnessing.shift-begun",
  version: 1,
  title: { en: "Shift begun", zh: "见证值守开始" },
  about: {
    en: "A witness began to watch rooms, or took more rooms under watch. Never public.",
    zh: "见证人员开始值守若干场所，或者增加值守场所。不公开。",
  },
  payload: Payload,
  example: {
    shift: "centre-1-20260302-1",
    rooms: ["开标一室", "开标二室"],
    version: 1,
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
