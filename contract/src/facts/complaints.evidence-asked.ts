import Type, { type Static } from "typebox";

import { closed, PlainDay } from "../values.ts";
import { OFFICERS_ACT } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Within the case, from 1. */
    request: Type.Integer({ minimum: 1 }),
    from: Type.String({ minLength: 1, maxLength: 200 }),
    what: Type.String({ minLength: 2, maxLength: 2000 }),
    answerBy: PlainDay,
    ...OFFICERS_ACT,
  },
  closed,
);
export type EvidenceAsked = Static<typeof Payload>;

export const evidenceAsked = defineFactKind({
  kind: "complaints.evidence-asked",
  version: 1,
  title: { en: "Evidence asked for", zh: "调取证据" },
  about: {
    en: "The handler asks somebody for evidence, with a day. Never public.",
    zh: "承办人向有关单位调取证据并写明日期。不公开。",
  },
  payload: Payload,
  example: {
    request: 1,
    from: "云澜市公共资源交易中心",
    what: "调取评标室三号席位 2026 年 3 月 18 日的音视频。",
    answerBy: "2026-04-15",
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 3,
  },
});
