import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { OpeningId } from "../opening-values.ts";
import { closed, LotId } from "../values.ts";
import {
  ClauseId,
  Clip,
  Measure,
  RecordId,
  RoomName,
  Severity,
  SitePerson,
  Words,
} from "../witnessing-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    act: RecordId,
    room: RoomName,
    session: Type.Optional(OpeningId),
    lotId: Type.Optional(LotId),
    clause: ClauseId,
    /** As the clause read on that day. */
    clauseText: Words(600),
    /** Ids of the articles behind the clause that hold for this project. */
    law: Type.Array(Type.String({ maxLength: 40 }), { minItems: 1, maxItems: 8 }),
    persons: Type.Array(SitePerson, { minItems: 1, maxItems: 8 }),
    severity: Severity,
    clip: Clip,
    /** Absent: nothing done yet; a sheet may follow. */
    measure: Type.Optional(Measure),
    text: Type.Optional(Words(1000)),
    withdrawn: Type.Optional(Words(400)),
    version: Type.Integer({ minimum: 1 }),
    officer: Officer,
  },
  closed,
);
export type ActRecorded = Static<typeof Payload>;

export const actRecorded = defineFactKind({
  kind: "witnessing.act-recorded",
  version: 1,
  title: { en: "Irregularity seen", zh: "现场异常记录" },
  about: {
    en: "A witness saw something that a clause speaks of: what, by whom in which role, when, on which stretch of video, what was done. It decides nothing. Never public.",
    zh: "见证人员看到条款所指的情形：什么事、何种身份的人、何时、哪段视频、采取了什么措施。不作认定，不公开。",
  },
  payload: Payload,
  example: {
    act: "0198a1b2-0000-4000-8000-000000000002",
    room: "开标一室",
    session: "yl2026-0312-1",
    lotId: "1",
    clause: "K-04",
    clauseText: "投标人对开标提出异议，未当场答复。",
    law: ["ZTB-T-44"],
    persons: [{ role: "agencyStaff", name: "丁一诺" }],
    severity: "general",
    clip: {
      channel: "开标一室",
      from: "2026-03-02T09:41:00+08:00",
      to: "2026-03-02T09:42:00+08:00",
    },
    measure: "reminded",
    version: 1,
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
