import Type, { type Static } from "typebox";

import { Department } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Whose answer it is about. */
    unit: Department,
    ocid: Type.String({ pattern: "^ocds-mj0001-[A-Za-z0-9._-]{1,120}$" }),
    articles: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 6 }),
  },
  closed,
);
export type PauseRequired = Static<typeof Payload>;

export const pauseRequired = defineFactKind({
  kind: "complaints.pause-required",
  version: 1,
  title: { en: "Process must pause", zh: "应当暂停招标投标活动" },
  about: {
    en: "An objection in time was received: the tenderer must pause until it is answered. The platform notifies; it stops nothing itself.",
    zh: "收到期限内的异议，招标人答复前应当暂停招标投标活动；平台只通知，不代为停止。",
  },
  payload: Payload,
  example: {
    unit: { id: "housing", name: "云澜市住房和城乡建设局" },
    ocid: "ocds-mj0001-YL-2026-0007",
    articles: ["ZTB-T-22"],
  },
});
