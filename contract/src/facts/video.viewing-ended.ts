import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { Span } from "../video-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    viewing: Type.String({ pattern: "^[0-9a-f]{32}$" }),
    /** The how many-th look of the viewing: a line that breaks begins another. */
    look: Type.Integer({ minimum: 1 }),
    /** During which pictures were sent; of a recording: how much of it was sent, each moment counted once. */
    seconds: Type.Number({ minimum: 0 }),
    /** Of a recording: what of it was sent, in order. A player asks a little ahead. */
    stretches: Type.Optional(Type.Array(Span, { minItems: 1, maxItems: 400 })),
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
    en: "Pictures were sent to a viewer for so many seconds; of a recording also which stretches of it.",
    zh: "向调看人送出画面的时长；录像还记明送出了哪几段。",
  },
  payload: Payload,
  example: { viewing: "3f".repeat(16), look: 1, seconds: 412.5, account: "inspector-1" },
});
