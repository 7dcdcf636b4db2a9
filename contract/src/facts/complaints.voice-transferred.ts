import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { OFFICERS_ACT, Receiver } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** The complaint about the same matter that was received first, and whose it is. */
    to: Receiver,
    articles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 }),
    ...OFFICERS_ACT,
  },
  closed,
);
export type VoiceTransferred = Static<typeof Payload>;

export const voiceTransferred = defineFactKind({
  kind: "complaints.voice-transferred",
  version: 1,
  title: { en: "Complaint transferred to the first receiver", zh: "移送最先收到的部门" },
  about: {
    en: "The writer complained about the same matter to several supervisors: the one that received it first handles it. The clocks of this one end; those of the first run from its own receipt. Never public.",
    zh: "投诉人就同一事项向两个以上部门投诉，由最先收到的行政监督部门处理；本件的期限到此为止，先收到的一件从它自己的收到之日起计算。不公开。",
  },
  payload: Payload,
  example: {
    to: {
      number: "TS-2026-0001",
      unit: { id: "housing", name: "云澜市住房和城乡建设局" },
      receivedAt: "2026-06-01T02:00:00.000Z",
    },
    articles: ["ZTB-T-61"],
    officer: {
      account: "water-1",
      name: "何川",
      department: { id: "water", name: "云澜市水务局" },
    },
    version: 2,
  },
});
