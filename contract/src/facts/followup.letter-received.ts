import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { LetterId, Readers } from "../followup-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    letter: LetterId,
    readers: Readers,
    officer: Officer,
  },
  closed,
);
export type LetterReceived = Static<typeof Payload>;

export const letterReceived = defineFactKind({
  kind: "followup.letter-received",
  version: 1,
  title: { en: "Letter received", zh: "函告签收" },
  about: {
    en: "The unit signs for the letter. Never public.",
    zh: "有关单位签收函件。不公开。",
  },
  payload: Payload,
  example: {
    letter: "GH-2026-12",
    readers: ["housing", "trading-centre"],
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
  },
});
