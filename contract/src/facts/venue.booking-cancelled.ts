import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { BookingId } from "../venue-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    booking: BookingId,
    reason: Type.String({ minLength: 2, maxLength: 400 }),
    officer: Officer,
  },
  closed,
);
export type BookingCancelled = Static<typeof Payload>;

export const bookingCancelled = defineFactKind({
  kind: "venue.booking-cancelled",
  version: 1,
  title: { en: "Booking cancelled", zh: "取消场所预约" },
  about: {
    en: "A room is free again before its time, with the reason.",
    zh: "提前释放已预约的房间，并写明原因。",
  },
  payload: Payload,
  example: {
    booking: "yy2026-0312-1",
    reason: "开标时间顺延，另行预约。",
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
