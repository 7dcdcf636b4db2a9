import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { LetterId, Readers, Words } from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    letter: LetterId,
    text: Words(8000, 4),
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type LetterAnswered = Static<typeof Payload>;

export const letterAnswered = defineFactKind({
  kind: "followup.letter-answered",
  version: 1,
  title: { en: "Letter answered", zh: "函告回复" },
  about: {
    en: "The unit answers the letter. Never public.",
    zh: "有关单位函复。不公开。",
  },
  payload: Payload,
  example: {
    letter: "GH-2026-12",
    text: "已核查，拟立案。",
    readers: ["housing", "trading-centre"],
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
  },
});
