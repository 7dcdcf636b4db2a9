import Type, { type Static } from "typebox";

import { AMOUNT_BANDS, OrganisationId } from "../organisation.ts";
import { closed, PlainDay, Regime } from "../values.ts";
import { defineFactKind } from "./fact.ts";

/** Stages of a process that a duty may be limited to. */
export const DUTY_STAGES = [
  "planning",
  "tendering",
  "opening",
  "evaluation",
  "award",
  "contract",
  "performance",
] as const;
export const DutyStage = Type.Enum(DUTY_STAGES);
export type DutyStage = Static<typeof DutyStage>;

export const DUTY_LEVELS = ["province", "city", "county"] as const;
export const DutyLevel = Type.Enum(DUTY_LEVELS);

/** Code of a matter (事项). Known ones have words in locales; others bring `matterName`. */
export const DutyMatter = Type.String({ pattern: "^[a-z][A-Za-z]{1,39}$" });

const Band = Type.Integer({ minimum: 0, maximum: AMOUNT_BANDS.length - 1 });
const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength });

/** A time limit: a number of working or calendar days, counted from `from`. */
export const DutyLimit = Type.Object(
  {
    days: Type.Integer({ minimum: 0, maximum: 3650 }),
    unit: Type.Enum(["workingDay", "calendarDay"] as const),
    /** What starts the time, in the list's own words. */
    from: Type.Optional(Words(80)),
    /** Article id of the law register that sets it. */
    article: Type.Optional(Type.String({ pattern: "^[A-Z][A-Za-z0-9-]{1,40}$" })),
  },
  closed,
);
export type DutyLimit = Static<typeof DutyLimit>;

export const DutyBasis = Type.Object(
  {
    /** Id in the law register, where it is known there. */
    article: Type.Optional(Type.String({ pattern: "^[A-Z][A-Za-z0-9-]{1,40}$" })),
    citation: Words(200),
  },
  closed,
);
export type DutyBasis = Static<typeof DutyBasis>;

export const DutyContact = Type.Object(
  {
    /** Of an office, never of a person. */
    phone: Type.Optional(Type.String({ pattern: "^[0-9][0-9 -]{4,24}$" })),
    address: Type.Optional(Words(120)),
    window: Type.Optional(Words(80)),
  },
  closed,
);
export type DutyContact = Static<typeof DutyContact>;

/** One row of the list. What is absent (regime, industry, place, amount, stage) means: any. */
export const DutyItem = Type.Object(
  {
    /** Number in the list; stays over versions, so that differences go by it. */
    item: Type.String({ pattern: "^[A-Z0-9][A-Za-z0-9-]{0,39}$" }),
    matter: DutyMatter,
    matterName: Type.Optional(Words(40)),
    regime: Type.Optional(Regime),
    industry: Type.Optional(Words(60)),
    /** Division code prefix. */
    place: Type.Optional(Type.String({ pattern: "^[0-9]{2,12}$" })),
    placeName: Type.Optional(Words(40)),
    /** First and last amount band, both included (AMOUNT_BANDS). */
    bandFrom: Type.Optional(Band),
    bandTo: Type.Optional(Band),
    stage: Type.Optional(DutyStage),
    department: Type.Object({ id: OrganisationId, name: Words(120) }, closed),
    level: DutyLevel,
    legalBasis: Type.Array(DutyBasis, { minItems: 1, maxItems: 8 }),
    statutoryLimit: Type.Optional(DutyLimit),
    /** Shorter than the law asks, as the department promised. */
    committedLimit: Type.Optional(DutyLimit),
    contact: DutyContact,
    /** Cases in which the department answers for it (追责情形). */
    responsibilities: Type.Array(Words(200), { maxItems: 8 }),
  },
  closed,
);
export type DutyItem = Static<typeof DutyItem>;

export const MOST_DUTIES = 2000;

export const DutyList = Type.Object(
  {
    number: Type.Integer({ minimum: 1, maximum: 9999 }),
    title: Words(120),
    /** Who adopted the list, and the number of the document. */
    adoptedBy: Words(120),
    documentNo: Words(80),
    validFrom: PlainDay,
    /** Last day; absent = until the next list. */
    validTo: Type.Optional(PlainDay),
    /** Where to ask when the list names nobody: the coordinator's window. */
    fallback: Type.Object(
      {
        department: Type.Object({ id: OrganisationId, name: Words(120) }, closed),
        contact: DutyContact,
      },
      closed,
    ),
    items: Type.Array(DutyItem, { minItems: 1, maxItems: MOST_DUTIES }),
  },
  closed,
);
export type DutyList = Static<typeof DutyList>;

export const listPublished = defineFactKind({
  kind: "duties.list-published",
  version: 1,
  title: { en: "List of duties published", zh: "权责清单发布" },
  about: {
    en: "A whole version of the list of powers and duties; from its first day it replaces the one before.",
    zh: "权责清单的一个完整版本；自施行之日起替代上一版本。",
  },
  payload: DutyList,
  example: {
    number: 2,
    title: "云澜市公共资源交易监管权责清单（2026年版）",
    adoptedBy: "云澜市公共资源交易管理委员会",
    documentNo: "云公管委〔2025〕9号",
    validFrom: "2026-01-01",
    fallback: {
      department: { id: "coordinator", name: "云澜市公共资源交易监督管理办公室" },
      contact: { phone: "0000-5550100", window: "综合服务窗口" },
    },
    items: [
      {
        item: "YL-001",
        matter: "complaint",
        regime: "works",
        industry: "housing",
        department: { id: "housing", name: "云澜市住房和城乡建设局" },
        level: "city",
        legalBasis: [{ article: "ZTB-T-60", citation: "《招标投标法实施条例》第60条" }],
        statutoryLimit: { days: 30, unit: "workingDay", from: "受理投诉", article: "ZTB-T-61" },
        committedLimit: { days: 15, unit: "workingDay", from: "受理投诉", article: "LOCAL-T15" },
        contact: { phone: "0000-5550111", address: "云澜市安和路12号", window: "招投标监督窗口" },
        responsibilities: ["依法应当受理而不受理的"],
      },
    ],
  },
});
