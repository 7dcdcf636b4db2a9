import Type, { type Static } from "typebox";

import { LeafCount, MirrorName } from "../mirror.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    mirror: MirrorName,
    /** First leaf that was handed out. */
    from: LeafCount,
    /** The leaf after the last one. */
    to: LeafCount,
  },
  closed,
);
export type MirrorRangePulled = Static<typeof Payload>;

/** A range that holds nothing but such facts is not recorded: its record would be the next such range. */
export const mirrorRangePulled = defineFactKind({
  kind: "mirror.range-pulled",
  version: 1,
  title: { en: "Range pulled by a mirror", zh: "只读副本取走一段日志" },
  about: {
    en: "A range of the log left for a mirror, in its order. What is asked of the mirror is not known here.",
    zh: "一段日志按顺序交给了只读副本。副本上查询什么，这里无从知道。",
  },
  payload: Payload,
  example: { mirror: "discipline-1", from: 18_000, to: 18_042 },
});
