import Type, { type Static } from "typebox";

import { closed, Instant } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Records older than this left the searchable table. */
    before: Instant,
    rows: Type.Integer({ minimum: 1 }),
    /** SHA-256 over the ids of the records in order, one a line. */
    digestOfIds: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    /** Days of retention as configured. */
    days: Type.Integer({ minimum: 180 }),
  },
  closed,
);
export type RetentionApplied = Static<typeof Payload>;

export const retentionApplied = defineFactKind({
  kind: "audit.retention-applied",
  version: 1,
  title: { en: "Retention applied", zh: "访问记录到期移出" },
  about: {
    en: "Access records older than the retention left the searchable table; the facts stay.",
    zh: "超过保存期的访问记录移出可检索的表；事实本身永久保存。",
  },
  payload: Payload,
  example: {
    before: "2023-11-28T00:00:00.000Z",
    rows: 1200,
    digestOfIds: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    days: 1095,
  },
});
