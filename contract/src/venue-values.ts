/** Values of the venue: rooms, what they are booked for, and what happens at their doors and desks. */
import Type, { type Static } from "typebox";

import { closed } from "./values.ts";

export const RoomId = Type.String({ pattern: "^[a-z0-9][a-z0-9-]{1,40}$" });
export const BookingId = Type.String({ pattern: "^[a-z0-9][a-z0-9-]{3,60}$" });

/** `evaluation` is closed: its pictures are seen for a stated purpose only, and never by the public. */
export const ROOM_ZONES = ["opening", "evaluation", "draw", "meeting", "public"] as const;
export const RoomZone = Type.Enum(ROOM_ZONES);
export type RoomZone = Static<typeof RoomZone>;

export const ROOM_USES = ["opening", "evaluation", "draw", "clarification", "other"] as const;
export const RoomUse = Type.Enum(ROOM_USES);
export type RoomUse = Static<typeof RoomUse>;

/** What devices of a room tell: doors, phone cabinets, captured desktops. */
export const ROOM_EVENTS = [
  "doorOpened",
  "doorDenied",
  "doorForced",
  "phoneStored",
  "phoneTaken",
  "phoneMissing",
  "desktopForbiddenProgram",
  "desktopRemovableDisk",
  "desktopScreenLocked",
] as const;
export const RoomEvent = Type.Enum(ROOM_EVENTS);
export type RoomEvent = Static<typeof RoomEvent>;

/** A badge that opens doors whatever the project, and why. */
export const StandingBadge = Type.Object(
  {
    bearer: Type.String({ minLength: 1, maxLength: 80 }),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    duty: Type.String({ minLength: 1, maxLength: 80 }),
  },
  closed,
);
export type StandingBadge = Static<typeof StandingBadge>;
