import Type, { type Static } from "typebox";

import { RetentionDays } from "../audit.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object({ days: RetentionDays }, closed);
export type RetentionSet = Static<typeof Payload>;

export const retentionSet = defineFactKind({
  kind: "audit.retention-set",
  version: 1,
  title: { en: "Retention set", zh: "设定访问记录留存期限" },
  about: {
    en: "How many days access records stay searchable from now on, as two persons of two units agreed.",
    zh: "访问记录此后可检索的天数，由两个机构的人员共同确定。",
  },
  payload: Payload,
  example: { days: 730 },
});
