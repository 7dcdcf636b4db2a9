import Type, { type Static } from "typebox";

import { OrganisationId } from "../organisation.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    reset: OrganisationId,
    account: OrganisationId,
    /** Whether the second factors go too, and not the password alone. */
    factors: Type.Boolean(),
    reason: Type.String({ minLength: 4, maxLength: 400 }),
    by: OrganisationId,
    unit: OrganisationId,
  },
  closed,
);
export type ResetRequested = Static<typeof Payload>;

export const resetRequested = defineFactKind({
  kind: "identity.reset-requested",
  version: 1,
  title: { en: "Reset of an account requested", zh: "账号重置申请" },
  about: {
    en: "The unit's administrator asks that a person may choose a new password. A second person must approve.",
    zh: "本单位账号管理员申请为某人重置登录方式，须经另一单位的第二人批准。",
  },
  payload: Payload,
  example: {
    reset: "reset-01",
    account: "chen-lan",
    factors: true,
    reason: "手机遗失，已当面核对身份",
    by: "han-liqun",
    unit: "housing",
  },
});
