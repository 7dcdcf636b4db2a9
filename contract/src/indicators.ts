/** The rules over HTTP: what each is, under which law at a place and day, and how often it could be computed. */
import Type, { type Static } from "typebox";

import { IndicatorResult, LegalBasis, Level } from "./screening.ts";
import { closed, PlainDay, Regime } from "./values.ts";

const Text = Type.String({ maxLength: 4000 });
const Count = Type.Integer({ minimum: 0 });

/** Months over which outcomes are counted. */
export const COVERAGE_MONTHS = 12;

export const OutcomeCounts = Type.Object(
  {
    hit: Count,
    noHit: Count,
    notComputable: Count,
    /** Why not computable, most frequent first; codes of the locale. */
    reasons: Type.Array(Type.Object({ code: Text, lots: Count }, closed)),
  },
  closed,
);
export type OutcomeCounts = Static<typeof OutcomeCounts>;

export const RuleRow = Type.Object(
  {
    id: Type.String({ pattern: "^[A-Z]{3}-[0-9]{2}$" }),
    version: Text,
    group: Type.String({ pattern: "^[A-Z]{3}$" }),
    /** Where no article of a place says otherwise. */
    level: Level,
    trigger: Text,
    facts: Type.Array(Text),
    coverage: OutcomeCounts,
  },
  closed,
);
export type RuleRow = Static<typeof RuleRow>;

/** GET /api/indicators */
export const RuleList = Type.Object(
  { lots: Count, from: PlainDay, to: PlainDay, rules: Type.Array(RuleRow) },
  closed,
);
export type RuleList = Static<typeof RuleList>;

/** GET /api/indicators/:id?place=350100&day=2026-03-02&regime=works */
export const RuleQuery = Type.Object(
  {
    /** Division code (GB/T 2260); absent: no local law. */
    place: Type.Optional(Type.String({ pattern: "^[0-9]{2,6}$" })),
    day: Type.Optional(PlainDay),
    regime: Type.Optional(Regime),
  },
  closed,
);
export type RuleQuery = Static<typeof RuleQuery>;

/** What a page shows of a result. */
export const ShownResult = Type.Pick(IndicatorResult, [
  "outcome",
  "value",
  "probability",
  "falseAlarm",
]);
export type ShownResult = Static<typeof ShownResult>;

export const RuleView = Type.Object(
  {
    rule: RuleRow,
    /** The rule in one paragraph, as it is computed; English. */
    method: Text,
    innocent: Type.Array(Text),
    clearing: Type.Array(Text),
    /** At the place and day asked for. */
    law: Type.Object(
      { level: Level, isGround: Type.Boolean(), basis: Type.Array(LegalBasis) },
      closed,
    ),
    /** Places whose own articles change the level. */
    places: Type.Array(Type.Object({ code: Text, name: Text }, closed)),
    /** The planted lot and its honest twin, run when asked. */
    demonstration: Type.Object({ planted: ShownResult, twin: ShownResult }, closed),
    lots: Count,
  },
  closed,
);
export type RuleView = Static<typeof RuleView>;

/** GET /api/indicators/:id/lots: lots of the last twelve months in which the rule hit, of those the reader may see; newest first. */
export const RuleLots = Type.Object(
  {
    rows: Type.Array(
      Type.Object(
        { ocid: Text, lotId: Text, title: Text, value: Text, at: Type.Optional(Text) },
        closed,
      ),
    ),
    /** More than are shown. */
    more: Type.Boolean(),
  },
  closed,
);
export type RuleLots = Static<typeof RuleLots>;

/** GET /api/processes/:ocid/checks: the rules of the process over each of its lots. */
export const ProcessChecks = Type.Object(
  {
    lots: Type.Array(
      Type.Object(
        {
          lotId: Text,
          checks: Type.Array(
            Type.Object(
              {
                id: Text,
                level: Level,
                outcome: Type.Union([
                  Type.Literal("hit"),
                  Type.Literal("noHit"),
                  Type.Literal("notComputable"),
                ]),
                value: Type.Optional(Text),
                reason: Type.Optional(Text),
                basis: Type.Array(LegalBasis),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ProcessChecks = Static<typeof ProcessChecks>;
