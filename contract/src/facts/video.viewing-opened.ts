import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed, Instant } from "../values.ts";
import { RoomId, RoomZone } from "../venue-values.ts";
import { ChannelId, Span, ViewPurpose } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    viewing: Type.String({ pattern: "^[0-9a-f]{32}$" }),
    channel: ChannelId,
    room: RoomId,
    zone: RoomZone,
    /** Needed for closed zones and recordings. */
    purpose: Type.Optional(ViewPurpose),
    reason: Type.Optional(Type.String({ minLength: 4, maxLength: 400 })),
    /** Until when it may be looked at. */
    until: Instant,
    /** Of a recording; absent: live. */
    recorded: Type.Optional(Span),
    officer: Officer,
  },
  closed,
);
export type ViewingOpened = Static<typeof Payload>;

/** The subject is the project for which it is looked at. */
export const viewingOpened = defineFactKind({
  kind: "video.viewing-opened",
  version: 1,
  title: { en: "Viewing opened", zh: "调看画面" },
  about: {
    en: "An official began to look at a camera or a recording: who, which, for what purpose, until when.",
    zh: "公职人员开始调看实时画面或者录像：何人、何处、何目的、至何时。",
  },
  payload: Payload,
  example: {
    viewing: "3f".repeat(16),
    channel: "evaluation-1-room",
    room: "evaluation-1",
    zone: "evaluation",
    purpose: "complaint",
    reason: "核查投诉所称评委交头接耳。",
    until: "2026-03-02T02:30:00.000Z",
    officer: {
      account: "inspector-1",
      name: "江澄",
      department: { id: "inspection", name: "云澜市纪委监委派驻第三纪检监察组" },
    },
  },
});
