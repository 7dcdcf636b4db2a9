import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    officer: Officer,
    /** Id of the publication.decision-published fact that the public sees. */
    publicationId: Type.String(),
    version: Type.Integer({ minimum: 0 }),
  },
  closed,
);
export type DecisionReleased = Static<typeof Payload>;

export const decisionReleased = defineFactKind({
  kind: "casework.decision-released",
  version: 1,
  title: { en: "Decision released for publication", zh: "决定交付公布" },
  about: {
    en: "The officer had the decision on a lead published. This link is never public; the decision is.",
    zh: "经办人将线索的处理决定交付公布。此关联不公开，公布的决定公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    publicationId: "01900000-0000-7000-8000-000000000000",
    version: 5,
  },
});
