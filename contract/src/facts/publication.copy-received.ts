import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Who signed, for the unit of that post. */
    officer: Officer,
  },
  closed,
);
export type CopyReceived = Static<typeof Payload>;

export const copyReceived = defineFactKind({
  kind: "publication.copy-received",
  version: 1,
  title: { en: "Copy received", zh: "抄送签收" },
  about: {
    en: "A member unit signed for its copy of a published result. Never public.",
    zh: "成员单位签收抄送件。不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "finance-1",
      name: "沈望舒",
      department: { id: "finance", name: "云澜市财政局" },
    },
  },
});
