import Type, { type Static } from "typebox";

import { Officer } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

/** Without a version: an urging changes nothing that an officer may be deciding on. */
const Payload = Type.Object(
  { officer: Officer, ground: Type.String({ minLength: 1, maxLength: 1000 }) },
  closed,
);
export type LeadUrged = Static<typeof Payload>;

export const leadUrged = defineFactKind({
  kind: "casework.lead-urged",
  version: 1,
  title: { en: "Lead urged", zh: "线索催办" },
  about: {
    en: "The coordinator or an inspector urged the department that handles the lead. Never public.",
    zh: "综合协调或纪检监察人员催促主管部门办理线索。任何时候都不公开。",
  },
  payload: Payload,
  example: {
    officer: {
      account: "coordinator-1",
      name: "江予安",
      department: { id: "coordinator", name: "云澜市公共资源交易监督管理办公室" },
    },
    ground: "分派已三日，尚未签收，请今日内签收。",
  },
});
