import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { OpeningId, OpeningStep } from "../opening-values.ts";
import { closed, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    session: OpeningId,
    step: OpeningStep,
    /** Bids held when the deadline passed. */
    count: Type.Optional(Type.Integer({ minimum: 0 })),
    /** In the order of reading, once they are read out. */
    bidders: Type.Optional(Type.Array(Party, { maxItems: 5000 })),
    minutes: Type.Optional(Type.Integer({ minimum: 1 })),
    reason: Type.Optional(Type.String({ minLength: 2, maxLength: 400 })),
    /** Record as it was put up for signature, line by line, and its SHA-256 (hex) over the lines joined by LF. */
    record: Type.Optional(Type.Array(Type.String({ maxLength: 4000 }), { maxItems: 20_000 })),
    hash: Type.Optional(Type.String({ pattern: "^[0-9a-f]{64}$" })),
    /** Absent: the clock took the step. */
    officer: Type.Optional(Officer),
    /** One more with each act of the session: of two at once only one wins. */
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type StepTaken = Static<typeof Payload>;

export const stepTaken = defineFactKind({
  kind: "opening.step-taken",
  version: 1,
  title: { en: "Opening step", zh: "开标步骤" },
  about: {
    en: "An opening went on: locked at the deadline, bidders announced, decryption, reading, confirming, signing, closed, or not opened. Public where bids are read out in public.",
    zh: "开标进入下一步：截止锁定、公布投标人、解密、唱标、确认、签名、结束，或者不予开标。依法公开唱标的方式公开。",
  },
  payload: Payload,
  example: { session: "yl2026-0312-1", step: "locked", count: 5, version: 1 },
});
