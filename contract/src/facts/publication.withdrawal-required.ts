import Type, { type Static } from "typebox";

import { Department, Officer } from "../casework.ts";
import { closed, PlainDay } from "../values.ts";
import { WithdrawalReason } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    unit: Department,
    reason: WithdrawalReason,
    /** Day of the event that makes it due: the decision was changed, annulled, found wrong. The clock starts here. */
    since: PlainDay,
    /** The event, in words; the reconsideration or judgment. */
    ground: Type.String({ minLength: 2, maxLength: 1000, pattern: "\\S" }),
    officer: Officer,
  },
  closed,
);
export type WithdrawalRequired = Static<typeof Payload>;

export const withdrawalRequired = defineFactKind({
  kind: "publication.withdrawal-required",
  version: 1,
  title: { en: "Withdrawal required", zh: "应当撤回公示" },
  about: {
    en: "An event makes a published item due to be taken down within three working days (处罚法48, 85). Never public.",
    zh: "发生应当撤回公示的事由，三个工作日内撤回（行政处罚法第48条、第85条）。不公开。",
  },
  payload: Payload,
  example: {
    unit: { id: "housing", name: "云澜市住房和城乡建设局" },
    reason: "reversed",
    since: "2026-05-18",
    ground: "云政复决〔2026〕31号行政复议决定撤销原处理决定。",
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
  },
});
