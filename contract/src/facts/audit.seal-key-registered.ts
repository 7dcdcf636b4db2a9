import Type, { type Static } from "typebox";

import { SealKeyId, SealPublicKey } from "../audit.ts";
import { OrganisationId } from "../organisation.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  { organ: OrganisationId, keyId: SealKeyId, publicKey: SealPublicKey },
  closed,
);
export type SealKeyRegistered = Static<typeof Payload>;

export const sealKeyRegistered = defineFactKind({
  kind: "audit.seal-key-registered",
  version: 1,
  title: { en: "Seal key registered", zh: "登记密封公钥" },
  about: {
    en: "An organ registered the public key to which its access records are encrypted from now on.",
    zh: "机关登记公钥，此后本机关的访问记录用它加密；私钥只由本机关保管。",
  },
  payload: Payload,
  example: {
    organ: "discipline",
    keyId: "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    publicKey: `B${"A".repeat(86)}`,
  },
});
