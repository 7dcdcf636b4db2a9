import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    text: Type.String({ minLength: 2, maxLength: 4000, pattern: "\\S" }),
    officer: Officer,
  },
  closed,
);
export type CardCommented = Static<typeof Payload>;

export const cardCommented = defineFactKind({
  kind: "oversight.card-commented",
  version: 1,
  title: { en: "Score card commented", zh: "履职情况表说明" },
  about: {
    en: "The department said its word on the card.",
    zh: "部门对履职情况表作出说明。",
  },
  payload: Payload,
  example: {
    text: "两件逾期因鉴定机构更换，已补办暂停手续。",
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
  },
});
