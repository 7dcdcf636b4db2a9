/**
 * Output of one indicator on one lot (indicators.md D.0.2). A hit is a lead, never a verdict; missing
 * data is "notComputable" with its reason, never "noHit".
 */
import Type, { type Static } from "typebox";

import { closed, Party, PlainDay } from "./values.ts";

const Text = Type.String({ maxLength: 2000 });
const Code = Type.String({ pattern: "^[a-z][A-Za-z0-9.-]{1,79}$" });

/** determination = 认, lead = 线, hint = 提, block = 拦. */
export const Level = Type.Union([
  Type.Literal("determination"),
  Type.Literal("lead"),
  Type.Literal("hint"),
  Type.Literal("block"),
]);
export type Level = Static<typeof Level>;

/** Where a value stands: which fact, which field, whose. */
export const EvidenceSide = Type.Object(
  {
    party: Party,
    factId: Type.String(),
    /** Dotted path in the payload: trace.mac, bids.2.offer. */
    field: Text,
    value: Text,
    occurredAt: Type.Optional(Text),
  },
  closed,
);
export type EvidenceSide = Static<typeof EvidenceSide>;

/** Both sides of one coincidence, with how rare the shared value is. */
export const Evidence = Type.Object(
  {
    left: EvidenceSide,
    right: EvidenceSide,
    /** Share of unrelated firms that used this value in 24 months; 1/N at least (D.0.9). */
    rarity: Type.Optional(Type.Number()),
    firmsSeen: Type.Optional(Type.Integer()),
    firmsTotal: Type.Optional(Type.Integer()),
    /** Name and kind of the shared environment that explains it, if one is registered (D.0.7). */
    environment: Type.Optional(Type.Object({ kind: Code, name: Text }, closed)),
  },
  closed,
);
export type Evidence = Static<typeof Evidence>;

export const LegalBasis = Type.Object(
  {
    /** Article id of the law register, e.g. TSL-40-1; or the short code where the register has none. */
    article: Text,
    /** Printed citation in Chinese. */
    citation: Text,
    place: Text,
    validFrom: Type.Optional(Text),
    verified: Type.Boolean(),
  },
  closed,
);
export type LegalBasis = Static<typeof LegalBasis>;

/**
 * Correction for many tests (D.0.6): Benjamini–Hochberg over the tests of one family in the lots opened on
 * one day, as far as they were known; or why there is none. A hit with `adjusted` above `limit` does not
 * count towards a lead.
 */
export const ManyTests = Type.Union([
  Type.Object(
    {
      /** Day of the openings in Asia/Shanghai. */
      batch: PlainDay,
      family: Type.String({ pattern: "^[A-Z]{3}$" }),
      tests: Type.Integer({ minimum: 1 }),
      adjusted: Type.Number({ minimum: 0, maximum: 1 }),
      limit: Type.Number({ minimum: 0, maximum: 1 }),
    },
    closed,
  ),
  Type.Object({ notComputable: Code }, closed),
]);
export type ManyTests = Static<typeof ManyTests>;

/** Which lots a market cell holds (indicators.md D.0.4). Sizes in yuan, up to and without `sizeTo`. */
export const MarketCellKey = Type.Object(
  {
    category: Text,
    method: Code,
    sizeFrom: Type.Number(),
    sizeTo: Type.Number(),
    biddersFrom: Type.Integer(),
    biddersTo: Type.Integer(),
  },
  closed,
);
export type MarketCellKey = Static<typeof MarketCellKey>;

export const IndicatorResult = Type.Object(
  {
    indicator: Type.String({ pattern: "^[A-Z]{3}-[0-9]{2}$" }),
    /** Rule version, e.g. "1.0.0". */
    version: Text,
    outcome: Type.Union([
      Type.Literal("hit"),
      Type.Literal("noHit"),
      Type.Literal("notComputable"),
    ]),
    /** Why not computable. */
    reason: Type.Optional(
      Type.Object({ code: Code, params: Type.Record(Type.String(), Type.String()) }, closed),
    ),
    level: Type.Optional(Level),
    /** Level before a shared environment lowered it. */
    loweredFrom: Type.Optional(Level),
    value: Type.Optional(Text),
    trigger: Type.Optional(Text),
    /** Tail probability under honest bidding, or the likelihood ratio as bits (log₂). */
    probability: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    bits: Type.Optional(Type.Number()),
    manyTests: Type.Optional(ManyTests),
    /** Chance coincidences expected in a lot of this size (D.0.9). */
    expectedByChance: Type.Optional(Type.Number()),
    /** False-alarm rate of the rule on honest lots, from the documented null; with its basis. */
    falseAlarm: Type.Optional(Type.Object({ rate: Type.Number(), basis: Code }, closed)),
    n: Type.Integer({ minimum: 0 }),
    /** The market compared with: its name without language, its earlier lots, and what it consists of. */
    cell: Type.Object(
      {
        name: Text,
        lots: Type.Integer(),
        fallback: Type.Optional(Code),
        of: Type.Optional(MarketCellKey),
      },
      closed,
    ),
    legalBasis: Type.Array(LegalBasis),
    evidence: Type.Array(Evidence),
    /** Codes of facts that would clear it and of innocent explanations; sentences in the locale. */
    clearing: Type.Array(Code),
    innocent: Type.Array(Code),
  },
  closed,
);
export type IndicatorResult = Static<typeof IndicatorResult>;
