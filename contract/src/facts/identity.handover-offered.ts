import Type, { type Static } from "typebox";

import { OrganisationId } from "../organisation.ts";
import { closed, PlainDay } from "../values.ts";
import { defineFactKind } from "./fact.ts";

/** A piece of open work that changes hands. */
export const HandoverItem = Type.Object(
  {
    lead: Type.String({ minLength: 1, maxLength: 80 }),
    number: Type.String({ maxLength: 80 }),
    title: Type.String({ maxLength: 400 }),
    state: Type.String({ maxLength: 40 }),
  },
  closed,
);
export type HandoverItem = Static<typeof HandoverItem>;

const Payload = Type.Object(
  {
    handover: OrganisationId,
    fromPerson: OrganisationId,
    toPerson: OrganisationId,
    post: OrganisationId,
    /** Last day on which the giver holds the post; the receiver begins on the next. */
    lastDay: PlainDay,
    items: Type.Array(HandoverItem, { maxItems: 2000 }),
    note: Type.Optional(Type.String({ minLength: 1, maxLength: 2000 })),
  },
  closed,
);
export type HandoverOffered = Static<typeof Payload>;

export const handoverOffered = defineFactKind({
  kind: "identity.handover-offered",
  version: 1,
  title: { en: "Hand-over offered", zh: "工作交接提出" },
  about: {
    en: "The holder of a post hands it over, with the list of the open work. Nothing changes before the receipt.",
    zh: "岗位任职人提出交接并列明在办事项；对方签收前不发生变化。",
  },
  payload: Payload,
  example: {
    handover: "handover-1",
    fromPerson: "chen-lan",
    toPerson: "xu-qinghe",
    post: "housing-officer",
    lastDay: "2026-05-31",
    items: [{ lead: "lead-1", number: "线2026-0001", title: "设备信息相同", state: "received" }],
    note: "现场核查资料在档案柜第三层",
  },
});
