import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object({ officer: Officer, version: Type.Integer({ minimum: 0 }) }, closed);
export type LeadReceived = Static<typeof Payload>;

export const leadReceived = defineFactKind({
  kind: "casework.lead-received",
  version: 1,
  title: { en: "Lead received", zh: "线索签收" },
  about: {
    en: "An officer of the department took the lead over. Never public.",
    zh: "主管部门经办人签收线索。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "housing-1",
      name: "陈岚",
      department: { id: "housing", name: "云澜市住房和城乡建设局" },
    },
    version: 1,
  },
});
