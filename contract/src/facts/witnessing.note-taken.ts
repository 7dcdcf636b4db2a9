import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { OpeningId } from "../opening-values.ts";
import { closed, LotId } from "../values.ts";
import { Clip, RecordId, RoomName, Words } from "../witnessing-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    note: RecordId,
    room: Type.Optional(RoomName),
    session: Type.Optional(OpeningId),
    lotId: Type.Optional(LotId),
    text: Words(2000),
    clip: Type.Optional(Clip),
    /** Why it was taken back, in the correction that does so. */
    withdrawn: Type.Optional(Words(400)),
    /** One more with each correction. */
    version: Type.Integer({ minimum: 1 }),
    officer: Officer,
  },
  closed,
);
export type NoteTaken = Static<typeof Payload>;

export const noteTaken = defineFactKind({
  kind: "witnessing.note-taken",
  version: 1,
  title: { en: "Note of the witness", zh: "见证笔录" },
  about: {
    en: "What a witness of the trading centre wrote down in a room, with the stretch of video it speaks of. Never public.",
    zh: "交易中心见证人员在场所内写下的笔录，附所指的视频时段。不公开。",
  },
  payload: Payload,
  example: {
    note: "0198a1b2-0000-4000-8000-000000000001",
    room: "开标一室",
    session: "yl2026-0312-1",
    lotId: "1",
    text: "主持人宣读完毕，投标人代表核对报价。",
    clip: {
      channel: "开标一室",
      from: "2026-03-02T09:41:00+08:00",
      to: "2026-03-02T09:42:00+08:00",
    },
    version: 1,
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
