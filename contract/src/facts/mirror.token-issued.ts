import { type Static } from "typebox";

import { NewMirror } from "../mirror.ts";
import { defineFactKind } from "./fact.ts";

export type MirrorTokenIssued = Static<typeof NewMirror>;

/** The subject is the mirror. */
export const mirrorTokenIssued = defineFactKind({
  kind: "mirror.token-issued",
  version: 1,
  title: { en: "Mirror admitted", zh: "只读副本已准入" },
  about: {
    en: "A mirror of an inspection organ may pull the log from now on, with the token whose SHA-256 this is.",
    zh: "纪检监察机关的只读副本从此可以按顺序取走日志；这里只记令牌的哈希。",
  },
  payload: NewMirror,
  example: { mirror: "discipline-1", organ: "discipline", tokenHash: "5c".repeat(32) },
});
