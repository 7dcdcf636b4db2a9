import Type, { type Static } from "typebox";

import { closed, PlainDay } from "../values.ts";
import { OFFICERS_ACT, PauseGround } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    ground: PauseGround,
    /** Sending of the request. */
    from: PlainDay,
    /** Number and name of the document that orders it. */
    document: Type.String({ minLength: 2, maxLength: 200 }),
    expectedEnd: PlainDay,
    ...OFFICERS_ACT,
  },
  closed,
);
export type PauseBegun = Static<typeof Payload>;

export const pauseBegun = defineFactKind({
  kind: "complaints.pause-begun",
  version: 1,
  title: { en: "Pause begun", zh: "期限暂停" },
  about: {
    en: "A clock stops on a statutory ground, with its document and its expected end. Never public.",
    zh: "依照法定事由暂停计算期限，附文书和预计恢复日期。不公开。",
  },
  payload: Payload,
  example: {
    ground: "appraisal",
    from: "2026-04-10",
    document: "云建监鉴〔2026〕3号 鉴定委托书",
    expectedEnd: "2026-04-24",
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 3,
  },
});
