import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { BoxRef, KeyId } from "../tipoff-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    by: Type.Enum(["writer", "office"] as const),
    /** Absent when the writer left it. */
    officer: Type.Optional(Officer),
    /** Sealed to the office: it reads its own messages, too. */
    toOffice: Type.Object({ keyId: KeyId, box: BoxRef }, closed),
    /** Sealed to the writer's receipt; absent when the writer left it. */
    toWriter: Type.Optional(BoxRef),
    /** Of an act of the office; absent when the writer left it, who must not make an act of the office stale. */
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  closed,
);
export type MessageLeft = Static<typeof Payload>;

const box = {
  hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  bytes: 4144,
};

export const messageLeft = defineFactKind({
  kind: "tipoffs.message-left",
  version: 1,
  title: { en: "Message left", zh: "信箱留言" },
  about: {
    en: "The writer or the office left a message in the mailbox; hashes of the ciphertexts only. Never public.",
    zh: "举报人或受理机关在信箱里留言，只记密文的摘要。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    by: "office",
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    toOffice: { keyId: "0f1e2d3c4b5a6978", box },
    toWriter: box,
    version: 1,
  },
});
