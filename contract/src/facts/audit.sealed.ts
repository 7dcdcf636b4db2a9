import Type, { type Static } from "typebox";

import { SealEnvelope, SealKeyId } from "../audit.ts";
import { OrganisationId } from "../organisation.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object(
  {
    /** The discipline or police organ that alone can open the record. */
    organ: OrganisationId,
    keyId: SealKeyId,
    envelope: SealEnvelope,
  },
  closed,
);
export type Sealed = Static<typeof Payload>;

export const sealed = defineFactKind({
  kind: "audit.sealed",
  version: 1,
  title: { en: "Sealed access", zh: "密封的访问记录" },
  about: {
    en: "An access by a discipline inspector or the police, encrypted to the key of their own organ.",
    zh: "纪检监察或公安人员的访问记录，用其本机关的公钥加密，只有本机关能打开。",
  },
  payload: Payload,
  example: {
    organ: "discipline",
    keyId: "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
    envelope: {
      version: 1,
      key: `B${"A".repeat(86)}`,
      iv: "AAAAAAAAAAAAAAAA",
      text: "c2VhbGVkLXJlY29yZC1vZi10aGUtZXhhbXBsZQ",
    },
  },
});
