import Type, { type Static } from "typebox";

import { closed, Organisation, PlainDay, Regime } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    firm: Organisation,
    /** Which list: 政府采购严重违法失信行为记录, 失信被执行人, 取消投标资格 … */
    list: Type.String({ minLength: 2, maxLength: 120 }),
    /** Number of the decision that put the firm there. */
    decisionNo: Type.String({ minLength: 2, maxLength: 120 }),
    authority: Type.String({ minLength: 2, maxLength: 120 }),
    from: PlainDay,
    /** Last day in force; absent: until it is lifted by a corrected fact. */
    to: Type.Optional(PlainDay),
    /** Regimes whose tenders it bars; empty bars none and only informs. */
    regimes: Type.Array(Regime, { maxItems: 8 }),
  },
  closed,
);
export type RestrictionListed = Static<typeof Payload>;

export const restrictionListed = defineFactKind({
  kind: "procurement.restriction-listed",
  version: 1,
  title: { en: "Restriction listed", zh: "限制参加交易记录" },
  about: {
    en: "An authority barred a firm from tendering for a time; the decision is that authority's, not ours.",
    zh: "有权机关决定在一定期限内限制某单位参加交易；决定由作出机关负责。",
  },
  payload: Payload,
  example: {
    firm: { kind: "organisation", name: "云澜青石建设有限公司" },
    list: "政府采购严重违法失信行为记录名单",
    decisionNo: "云财采罚〔2025〕3号",
    authority: "云澜市财政局",
    from: "2025-06-01",
    to: "2026-05-31",
    regimes: ["procurement"],
  },
});
