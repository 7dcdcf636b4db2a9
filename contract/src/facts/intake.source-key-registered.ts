import Type, { type Static } from "typebox";

import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    source: Type.String({ pattern: "^[a-z][a-z0-9-]{1,62}$" }),
    /** Ed25519, the 32 bytes of the public key in base64 (RFC 8032). */
    publicKey: Type.String({ pattern: "^[A-Za-z0-9+/]{43}=$" }),
  },
  closed,
);
export type SourceKeyRegistered = Static<typeof Payload>;

export const sourceKeyRegistered = defineFactKind({
  kind: "intake.source-key-registered",
  version: 1,
  title: { en: "Signing key of a source", zh: "数据来源的签名公钥" },
  about: {
    en: "From now on what the source sends about voices must be signed with this key; the newest counts.",
    zh: "登记签名公钥。此后该来源报送的来件须用它签名，以最新登记的为准。",
  },
  payload: Payload,
  example: {
    source: "e-service",
    publicKey: "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
  },
});
