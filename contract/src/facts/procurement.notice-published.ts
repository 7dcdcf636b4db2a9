import Type, { type Static } from "typebox";

import {
  closed,
  Instant,
  LotId,
  Method,
  Money,
  Organisation,
  PlainDay,
  Place,
  Regime,
} from "../values.ts";
import { defineFactKind } from "./fact.ts";

const NoticeType = Type.Union([
  Type.Literal("tenderNotice"),
  Type.Literal("prequalificationNotice"),
  Type.Literal("amendment"),
  Type.Literal("clarification"),
  Type.Literal("awardCandidateNotice"),
  Type.Literal("awardNotice"),
  Type.Literal("contractNotice"),
  Type.Literal("cancellationNotice"),
  Type.Literal("other"),
]);

const Lot = Type.Object(
  {
    lotId: LotId,
    title: Type.Optional(Type.String({ maxLength: 400 })),
    ceilingPrice: Type.Optional(Money),
  },
  closed,
);

const Payload = Type.Object(
  {
    noticeType: NoticeType,
    title: Type.String({ minLength: 1, maxLength: 600 }),
    regime: Type.Optional(Regime),
    method: Type.Optional(Method),
    category: Type.Optional(Type.String({ maxLength: 120 })),
    /** Industry that decides the competent department: housing, transport, water, health, education … */
    industry: Type.Optional(Type.String({ maxLength: 60 })),
    place: Type.Optional(Place),
    procuringEntity: Type.Optional(Organisation),
    procurementAgency: Type.Optional(Organisation),
    lots: Type.Optional(Type.Array(Lot, { maxItems: 2000 })),
    budget: Type.Optional(Money),
    bidDeadline: Type.Optional(Instant),
    openingAt: Type.Optional(Instant),
    venue: Type.Optional(Type.String({ maxLength: 200 })),
    disclosureFrom: Type.Optional(PlainDay),
    disclosureTo: Type.Optional(PlainDay),
    /** Identifier of the process in the system it came from. */
    originalOcid: Type.Optional(Type.String({ maxLength: 240 })),
    text: Type.Optional(Type.String({ maxLength: 200_000 })),
    url: Type.Optional(Type.String({ maxLength: 1000 })),
  },
  closed,
);
export type NoticePublished = Static<typeof Payload>;

export const noticePublished = defineFactKind({
  kind: "procurement.notice-published",
  version: 1,
  title: { en: "Notice published", zh: "公告发布" },
  about: {
    en: "A notice of the process was published; fields that it does not state stay as earlier notices said.",
    zh: "交易项目发布了一份公告；未写明的字段沿用此前公告。",
  },
  payload: Payload,
  example: {
    noticeType: "tenderNotice",
    title: "云澜市青岚路改造工程施工招标公告",
    regime: "works",
    method: "open",
    industry: "housing",
    place: { code: "999901", name: "云澜市" },
    procuringEntity: { kind: "organisation", name: "云澜市住房和城乡建设局" },
    lots: [{ lotId: "1", ceilingPrice: { amountMinor: "1250000000", currency: "CNY" } }],
    bidDeadline: "2026-03-02T09:30:00+08:00",
    openingAt: "2026-03-02T09:30:00+08:00",
    venue: "开标一室",
  },
});
