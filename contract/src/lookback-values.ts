/** Values of the look-back (评审后回头看) that facts and HTTP share. */
import Type, { type Static } from "typebox";

import { closed, LotId, NaturalPerson, Party } from "./values.ts";

export const CRITERION_KINDS = ["subjective", "objective", "price"] as const;

/**
 * What a look-back can show (indicators EXP); MAT-01: material missing; FAIR-01: a finding whose correction changes the
 * award. Leads for people, no finding against anybody.
 */
export const LOOKBACK_TYPES = [
  "FAIR-01",
  "EXP-04",
  "EXP-03",
  "EXP-06",
  "EXP-05",
  "MAT-01",
  "EXP-01",
  "EXP-08",
  "EXP-11",
  "EXP-07",
  "EXP-20",
  "EXP-02",
] as const;
export const LookbackType = Type.Enum(LOOKBACK_TYPES);
export type LookbackType = Static<typeof LookbackType>;

/** Points in the source's decimals. */
export const Points = Type.String({ pattern: "^-?[0-9]{1,6}(\\.[0-9]{1,6})?$" });

export const COMBINATIONS = ["mean", "trimmedMean"] as const;
export const Combination = Type.Enum(COMBINATIONS);

/** One criterion as the tender documents state it. */
export const RuleCriterion = Type.Object(
  {
    name: Type.String({ minLength: 1, maxLength: 200 }),
    kind: Type.Enum(CRITERION_KINDS),
    maximum: Points,
    /** Step in which scores are given; absent: any. */
    step: Type.Optional(Points),
  },
  closed,
);

const Place = Type.Integer({ minimum: 0 });

export const LookbackFinding = Type.Object(
  {
    /** Stays the same for the same cell over several examinations. */
    id: Type.String({ minLength: 6, maxLength: 80 }),
    type: LookbackType,
    /** Places in the sheet; absent where it does not apply. */
    expert: Type.Optional(Place),
    otherExpert: Type.Optional(Place),
    bid: Type.Optional(Place),
    criterion: Type.Optional(Place),
    value: Type.Optional(Type.Number()),
    /** Share of honest committees that would show as much; absent: the rule knows no chance. */
    tail: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    /** How many scores it rests on. */
    n: Type.Integer({ minimum: 0 }),
    /** Which of several forms: step, range, gap, default, total, rank, noSheet, noScores. */
    form: Type.Optional(Type.String({ pattern: "^[a-zA-Z]{2,20}$" })),
    stated: Type.Optional(Type.String({ maxLength: 40 })),
    expected: Type.Optional(Type.String({ maxLength: 40 })),
    /** Bid that leads once this is put right; absent: nothing to replay. */
    winnerIfCorrected: Type.Optional(Place),
    /** Finding whose correction changes the award (FAIR-01). */
    because: Type.Optional(Type.String({ maxLength: 80 })),
  },
  closed,
);
export type LookbackFinding = Static<typeof LookbackFinding>;

const FlipCell = Type.Object(
  { expert: Place, bid: Place, criterion: Place, from: Points, to: Points },
  closed,
);

/** How little changes the award (EXP-07). A close race is no fault. */
export const Flip = Type.Object(
  {
    winner: Place,
    /** Fewest points, all changes added up, by which another bid wins. */
    change: Type.Optional(Points),
    rival: Type.Optional(Place),
    /** Of one holder alone, where one alone can do it with so little. */
    cells: Type.Array(FlipCell),
    /** Gaps stand at the median of the others. */
    isFilled: Type.Boolean(),
    experts: Type.Array(
      Type.Object(
        {
          /** Fewest points of this expert alone. */
          change: Type.Optional(Points),
          rival: Type.Optional(Place),
          /** Bid that wins without, and with the median of the others instead; absent: the award stays. */
          without: Type.Optional(Place),
          withMedian: Type.Optional(Place),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type Flip = Static<typeof Flip>;

export const Sheet = Type.Object(
  {
    experts: Type.Array(NaturalPerson, { maxItems: 200 }),
    bids: Type.Array(
      Type.Object(
        {
          bidder: Party,
          rank: Type.Optional(Type.Integer({ minimum: 1 })),
          score: Type.Optional(Points),
          priceScore: Type.Optional(Points),
          /** Recomputed; absent: not computable. */
          total: Type.Optional(Points),
        },
        closed,
      ),
      { maxItems: 2000 },
    ),
    criteria: Type.Array(
      Type.Object(
        {
          name: Type.String({ maxLength: 200 }),
          kind: Type.Optional(Type.Enum(CRITERION_KINDS)),
          maximum: Type.Optional(Points),
          step: Type.Optional(Points),
        },
        closed,
      ),
      { maxItems: 200 },
    ),
    /** Expert, bid, criterion; null: no score. */
    scores: Type.Array(Type.Array(Type.Array(Type.Union([Points, Type.Null()])))),
    /** Expert, bid: points beyond severity and quality; null: not in a table without gaps. */
    residuals: Type.Array(Type.Array(Type.Union([Type.Number(), Type.Null()]))),
    /** Deviation of the residuals. */
    deviation: Type.Optional(Type.Number()),
  },
  closed,
);
export type Sheet = Static<typeof Sheet>;

/** What cannot be computed, and what is missing for it. */
export const NotComputable = Type.Object(
  {
    type: LookbackType,
    why: Type.Enum(["rules", "priceScore", "fewBids", "fewExperts", "gaps", "totals"] as const),
  },
  closed,
);

export type NotComputable = Static<typeof NotComputable>;

export const Examination = Type.Object(
  {
    ocid: Type.String({ minLength: 3, maxLength: 140 }),
    lotId: LotId,
    /** SHA-256 of everything that was looked at. */
    inputHash: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    engine: Type.String({ minLength: 1, maxLength: 20 }),
    combine: Type.Optional(Combination),
    decimals: Type.Optional(Type.Integer({ minimum: 0, maximum: 6 })),
    sheet: Sheet,
    findings: Type.Array(LookbackFinding, { maxItems: 5000 }),
    notComputable: Type.Array(NotComputable),
    flip: Type.Optional(Flip),
  },
  closed,
);
export type Examination = Static<typeof Examination>;

/** Why the committee is asked; a hint alone is no ground. */
export const ASK_GROUNDS = ["sum", "objective", "range", "missing", "outlier", "material"] as const;
export const AskGround = Type.Enum(ASK_GROUNDS);
export type AskGround = Static<typeof AskGround>;

/** One cell, or one row of cells, about which an expert is asked. */
export const AskItem = Type.Object(
  {
    finding: Type.String({ minLength: 6, maxLength: 80 }),
    type: LookbackType,
    ground: AskGround,
    /** Whom it concerns; absent: the committee as a whole. */
    evaluator: Type.Optional(NaturalPerson),
    bidder: Type.Optional(Party),
    criterion: Type.Optional(Type.String({ maxLength: 200 })),
    /** Scores as they stood when it was asked. */
    stated: Type.Optional(Type.String({ maxLength: 400 })),
  },
  closed,
);
export type AskItem = Static<typeof AskItem>;

export const ANSWERS = ["keep", "correct"] as const;
export const AnswerKind = Type.Enum(ANSWERS);

/** A score that the committee corrects: old and new stay. */
export const Change = Type.Object(
  {
    bidder: Type.String({ minLength: 1, maxLength: 400 }),
    criterion: Type.String({ minLength: 1, maxLength: 200 }),
    from: Type.String({ maxLength: 20 }),
    to: Points,
  },
  closed,
);
export type Change = Static<typeof Change>;

export const ROUTES = ["department", "reEvaluation"] as const;
export const Route = Type.Enum(ROUTES);
export type Route = Static<typeof Route>;
