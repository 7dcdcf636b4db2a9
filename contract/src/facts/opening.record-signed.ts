import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { OpeningId } from "../opening-values.ts";
import { closed, Party } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    session: OpeningId,
    /** As what: the host, the centre's witness, a bidder. */
    as: Type.Enum(["host", "witness", "bidder"] as const),
    bidder: Type.Optional(Party),
    /** Of the record that was read. */
    hash: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    seal: Type.Object(
      {
        /** The provider of the seal; `simulator` in the demonstration. */
        provider: Type.String({ minLength: 2, maxLength: 60 }),
        algorithm: Type.Enum(["Ed25519", "SM2"] as const),
        /** Base64. */
        publicKey: Type.String({ maxLength: 400 }),
        signature: Type.String({ maxLength: 400 }),
      },
      closed,
    ),
    officer: Officer,
    /** One more with each act of the session: of two at once only one wins. */
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type RecordSigned = Static<typeof Payload>;

export const recordSigned = defineFactKind({
  kind: "opening.record-signed",
  version: 1,
  title: { en: "Opening record signed", zh: "开标记录签名" },
  about: {
    en: "Host, witness or bidder signed the record of the opening. Public is who signed, not the person.",
    zh: "主持人、见证人或投标人在开标记录上签名。只公开签名单位，不公开经办人。",
  },
  payload: Payload,
  example: {
    session: "yl2026-0312-1",
    as: "host",
    hash: "9d8c".repeat(16),
    seal: { provider: "simulator", algorithm: "Ed25519", publicKey: "MCow…", signature: "k1…" },
    officer: {
      account: "agency-1",
      name: "林嘉禾",
      department: { id: "agency-1", name: "云澜诚信招标代理有限公司" },
    },
    version: 30,
  },
});
