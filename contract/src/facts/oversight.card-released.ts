import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object({ officer: Officer }, closed);
export type CardReleased = Static<typeof Payload>;

export const cardReleased = defineFactKind({
  kind: "oversight.card-released",
  version: 1,
  title: { en: "Score card released", zh: "履职情况表发布" },
  about: {
    en: "The coordinating office released the card, with the comment beside it, to its readers.",
    zh: "公管办发布履职情况表，部门说明并列。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "coordinator-1",
      name: "江予安",
      department: { id: "coordinator", name: "云澜市公共资源交易监督管理办公室" },
    },
  },
});
