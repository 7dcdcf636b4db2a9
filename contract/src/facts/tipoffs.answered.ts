import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { BoxRef, KeyId, TIPOFF_OUTCOMES } from "../tipoff-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    officer: Officer,
    outcome: Type.Enum(TIPOFF_OUTCOMES),
    toOffice: Type.Object({ keyId: KeyId, box: BoxRef }, closed),
    toWriter: BoxRef,
    version: Type.Integer({ minimum: 1 }),
  },
  closed,
);
export type TipoffAnswered = Static<typeof Payload>;

const box = {
  hash: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
  bytes: 4144,
};

export const tipoffAnswered = defineFactKind({
  kind: "tipoffs.answered",
  version: 1,
  title: { en: "Tip-off answered", zh: "举报答复" },
  about: {
    en: "The office decided on the tip-off and left the answer in the mailbox; hashes of the ciphertexts only. Never public.",
    zh: "受理机关作出处理结果并把答复留在信箱里，只记密文的摘要。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    outcome: "partly",
    toOffice: { keyId: "0f1e2d3c4b5a6978", box },
    toWriter: box,
    version: 3,
  },
});
