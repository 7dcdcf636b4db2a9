import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    viewing: Type.String({ pattern: "^[0-9a-f]{32}$" }),
    /** The how many-th look of the viewing: a line that breaks begins another. */
    look: Type.Integer({ minimum: 1 }),
    /** During which pictures were sent. */
    seconds: Type.Number({ minimum: 0 }),
    account: Type.String({ minLength: 1, maxLength: 80 }),
  },
  closed,
);
export type ViewingEnded = Static<typeof Payload>;

export const viewingEnded = defineFactKind({
  kind: "video.viewing-ended",
  version: 1,
  title: { en: "Viewing ended", zh: "结束调看" },
  about: {
    en: "Pictures were sent to a viewer for so many seconds.",
    zh: "向调看人送出画面的时长。",
  },
  payload: Payload,
  example: { viewing: "3f".repeat(16), look: 1, seconds: 412.5, account: "inspector-1" },
});
