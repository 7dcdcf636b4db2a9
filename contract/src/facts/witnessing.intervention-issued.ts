import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { OpeningId } from "../opening-values.ts";
import { closed, LotId } from "../values.ts";
import {
  ClauseId,
  Measure,
  RecordId,
  RoomName,
  SignatureState,
  SitePerson,
  Words,
} from "../witnessing-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    sheet: RecordId,
    /** Number of the paper, by year. */
    number: Type.String({ pattern: "^XC-[0-9]{4}-[0-9]{4}$" }),
    /** The act that it follows. */
    act: Type.Optional(RecordId),
    room: RoomName,
    session: Type.Optional(OpeningId),
    lotId: Type.Optional(LotId),
    clause: ClauseId,
    clauseText: Words(600),
    law: Type.Array(Type.String({ maxLength: 40 }), { minItems: 1, maxItems: 8 }),
    /** Who was spoken to. */
    person: SitePerson,
    measure: Measure,
    said: Words(1000, 4),
    answer: Type.Optional(Words(1000)),
    /** The witness signs by issuing it under the own account; the person on paper. */
    signature: SignatureState,
    signatureNote: Type.Optional(Words(400)),
    version: Type.Integer({ minimum: 1 }),
    officer: Officer,
  },
  closed,
);
export type InterventionIssued = Static<typeof Payload>;

export const interventionIssued = defineFactKind({
  kind: "witnessing.intervention-issued",
  version: 1,
  title: { en: "Sheet of an intervention on site", zh: "现场处置单" },
  about: {
    en: "A witness reminded somebody on site, under which clause, what the person answered, and whether it was signed. Never public.",
    zh: "见证人员在现场提醒了谁、依据哪一条款、对方如何答复、是否签字。不公开。",
  },
  payload: Payload,
  example: {
    sheet: "0198a1b2-0000-4000-8000-000000000003",
    number: "XC-2026-0001",
    act: "0198a1b2-0000-4000-8000-000000000002",
    room: "开标一室",
    session: "yl2026-0312-1",
    lotId: "1",
    clause: "K-04",
    clauseText: "投标人对开标提出异议，未当场答复。",
    law: ["ZTB-T-44"],
    person: { role: "agencyStaff", name: "丁一诺" },
    measure: "reminded",
    said: "请对第1号异议当场答复，并记入开标记录。",
    answer: "立即答复。",
    signature: "signed",
    version: 1,
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
