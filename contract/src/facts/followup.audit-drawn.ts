import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { Hash, LeadId, Readers, ThreadId } from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    draw: ThreadId,
    /** Recorded together with the list it is drawn from: neither can be chosen afterwards. */
    seed: Hash,
    share: Type.Number({ minimum: 0, maximum: 1 }),
    population: Type.Array(LeadId, { maxItems: 5000 }),
    drawn: Type.Array(LeadId, { maxItems: 5000 }),
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type AuditDrawn = Static<typeof Payload>;

export const auditDrawn = defineFactKind({
  kind: "followup.audit-drawn",
  version: 1,
  title: { en: "Audit drawn", zh: "抽查抽取" },
  about: {
    en: "Of the dismissed leads a share is drawn for audit by a recorded seed; anybody can draw again. Never public.",
    zh: "按记录的种子从未采纳的线索中抽取一部分抽查，可重复验证。不公开。",
  },
  payload: Payload,
  example: {
    draw: "a-1",
    seed: "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    share: 0.1,
    population: ["0198a1b2-0000-7000-8000-000000000001"],
    drawn: ["0198a1b2-0000-7000-8000-000000000001"],
    readers: ["all"],
    officer: {
      account: "centre-1",
      name: "罗见微",
      department: { id: "trading-centre", name: "云澜市公共资源交易中心" },
    },
  },
});
