import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    site: Type.Enum(["centre", "department"] as const),
    found: Type.Boolean(),
    /** HTTP status and what it means, or what went wrong. */
    detail: Type.String({ maxLength: 200 }),
  },
  closed,
);
export type ItemChecked = Static<typeof Payload>;

export const itemChecked = defineFactKind({
  kind: "publication.checked",
  version: 1,
  title: { en: "Page of an item checked", zh: "公示页面核查" },
  about: {
    en: "The page of a published item was fetched from a site as any reader would: the item was there, or was not. Recorded on change and once a day. Never public.",
    zh: "像读者一样从网站取回公示页面核查是否真的看得到。有变化或者每天记录一次。不公开。",
  },
  payload: Payload,
  example: { site: "department", found: false, detail: "404" },
});
