import Type, { type Static } from "typebox";

import { Department } from "../casework.ts";
import { closed, Organisation, PlainDay, Regime } from "../values.ts";
import { defineFactKind } from "./fact.ts";

/** What can stand in the public column. */
export const ITEM_KINDS = [
  "reply",
  "inspectionResult",
  "penalty",
  "courtResult",
  "policeResult",
] as const;
export type ItemKind = (typeof ITEM_KINDS)[number];

const Payload = Type.Object(
  {
    kind: Type.Enum(ITEM_KINDS),
    /** Who publishes, in its own name. */
    unit: Department,
    /** Number of the document. */
    documentNo: Type.String({ minLength: 1, maxLength: 120 }),
    decidedOn: PlainDay,
    title: Type.String({ minLength: 2, maxLength: 300 }),
    /** Without names of natural persons, identity numbers, telephone numbers and accounts. */
    text: Type.String({ minLength: 2, maxLength: 20_000 }),
    outcome: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })),
    regime: Type.Optional(Regime),
    ocid: Type.Optional(Type.String({ pattern: "^ocds-mj0001-[A-Za-z0-9._-]{1,120}$" })),
    /** Whom it is about; organisations only. */
    subjects: Type.Optional(Type.Array(Organisation, { maxItems: 20 })),
    /** Why it may be published. */
    legalBasis: Type.String({ minLength: 2, maxLength: 400 }),
    articles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 20 }),
    /** Last day on which it is shown; absent: no end is laid down. */
    expiresOn: Type.Optional(PlainDay),
    /** Page of the unit that shows it as well. */
    unitUrl: Type.Optional(Type.String({ pattern: "^https?://", maxLength: 400 })),
  },
  closed,
);
export type ItemPublished = Static<typeof Payload>;

export const itemPublished = defineFactKind({
  kind: "publication.item-published",
  version: 1,
  title: { en: "Item published", zh: "公示" },
  about: {
    en: "A reply, an inspection result, a penalty or a result of court or police enters the public column. Public until it expires or is withdrawn.",
    zh: "答复、抽查结果、行政处罚、法院或者公安处理结果进入公示专栏。期满或者撤回之前公开。",
  },
  payload: Payload,
  example: {
    kind: "reply",
    unit: { id: "housing", name: "云澜市住房和城乡建设局" },
    documentNo: "云建监诉〔2026〕12号",
    decidedOn: "2026-04-28",
    title: "关于青岚路改造工程评标结果投诉的处理决定",
    text: "经核查，投诉事项不成立，驳回投诉。",
    outcome: "notUpheld",
    regime: "works",
    legalBasis: "招标投标法实施条例第61条；政府信息公开条例第20条",
    articles: ["招标投标法实施条例第61条"],
  },
});
