import Type, { type Static } from "typebox";

import { closed, PlainDay, Regime } from "../values.ts";
import { defineFactKind } from "./fact.ts";

const Words = (maxLength: number) => Type.String({ minLength: 1, maxLength });

export const ArticleId = Type.String({
  pattern: "^[A-Z][A-Za-z0-9-]{1,30}(@[0-9]{4}(-[0-9]{1,2})?)?$",
});

/** `memory` changes no clock; what rests on anything but `text-read` says so on its face. */
export const VERIFIED = ["text-read", "page-excerpt", "memory"] as const;
export const ARTICLE_LEVELS = ["law", "regulation", "rule", "normative", "local"] as const;
export const CLOCK_UNITS = ["workingDay", "calendarDay"] as const;

const Ground = Type.Enum([
  "inspection",
  "testing",
  "appraisal",
  "expert-review",
  "correction",
] as const);
const Grounds = Type.Optional(Type.Array(Ground, { maxItems: 5 }));

/** What the article says about a clock or a limit, for the regimes that it names. */
export const ChangedClock = Type.Object(
  {
    /** Id of the clock, e.g. `challenge.reply`; of a limit, e.g. `window.challenge`. */
    clock: Type.String({ pattern: "^[a-z]+(\\.[a-z-]+)+$", maxLength: 60 }),
    regimes: Type.Array(Regime, { minItems: 1, maxItems: 6 }),
    unit: Type.Enum(CLOCK_UNITS),
    /** Days. */
    length: Type.Integer({ minimum: 1, maximum: 730 }),
    startsFrom: Type.Enum(["receipt", "acceptance"] as const),
    /** Grounds on which it stops, by regime. */
    pausesOn: Type.Object(
      {
        works: Grounds,
        procurement: Grounds,
        land: Grounds,
        mineral: Grounds,
        property: Grounds,
        other: Grounds,
      },
      closed,
    ),
  },
  closed,
);
export type ChangedClock = Static<typeof ChangedClock>;

export const ArticleContent = Type.Object(
  {
    id: ArticleId,
    instrument: Words(120),
    /** Number of the article, e.g. 第53条. */
    article: Words(40),
    level: Type.Enum(ARTICLE_LEVELS),
    /** `national`, or the place outside of which it is never applied. */
    place: Words(60),
    /** What was received before keeps the law of its day. */
    validFrom: PlainDay,
    validTo: Type.Union([PlainDay, Type.Null()]),
    /** One line in English. */
    subject: Words(200),
    /** A paraphrase, never to be printed as a quotation. */
    summaryZh: Words(400),
    verified: Type.Enum(VERIFIED),
    /** Where it was read. */
    source: Words(400),
    note: Type.Union([Words(600), Type.Null()]),
    /** Id of the article that ends the day before. */
    replaces: Type.Union([ArticleId, Type.Null()]),
    clocks: Type.Array(ChangedClock, { maxItems: 12 }),
  },
  closed,
);
export type ArticleContent = Static<typeof ArticleContent>;

const Payload = Type.Object(
  {
    ...ArticleContent.properties,
    /** 1 for the first entry of an id; the latest version counts. */
    version: Type.Integer({ minimum: 1, maximum: 999 }),
  },
  closed,
);
export type ArticleEntered = Static<typeof Payload>;

export const articleEntered = defineFactKind({
  kind: "statutes.article-entered",
  version: 1,
  title: { en: "Article entered", zh: "法规条文录入" },
  about: {
    en: "An article of the law register, with what it changes about clocks from its first day on; entered by one person and approved by one of another unit.",
    zh: "法规库的一个条文，以及自施行之日起对期限的改变；由一人录入、另一机构的人员复核。",
  },
  payload: Payload,
  example: {
    id: "CG-53@2030",
    instrument: "中华人民共和国政府采购法（示例修订）",
    article: "第53条",
    level: "law",
    place: "national",
    validFrom: "2030-01-01",
    validTo: null,
    subject: "Challenge answered in 5 working days of receipt (fictional)",
    summaryZh: "示例：采购人收到书面质疑后五个工作日内答复。",
    verified: "text-read",
    source: "示例文本",
    note: null,
    replaces: "CG-53",
    clocks: [
      {
        clock: "challenge.reply",
        regimes: ["procurement"],
        unit: "workingDay",
        length: 5,
        startsFrom: "receipt",
        pausesOn: {},
      },
    ],
    version: 1,
  },
});
