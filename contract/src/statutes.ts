/** HTTP of calendar and law: versions of a year, articles, drafts, what an entry would move, asking for approval. */
import Type, { type Static } from "typebox";

import { ArticleContent, ChangedClock } from "./facts/statutes.article-entered.ts";
import { CalendarYearContent } from "./facts/statutes.calendar-year-entered.ts";
import { FieldProblem } from "./problem.ts";
import { closed, PlainDay, Regime } from "./values.ts";

export { ArticleContent } from "./facts/statutes.article-entered.ts";
export { CalendarYearContent } from "./facts/statutes.calendar-year-entered.ts";

/** One version of a year; 0 came with the program. */
export const CalendarVersion = Type.Object(
  {
    ...CalendarYearContent.properties,
    version: Type.Integer(),
    ground: Type.Optional(Type.String()),
    enteredAt: Type.Optional(Type.String()),
    /** Dates of open clocks that it moved. */
    moved: Type.Optional(Type.Integer()),
  },
  closed,
);
export type CalendarVersion = Static<typeof CalendarVersion>;

/** The coming year is not published, and dates of open voices touch it. */
export const CalendarAlarm = Type.Object(
  { year: Type.Integer(), voices: Type.Integer(), clocks: Type.Integer() },
  closed,
);
export type CalendarAlarm = Static<typeof CalendarAlarm>;

/** GET /api/statutes/calendar */
export const CalendarView = Type.Object(
  {
    today: PlainDay,
    /** Every version of every year, oldest first; the last of a year counts. */
    versions: Type.Array(CalendarVersion),
    alarm: Type.Union([CalendarAlarm, Type.Null()]),
  },
  closed,
);
export type CalendarView = Static<typeof CalendarView>;

/** GET /api/statutes/law: what rests on an article. */
export const LawRow = Type.Object(
  {
    id: Type.String(),
    instrument: Type.String(),
    article: Type.String(),
    level: Type.String(),
    place: Type.String(),
    validFrom: Type.Union([PlainDay, Type.Null()]),
    validTo: Type.Union([PlainDay, Type.Null()]),
    subject: Type.String(),
    summaryZh: Type.String(),
    verified: Type.String(),
    source: Type.String(),
    note: Type.Union([Type.String(), Type.Null()]),
    isInForce: Type.Boolean(),
    /** Absent: it came with the program. */
    entered: Type.Optional(
      Type.Object(
        {
          version: Type.Integer(),
          at: Type.String(),
          replaces: Type.Union([Type.String(), Type.Null()]),
          clocks: Type.Array(ChangedClock),
          moved: Type.Integer(),
        },
        closed,
      ),
    ),
    /** Ids of clocks and limits. */
    clocks: Type.Array(Type.String()),
    /** Items of the list of duties in force that cite it. */
    duties: Type.Integer(),
  },
  closed,
);
export type LawRow = Static<typeof LawRow>;

/** A rule that is in force today. */
export const RuleRow = Type.Object(
  {
    clock: Type.String(),
    regimes: Type.Array(Regime),
    unit: Type.String(),
    length: Type.Integer(),
    startsFrom: Type.String(),
    pausesOn: ChangedClock.properties.pausesOn,
    articles: Type.Array(Type.String()),
  },
  closed,
);
export type RuleRow = Static<typeof RuleRow>;

export const LawView = Type.Object(
  { today: PlainDay, articles: Type.Array(LawRow), rules: Type.Array(RuleRow) },
  closed,
);
export type LawView = Static<typeof LawView>;

const MadeBy = Type.Object({ account: Type.String(), name: Type.String() }, closed);
const Draft = {
  id: Type.String({ format: "uuid" }),
  madeBy: MadeBy,
  changedAt: Type.String(),
  errors: Type.Array(FieldProblem),
  /** The last request for it as it is. */
  request: Type.Union([Type.String(), Type.Null()]),
};
const YearDraft = Type.Object(
  { ...Draft, kind: Type.Literal("calendarYear"), content: CalendarYearContent },
  closed,
);
const ArticleDraft = Type.Object(
  { ...Draft, kind: Type.Literal("article"), content: ArticleContent },
  closed,
);

/** POST /api/statutes/calendar-drafts, /api/statutes/article-drafts (201); PUT with /:id */
export const StatuteDraft = Type.Union([YearDraft, ArticleDraft]);
export type StatuteDraft = Static<typeof StatuteDraft>;
/** GET /api/statutes/drafts */
export const StatuteDrafts = Type.Object({ rows: Type.Array(StatuteDraft) }, closed);
export type StatuteDrafts = Static<typeof StatuteDrafts>;

/** POST /api/statutes/calendar/read: a notice as a file; what cannot be read is named (statutes.unreadable). */
export const ReadNotice = Type.Object(
  { text: Type.String({ minLength: 2, maxLength: 200_000 }) },
  closed,
);
export type ReadNotice = Static<typeof ReadNotice>;
/** What the file says; `ground` is empty when it does not. */
export const NoticeContent = Type.Object(
  {
    ...CalendarYearContent.properties,
    notices: Type.Array(Type.String()),
    ground: Type.String(),
  },
  closed,
);
export type NoticeContent = Static<typeof NoticeContent>;

/** A clock of an open voice and its date before and after; null: not certain; absent: it does not run. */
export const Move = Type.Object(
  {
    voice: Type.String(),
    number: Type.String(),
    title: Type.String(),
    clock: Type.String(),
    before: Type.Optional(Type.Union([PlainDay, Type.Null()])),
    after: Type.Optional(Type.Union([PlainDay, Type.Null()])),
  },
  closed,
);
export type Move = Static<typeof Move>;

const DayKind = Type.Enum([
  "workingDay",
  "makeUpDay",
  "weekend",
  "holiday",
  "unpublished",
] as const);

export const Quote = Type.Object(
  {
    kind: Type.Enum(["clock", "page", "duty"] as const),
    /** Clock; path of the page; number of the item. */
    id: Type.String(),
    title: Type.Optional(Type.String()),
  },
  closed,
);
export type Quote = Static<typeof Quote>;

/** A letter of a case that is not over and that quotes the article. */
export const QuotingLetter = Type.Object(
  {
    kind: Type.Enum([
      "acceptance",
      "refusal",
      "correction",
      "reply",
      "remind",
      "urge",
      "correct",
    ] as const),
    /** drafted: nobody signed it yet. */
    state: Type.Enum(["drafted", "issued"] as const),
    /** Number on the letter; absent: it has none. */
    number: Type.Optional(Type.String()),
    /** Day on the letter; of a draft: when it was made. */
    on: PlainDay,
    /** Number of the case. */
    case: Type.Optional(Type.String()),
    /** Path of its page in the console. */
    link: Type.String(),
  },
  closed,
);
export type QuotingLetter = Static<typeof QuotingLetter>;

/** GET /api/statutes/drafts/:id/preview */
export const StatutePreview = Type.Object(
  {
    errors: Type.Array(FieldProblem),
    version: Type.Integer(),
    /** Days whose kind changes, of a calendar year. */
    days: Type.Array(Type.Object({ date: PlainDay, before: DayKind, after: DayKind }, closed)),
    /** Open voices, those with a date that moves, dates that move. */
    voices: Type.Integer(),
    movedVoices: Type.Integer(),
    movedClocks: Type.Integer(),
    /** The first of them. */
    moves: Type.Array(Move),
    /** What quotes the article, or the one that it replaces. */
    quotes: Type.Array(Quote),
    /** Letters of open cases that quote it. */
    quotingLetters: Type.Integer(),
    /** The first of them. */
    letters: Type.Array(QuotingLetter),
  },
  closed,
);
export type StatutePreview = Static<typeof StatutePreview>;

/**
 * POST /api/statutes/requests: asks that a draft be entered; a person of another unit, who did not write it, approves.
 * Codes: statutes.no-draft, statutes.bad-entry; of the approval: statutes.own-draft, statutes.version-taken.
 */
export const AskEntry = Type.Object(
  { draft: Type.String({ format: "uuid" }), reason: Type.String({ minLength: 2, maxLength: 400 }) },
  closed,
);
export type AskEntry = Static<typeof AskEntry>;
