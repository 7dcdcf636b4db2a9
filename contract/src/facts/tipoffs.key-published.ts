import Type, { type Static } from "typebox";

import { Department, Officer } from "../casework.ts";
import { Holders, Key32, KeyId } from "../tipoff-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  { keyId: KeyId, unit: Department, publicKey: Key32, holders: Holders, officer: Officer },
  closed,
);
export type KeyPublished = Static<typeof Payload>;

export const keyPublished = defineFactKind({
  kind: "tipoffs.key-published",
  version: 1,
  title: { en: "Tip-off key published", zh: "举报公钥启用" },
  about: {
    en: "An office made the key that tip-offs to it are sealed to. The private half is in three shares with their holders; two open.",
    zh: "受理机关启用举报公钥。私钥分成三份由保管人分别保管，任意两份合起来才能打开；系统不保存私钥。",
  },
  payload: Payload,
  example: {
    keyId: "0f1e2d3c4b5a6978",
    unit: { id: "discipline", name: "云澜市纪委监委" },
    publicKey: "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    holders: [
      { index: 1, name: "方正言", fingerprint: "0000000000000001" },
      { index: 2, name: "郝守拙", fingerprint: "0000000000000002" },
      { index: 3, name: "孟怀瑾", fingerprint: "0000000000000003" },
    ],
    officer: {
      account: "inspector-1",
      name: "方正言",
      department: { id: "discipline", name: "云澜市纪委监委" },
    },
  },
});
