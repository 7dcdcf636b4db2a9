import Type, { type Static } from "typebox";

import { OrganisationId } from "../organisation.ts";
import { CREDENTIAL_CHANGES } from "../session.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  { account: OrganisationId, change: Type.Enum(CREDENTIAL_CHANGES) },
  closed,
);
export type CredentialChanged = Static<typeof Payload>;

export const credentialChanged = defineFactKind({
  kind: "identity.credential-changed",
  version: 1,
  title: { en: "Way of signing in changed", zh: "登录方式变更" },
  about: {
    en: "A person changed how he signs in: which way and when, never a secret.",
    zh: "本人变更登录方式：只记变更了什么、何时变更，不记任何秘密内容。",
  },
  payload: Payload,
  example: { account: "chen-lan", change: "totpEnrolled" },
});
