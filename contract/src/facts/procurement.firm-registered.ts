import Type, { type Static } from "typebox";

import { closed, Organisation, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    firm: Organisation,
    /** Day of the extract: what the register said then. */
    asOf: PlainDay,
    foundedOn: Type.Optional(PlainDay),
    status: Type.Union([
      Type.Literal("active"),
      Type.Literal("abnormal"),
      Type.Literal("revoked"),
      Type.Literal("cancelled"),
    ]),
    /** Token of the head (法定代表人), the same for the same person; never a name or number. */
    headToken: Type.Optional(Type.String({ minLength: 4, maxLength: 120 })),
  },
  closed,
);
export type FirmRegistered = Static<typeof Payload>;

export const firmRegistered = defineFactKind({
  kind: "procurement.firm-registered",
  version: 1,
  title: { en: "Firm in the register", zh: "市场主体登记信息" },
  about: {
    en: "An extract of the register of market entities: founding day, state, token of the head. Not public here; the register itself is.",
    zh: "市场主体登记信息摘录：成立日期、登记状态、法定代表人标识。平台不另行公开。",
  },
  payload: Payload,
  example: {
    firm: { kind: "organisation", name: "云澜青石建设有限公司" },
    asOf: "2026-02-20",
    foundedOn: "2014-05-06",
    status: "active",
    headToken: "person-0f3a91c25b",
  },
});
