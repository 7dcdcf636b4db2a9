import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { RoomId, RoomZone } from "../venue-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    room: RoomId,
    /** As written on its door; unique among rooms in use. */
    name: Type.String({ minLength: 1, maxLength: 80 }),
    zone: RoomZone,
    seats: Type.Optional(Type.Integer({ minimum: 1, maximum: 2000 })),
    /** False: taken out of use. */
    isInUse: Type.Boolean(),
    officer: Officer,
  },
  closed,
);
export type RoomRegistered = Static<typeof Payload>;

/** The last one of a room holds. */
export const roomRegistered = defineFactKind({
  kind: "venue.room-registered",
  version: 1,
  title: { en: "Room registered", zh: "场所登记" },
  about: {
    en: "A room of the trading venue: name on the door, zone, seats, in use or not.",
    zh: "登记交易场所的房间：门牌名称、区域、座位、是否启用。",
  },
  payload: Payload,
  example: {
    room: "opening-1",
    name: "开标一室",
    zone: "opening",
    seats: 40,
    isInUse: true,
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
