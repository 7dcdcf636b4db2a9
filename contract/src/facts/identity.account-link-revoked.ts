import Type, { type Static } from "typebox";

import { OrganisationId } from "../organisation.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  { account: OrganisationId, by: OrganisationId, unit: OrganisationId },
  closed,
);
export type AccountLinkRevoked = Static<typeof Payload>;

export const accountLinkRevoked = defineFactKind({
  kind: "identity.account-link-revoked",
  version: 1,
  title: { en: "Activation link revoked", zh: "作废启用链接" },
  about: {
    en: "An administrator revoked the activation link of an account before it was used.",
    zh: "账号管理员在启用链接使用之前将其作废。",
  },
  payload: Payload,
  example: { account: "chen-lan", by: "han-liqun", unit: "operations" },
});
