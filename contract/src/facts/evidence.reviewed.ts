import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { Ground, ReviewKind, ReviewResult } from "../evidence-values.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    officer: Officer,
    /** One more than the last act on the seal: of two at once only one wins. */
    version: Type.Integer({ minimum: 1 }),
    review: ReviewKind,
    result: ReviewResult,
    text: Ground,
  },
  closed,
);
export type Reviewed = Static<typeof Payload>;

export const reviewed = defineFactKind({
  kind: "evidence.reviewed",
  version: 1,
  title: { en: "Evidence reviewed", zh: "证据审核" },
  about: {
    en: "The legal or the technical review of electronic evidence (行政处罚法 art. 41). Never public.",
    zh: "依行政处罚法第41条对电子证据作出的法制审核或者技术审核。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 1,
    review: "technical",
    result: "passed",
    text: "核对哈希、日志证明和重新运行结果，与封存时一致。",
  },
});
