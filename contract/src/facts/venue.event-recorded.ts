import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { RoomEvent, RoomId } from "../venue-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    room: RoomId,
    /** Door, cabinet or desk that tells it, as its own system names it. */
    device: Type.String({ minLength: 1, maxLength: 80 }),
    event: RoomEvent,
    /** Badge, box or seat; a name only where the device knows one. */
    bearer: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    detail: Type.Optional(Type.String({ minLength: 1, maxLength: 400 })),
  },
  closed,
);
export type EventRecorded = Static<typeof Payload>;

/** The subject is `room:<id>`; the projects it belongs to follow from bookings. */
export const roomEventRecorded = defineFactKind({
  kind: "venue.event-recorded",
  version: 1,
  title: { en: "Room event", zh: "场所事件" },
  about: {
    en: "A door, a phone cabinet or a captured desktop of a room told something.",
    zh: "门禁、手机屏蔽柜或桌面采集上报的事件。",
  },
  payload: Payload,
  example: {
    room: "evaluation-1",
    device: "door-e1",
    event: "doorOpened",
    bearer: "badge-2207",
    name: "评委03",
  },
});
