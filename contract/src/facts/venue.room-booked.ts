import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed, Instant, LotId } from "../values.ts";
import { BookingId, RoomId, RoomUse } from "../venue-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    booking: BookingId,
    room: RoomId,
    use: RoomUse,
    /** Absent: for the project as a whole, or for no project. */
    lotId: Type.Optional(LotId),
    from: Instant,
    /** Not part of it: the next booking may begin here. */
    to: Instant,
    title: Type.String({ minLength: 1, maxLength: 400 }),
    officer: Officer,
  },
  closed,
);
export type RoomBooked = Static<typeof Payload>;

/** The subject is the project, or `room:<id>` for a booking without one. */
export const roomBooked = defineFactKind({
  kind: "venue.room-booked",
  version: 1,
  title: { en: "Room booked", zh: "场所预约" },
  about: {
    en: "A room is held for an opening, an evaluation or another use of a project; its cameras belong to the project for that time.",
    zh: "为项目开标、评标等预约房间；该时段房间内的摄像通道归属该项目。",
  },
  payload: Payload,
  example: {
    booking: "yy2026-0312-1",
    room: "opening-1",
    use: "opening",
    lotId: "1",
    from: "2026-03-02T09:00:00+08:00",
    to: "2026-03-02T12:00:00+08:00",
    title: "云澜港进港道路提升工程施工　开标",
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
