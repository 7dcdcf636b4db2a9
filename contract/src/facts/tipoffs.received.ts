import Type, { type Static } from "typebox";

import { BoxRef, Key32, KeyId, TipoffCoded } from "../tipoff-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    coded: TipoffCoded,
    keyId: KeyId,
    content: BoxRef,
    files: Type.Array(BoxRef, { maxItems: 5 }),
    /** Where messages to the writer are sealed to, and the hash of what opens the mailbox. */
    mailbox: Type.Object(
      { publicKey: Key32, tokenHash: Type.String({ pattern: "^[0-9a-f]{64}$" }) },
      closed,
    ),
  },
  closed,
);
export type TipoffReceived = Static<typeof Payload>;

const HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

export const tipoffReceived = defineFactKind({
  kind: "tipoffs.received",
  version: 1,
  title: { en: "Tip-off received", zh: "收到举报" },
  about: {
    en: "A tip-off came in: coded fields and the hashes of what was sealed in the writer's browser. The instant is the full hour. Never public.",
    zh: "收到举报：只有编码字段和密文的摘要，正文在举报人的浏览器里已加密；时间只到整点。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    coded: {
      about: "parties",
      topic: "collusion",
      regime: "works",
      place: "999902",
      isNamed: false,
    },
    keyId: "0f1e2d3c4b5a6978",
    content: { hash: HASH, bytes: 4144 },
    files: [],
    mailbox: {
      publicKey: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
      tokenHash: HASH,
    },
  },
});
