import Type, { type Static } from "typebox";

import { OrganisationId } from "../organisation.ts";
import { closed } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Payload = Type.Object({ handover: OrganisationId, person: OrganisationId }, closed);
export type HandoverReceived = Static<typeof Payload>;

export const handoverReceived = defineFactKind({
  kind: "identity.handover-received",
  version: 1,
  title: { en: "Hand-over received", zh: "工作交接签收" },
  about: {
    en: "The receiver confirms the list; the appointments that move the post are recorded with it.",
    zh: "接收人确认交接清单；岗位随之变更任职。",
  },
  payload: Payload,
  example: { handover: "handover-1", person: "xu-qinghe" },
});
