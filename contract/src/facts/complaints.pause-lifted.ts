import Type, { type Static } from "typebox";

import { Department } from "../casework.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** Whose answer it is about. */
    unit: Department,
    ocid: Type.String({ pattern: "^ocds-mj0001-[A-Za-z0-9._-]{1,120}$" }),
  },
  closed,
);
export type PauseLifted = Static<typeof Payload>;

export const pauseLifted = defineFactKind({
  kind: "complaints.pause-lifted",
  version: 1,
  title: { en: "Duty to pause ended", zh: "暂停事由消除" },
  about: {
    en: "The objection was answered: the process may go on.",
    zh: "异议已经答复，招标投标活动可以继续。",
  },
  payload: Payload,
  example: {
    unit: { id: "housing", name: "云澜市住房和城乡建设局" },
    ocid: "ocds-mj0001-YL-2026-0007",
  },
});
