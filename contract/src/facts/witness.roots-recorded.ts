import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { Sha256 } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Leaves of the log that both trees cover. */
    size: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    /** Root over the same leaf data with SM3 (GB/T 32905) in place of SHA-256. */
    sm3Root: Sha256,
    /** Root of the map over what is public; 64 zeros: no map yet. */
    mapRoot: Sha256,
  },
  closed,
);
export type RootsRecorded = Static<typeof Payload>;

/** Whoever cosigns the log vouches for these roots too. The subject is the log. */
export const rootsRecorded = defineFactKind({
  kind: "witness.roots-recorded",
  version: 1,
  title: { en: "Roots", zh: "根值" },
  about: {
    en: "The root of the log by SM3 and the root of the map of what is public, as the log stood then.",
    zh: "当时日志按商用密码算法算出的根值，以及公开信息目录的根值。",
  },
  payload: Payload,
  example: { size: 1_204_902, sm3Root: "4b".repeat(32), mapRoot: "00".repeat(32) },
});
