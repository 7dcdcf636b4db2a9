import Type, { type Static } from "typebox";

import { OrganisationId } from "../organisation.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  { reset: OrganisationId, by: OrganisationId, unit: OrganisationId },
  closed,
);
export type ResetApproved = Static<typeof Payload>;

export const resetApproved = defineFactKind({
  kind: "identity.reset-approved",
  version: 1,
  title: { en: "Reset of an account approved", zh: "账号重置批准" },
  about: {
    en: "A second person of another unit approves a reset; a one-time link is shown to that person once. The link is not recorded.",
    zh: "另一单位的第二人批准账号重置，一次性链接只显示一次；链接本身不记录。",
  },
  payload: Payload,
  example: { reset: "reset-01", by: "xia-zhizhi", unit: "coordinator" },
});
