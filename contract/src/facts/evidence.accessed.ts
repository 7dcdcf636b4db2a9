import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { Sha256 } from "../evidence-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    officer: Officer,
    act: Type.Enum(["viewed", "exported"] as const),
    /** SHA-256 of the manifest of the pack that was handed out. */
    manifest: Type.Optional(Sha256),
  },
  closed,
);
export type Accessed = Static<typeof Payload>;

export const accessed = defineFactKind({
  kind: "evidence.accessed",
  version: 1,
  title: { en: "Evidence accessed", zh: "证据查阅" },
  about: {
    en: "Sealed evidence was looked at or exported; each time enters the custody chain. Never public.",
    zh: "查看或者导出封存证据；每次都进入保管链。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    act: "exported",
    manifest: "0".repeat(64),
  },
});
