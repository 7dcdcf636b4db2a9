/**
 * The look-back after evaluation (评审后回头看) over HTTP. Codes: lookback.not-found {lot}, lookback.stale {version},
 * lookback.bad-transition {act, state}, lookback.result-published {at}, lookback.unknown-finding {finding},
 * lookback.hint-only {finding}, lookback.already-asked {finding}, lookback.ask-not-found, lookback.not-yours,
 * lookback.no-change, lookback.text-changed, lookback.no-duty {regime}.
 */
import Type, { type Static } from "typebox";

import { Department } from "./casework.ts";
import {
  AnswerKind,
  AskGround,
  AskItem,
  Change,
  Examination,
  LookbackFinding,
  LookbackType,
  Route,
} from "./lookback-values.ts";
import { closed, Regime } from "./values.ts";

export const LOOKBACK_STATES = [
  "clear",
  "open",
  "asked",
  "answered",
  "signed",
  "referred",
] as const;
export const LookbackState = Type.Enum(LOOKBACK_STATES);
export type LookbackState = Static<typeof LookbackState>;

export const LookbackRow = Type.Object(
  {
    ocid: Type.String(),
    lotId: Type.String(),
    title: Type.String(),
    regime: Type.Union([Regime, Type.Null()]),
    state: LookbackState,
    /** Last examination. */
    examinedAt: Type.String(),
    examinations: Type.Integer(),
    experts: Type.Integer(),
    bids: Type.Integer(),
    /** Those that rest on arithmetic, those with a chance, mere hints. */
    exact: Type.Integer(),
    calibrated: Type.Integer(),
    hints: Type.Integer(),
    changesAward: Type.Boolean(),
    /** Fewest points that change the award. */
    flip: Type.Optional(Type.String()),
    isResultPublished: Type.Boolean(),
  },
  closed,
);
export type LookbackRow = Static<typeof LookbackRow>;

/** GET /api/lookback/lots */
export const LookbackList = Type.Object({ rows: Type.Array(LookbackRow) }, closed);
export type LookbackList = Static<typeof LookbackList>;

const LawfulArticle = Type.Object(
  {
    id: Type.String(),
    citation: Type.String(),
    /** False: known from memory; look it up before it is cited. */
    isVerified: Type.Boolean(),
  },
  closed,
);

/** A finding with what may be done about it, by regime and by whether the report was signed. */
export const ShownFinding = Type.Object(
  {
    ...LookbackFinding.properties,
    class: Type.Enum(["exact", "calibrated", "hint"] as const),
    ground: Type.Optional(AskGround),
    before: Type.String(),
    after: Type.String(),
    articles: Type.Array(LawfulArticle),
    /** none, asked, keep, correct, gone: how it stands with the committee. */
    standing: Type.Enum(["none", "asked", "keep", "correct", "referred"] as const),
  },
  closed,
);
export type ShownFinding = Static<typeof ShownFinding>;

const By = Type.Object({ name: Type.String(), department: Type.String() }, closed);

export const LookbackEvent = Type.Object(
  {
    factId: Type.String(),
    kind: Type.String(),
    at: Type.String(),
    by: Type.Optional(By),
    text: Type.Optional(Type.String()),
    items: Type.Optional(Type.Array(AskItem)),
    answer: Type.Optional(AnswerKind),
    changes: Type.Optional(Type.Array(Change)),
    isPerson: Type.Optional(Type.Boolean()),
    to: Type.Optional(Department),
    route: Type.Optional(Route),
    hash: Type.Optional(Type.String()),
    findings: Type.Optional(Type.Array(Type.String())),
    count: Type.Optional(Type.Integer()),
  },
  closed,
);
export type LookbackEvent = Static<typeof LookbackEvent>;

/** GET /api/lookback/lot?ocid=…&lot=… */
export const LookbackView = Type.Object(
  {
    row: LookbackRow,
    version: Type.Integer(),
    examinationId: Type.String(),
    examination: Examination,
    findings: Type.Array(ShownFinding),
    /** Findings of the examination before that the present one does not show any more. */
    cleared: Type.Array(Type.Object({ id: Type.String(), type: LookbackType }, closed)),
    /** Scores that differ from those of the first examination. */
    changed: Type.Array(
      Type.Object(
        {
          expert: Type.Integer(),
          bid: Type.Integer(),
          criterion: Type.Integer(),
          from: Type.Union([Type.String(), Type.Null()]),
        },
        closed,
      ),
    ),
    history: Type.Array(LookbackEvent),
    openAsks: Type.Array(Type.Object({ ask: Type.String(), items: Type.Array(AskItem) }, closed)),
    may: Type.Object(
      {
        ask: Type.Boolean(),
        answer: Type.Boolean(),
        sign: Type.Boolean(),
        refer: Type.Boolean(),
      },
      closed,
    ),
    /** Department of the list of duties, once it may be referred. */
    department: Type.Optional(Department),
  },
  closed,
);
export type LookbackView = Static<typeof LookbackView>;

export const LotQuery = Type.Object(
  {
    ocid: Type.String({ minLength: 3, maxLength: 140 }),
    lot: Type.String({ minLength: 1, maxLength: 80 }),
  },
  closed,
);
export type LotQuery = Static<typeof LotQuery>;

/** GET /api/lookback/report?ocid=…&lot=… */
export const LookbackReport = Type.Object(
  { lines: Type.Array(Type.String()), hash: Type.String(), isSigned: Type.Boolean() },
  closed,
);
export type LookbackReport = Static<typeof LookbackReport>;

const Version = Type.Integer({ minimum: 0 });
const Text = Type.String({ minLength: 4, maxLength: 4000, pattern: "\\S" });
const FindingIds = Type.Array(Type.String({ minLength: 6, maxLength: 80 }), {
  minItems: 1,
  maxItems: 200,
  uniqueItems: true,
});

/** POST /api/lookback/asks */
export const AskCommittee = Type.Object(
  { ...LotQuery.properties, version: Version, findings: FindingIds, text: Text },
  closed,
);
export type AskCommittee = Static<typeof AskCommittee>;

/** POST /api/lookback/asks/:ask/answer */
export const AnswerAsk = Type.Object(
  {
    findings: FindingIds,
    answer: AnswerKind,
    reason: Text,
    changes: Type.Array(Change, { maxItems: 200 }),
  },
  closed,
);
export type AnswerAsk = Static<typeof AnswerAsk>;

/** POST /api/lookback/signature */
export const SignLookback = Type.Object(
  {
    ...LotQuery.properties,
    version: Version,
    /** Hash of the text that the signer read. */
    hash: Type.String({ pattern: "^[0-9a-f]{64}$" }),
  },
  closed,
);
export type SignLookback = Static<typeof SignLookback>;

/** POST /api/lookback/referral */
export const ReferLookback = Type.Object(
  { ...LotQuery.properties, version: Version, findings: FindingIds, text: Text },
  closed,
);
export type ReferLookback = Static<typeof ReferLookback>;

/** GET /api/lookback/own: what an expert was asked, of the own scores only. */
export const OwnAsk = Type.Object(
  {
    ask: Type.String(),
    title: Type.String(),
    lotId: Type.String(),
    askedAt: Type.String(),
    text: Type.String(),
    items: Type.Array(AskItem),
    answer: Type.Optional(
      Type.Object(
        {
          at: Type.String(),
          answer: AnswerKind,
          reason: Type.String(),
          changes: Type.Array(Change),
        },
        closed,
      ),
    ),
    mayAnswer: Type.Boolean(),
  },
  closed,
);
export type OwnAsk = Static<typeof OwnAsk>;
export const OwnAsks = Type.Object({ rows: Type.Array(OwnAsk) }, closed);
export type OwnAsks = Static<typeof OwnAsks>;
export const Done = Type.Object({ done: Type.Literal(true) }, closed);
export type Done = Static<typeof Done>;
