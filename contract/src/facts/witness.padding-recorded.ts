import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object({}, closed);
export type PaddingRecorded = Static<typeof Payload>;

/** Its salt makes its leaf look like any other. The subject is the log. */
export const paddingRecorded = defineFactKind({
  kind: "witness.padding-recorded",
  version: 1,
  title: { en: "Padding", zh: "填充" },
  about: {
    en: "Says nothing. It fills a block of the log up, so that the log grows by as much whether bids arrive or not.",
    zh: "不含任何内容，只用来补足日志的一块，使日志的增长与是否有人投标无关。",
  },
  payload: Payload,
  example: {},
});
