import Type, { type Static } from "typebox";

import { MirrorName } from "../mirror.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object({ mirror: MirrorName }, closed);
export type MirrorTokenRevoked = Static<typeof Payload>;

export const mirrorTokenRevoked = defineFactKind({
  kind: "mirror.token-revoked",
  version: 1,
  title: { en: "Mirror ended", zh: "只读副本已停用" },
  about: {
    en: "The token of a mirror counts no more. What it has stays where it is.",
    zh: "只读副本的令牌作废，不能再取；已经取走的仍在原处。",
  },
  payload: Payload,
  example: { mirror: "discipline-1" },
});
