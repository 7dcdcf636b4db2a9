/** Values of the watch over the watchers that facts and replies share. */
import Type, { type Static } from "typebox";

import { Department } from "./casework.ts";
import { closed } from "./values.ts";

/** SUP-01 … SUP-12 (docs/indicators). */
export const SUP_IDS = [
  "SUP-01",
  "SUP-02",
  "SUP-03",
  "SUP-04",
  "SUP-05",
  "SUP-06",
  "SUP-07",
  "SUP-08",
  "SUP-09",
  "SUP-10",
  "SUP-11",
  "SUP-12",
] as const;
export const SupId = Type.Enum(SUP_IDS);
export type SupId = Static<typeof SupId>;

/** remind 提醒, urge 督促, correct 纠正. */
export const NOTICE_KINDS = ["remind", "urge", "correct"] as const;
export const NoticeKind = Type.Enum(NOTICE_KINDS);
export type NoticeKind = Static<typeof NoticeKind>;

export const NoticeNumber = Type.String({ pattern: "^(TX|DC|JZ)-\\d{4}-\\d{3,6}$" });

/** What a notice says; the machine drafts it, an official signs it. */
export const NoticeContent = Type.Object(
  {
    kind: NoticeKind,
    /** To whom. */
    unit: Department,
    /** Case it is about: `voice:TS-2026-0052`, `lead:…`. */
    subject: Type.Optional(
      Type.String({ pattern: "^(voice|lead):[A-Za-z0-9._-]{1,120}$", maxLength: 140 }),
    ),
    caseNumber: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
    indicator: Type.Optional(SupId),
    /** What is the matter, in one line. */
    title: Type.String({ minLength: 4, maxLength: 200, pattern: "\\S" }),
    ground: Type.String({ minLength: 8, maxLength: 2000, pattern: "\\S" }),
    demand: Type.String({ minLength: 4, maxLength: 2000, pattern: "\\S" }),
    articles: Type.Array(Type.String({ minLength: 1, maxLength: 200 }), { maxItems: 12 }),
  },
  closed,
);
export type NoticeContent = Static<typeof NoticeContent>;

/** mended: put right; explained: why it is as it is; disputed: the ground does not hold. */
export const ANSWER_KINDS = ["mended", "explained", "disputed"] as const;
export const AnswerKind = Type.Enum(ANSWER_KINDS);
export type AnswerKind = Static<typeof AnswerKind>;

/** Where a stored row differs from what the log proves. */
export const BrokenProof = Type.Object(
  {
    /** fact: the row of the fact store; event, voice, handling, lead, escalation: a table that follows from it. */
    where: Type.Enum([
      "fact",
      "leaf",
      "event",
      "voice",
      "handling",
      "lead",
      "escalation",
      "checkpoint",
    ] as const),
    /** Subject of the fact. */
    subject: Type.String({ maxLength: 240 }),
    factId: Type.Optional(Type.String({ maxLength: 60 })),
    kind: Type.Optional(Type.String({ maxLength: 80 })),
    /** What differs; `content` where it cannot be told. */
    field: Type.String({ maxLength: 80 }),
    stored: Type.Optional(Type.String({ maxLength: 200 })),
    /** What the log, or the fact, says. */
    expected: Type.Optional(Type.String({ maxLength: 200 })),
  },
  closed,
);
export type BrokenProof = Static<typeof BrokenProof>;

export const Quarter = Type.String({ pattern: "^\\d{4}-Q[1-4]$" });

/** k of n with its 95 % interval; shares in [0, 1], absent when n is 0. */
export const Share = Type.Object(
  {
    n: Type.Integer({ minimum: 0 }),
    k: Type.Integer({ minimum: 0 }),
    low: Type.Optional(Type.Number()),
    high: Type.Optional(Type.Number()),
  },
  closed,
);
export type Share = Static<typeof Share>;

/** One department's quarter (or any period). */
export const CardFigures = Type.Object(
  {
    handled: Type.Integer({ minimum: 0 }),
    /** Of those whose statutory date is known: answered by it. */
    statutory: Share,
    commitment: Share,
    /** Calendar days from receipt to service. */
    medianDays: Type.Optional(Type.Number()),
    bounced: Type.Integer({ minimum: 0 }),
    /** Replies that answer every claim. */
    substantive: Share,
    reversed: Share,
    /** Of those due to be published by now. */
    published: Share,
    /** In time as the other departments would have been with the same mix of matters; absent: too few. */
    expected: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  },
  closed,
);
export type CardFigures = Static<typeof CardFigures>;
