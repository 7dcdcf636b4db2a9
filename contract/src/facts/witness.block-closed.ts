import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Leaves of the block that this fact ends: those that waited longest, then padding. */
    slots: Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 }),
    /** Kinds that wait for the next block from now on; none: everything that waits goes in, and nothing waits any more. */
    holds: Type.Array(Type.String({ pattern: "^[a-z]+\\.[a-z-]+$", maxLength: 80 }), {
      maxItems: 50,
    }),
  },
  closed,
);
export type BlockClosed = Static<typeof Payload>;

/** The order of the log follows from the feed and these facts alone (docs/decisions/0036). The subject is the log. */
export const blockClosed = defineFactKind({
  kind: "witness.block-closed",
  version: 1,
  title: { en: "Block closed", zh: "整块入志" },
  about: {
    en: "Puts what waited into the log as one block of fixed size, mixed with padding. Never public.",
    zh: "把等待中的记录与填充混在一起，按固定条数整块写入日志。永不公开。",
  },
  payload: Payload,
  example: { slots: 8, holds: ["procurement.bid-committed"] },
});
