import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    site: Type.Enum(["centre", "department"] as const),
    found: Type.Boolean(),
    /** HTTP status, or what went wrong. */
    detail: Type.String({ maxLength: 200 }),
  },
  closed,
);
export type PublicationChecked = Static<typeof Payload>;

export const publicationChecked = defineFactKind({
  kind: "complaints.publication-checked",
  version: 1,
  title: { en: "Publication checked", zh: "公示核查" },
  about: {
    en: "The published reply was fetched from a site, or was not there. Never public.",
    zh: "从网站实际取回公示件进行核查的结果。不公开。",
  },
  payload: Payload,
  example: {
    site: "department",
    found: true,
    detail: "200",
  },
});
