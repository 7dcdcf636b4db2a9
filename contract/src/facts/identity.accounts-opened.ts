import Type, { type Static } from "typebox";

import { OrganisationId } from "../organisation.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    accounts: Type.Array(OrganisationId, { minItems: 1, maxItems: 500, uniqueItems: true }),
    by: OrganisationId,
    unit: OrganisationId,
    reason: Type.Optional(Type.String({ minLength: 4, maxLength: 400 })),
  },
  closed,
);
export type AccountsOpened = Static<typeof Payload>;

export const accountsOpened = defineFactKind({
  kind: "identity.accounts-opened",
  version: 1,
  title: { en: "Accounts opened", zh: "开户" },
  about: {
    en: "An administrator opened accounts, or made new activation links for accounts nobody has used yet. No link is in it.",
    zh: "账号管理员为人员开户，或者为尚未启用的账号重新制作启用链接；不含链接本身。",
  },
  payload: Payload,
  example: {
    accounts: ["chen-lan"],
    by: "han-liqun",
    unit: "operations",
    reason: "新入职人员开户",
  },
});
