import Type, { type Static } from "typebox";

import { Department } from "../casework.ts";
import { closed } from "../values.ts";
import { WithdrawalReason } from "../voice-values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    unit: Department,
    reason: WithdrawalReason,
    /** Shown in place of the text, in general words. */
    publicReason: Type.String({ minLength: 2, maxLength: 400 }),
  },
  closed,
);
export type ItemWithdrawn = Static<typeof Payload>;

export const itemWithdrawn = defineFactKind({
  kind: "publication.item-withdrawn",
  version: 1,
  title: { en: "Item withdrawn", zh: "撤回公示" },
  about: {
    en: "A published item was taken back: the content goes, a tombstone with the reason stays.",
    zh: "撤回一项公示：内容撤下，保留说明理由的撤回标记。",
  },
  payload: Payload,
  example: {
    unit: { id: "housing", name: "云澜市住房和城乡建设局" },
    reason: "reversed",
    publicReason: "原处理决定经行政复议撤销。",
  },
});
