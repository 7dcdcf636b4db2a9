/** The look-back (回头看) over the scores of one process: the matrix, what stands out, what would change the award, and the lawful way. */
import Type, { type Static } from "typebox";

import { LegalBasis } from "./screening.ts";
import { closed } from "./values.ts";

const Text = Type.String({ maxLength: 400 });
const Place = Type.Integer({ minimum: 0 });
/** null: no score. */
const Score = Type.Union([Type.Number(), Type.Null()]);

/** What the law lets one do about it, before the report is signed and after. */
export const LookBackRoute = Type.Object(
  {
    before: Type.Enum(["committeeCorrects", "committeeExplains"] as const),
    after: Type.Enum(["reEvaluation", "toDepartment"] as const),
    basis: Type.Array(LegalBasis),
  },
  closed,
);

export const LookBackFinding = Type.Object(
  {
    id: Type.String({ pattern: "^EXP-[0-9]{2}$" }),
    /** Places in the panel; absent where it concerns none. */
    expert: Type.Optional(Place),
    bid: Type.Optional(Place),
    criterion: Type.Optional(Place),
    value: Type.Optional(Type.Number()),
    tail: Type.Optional(Type.Number()),
    route: LookBackRoute,
  },
  closed,
);
export type LookBackFinding = Static<typeof LookBackFinding>;

export const LookBackLot = Type.Object(
  {
    lotId: Text,
    /** How many; they are numbered, never named. */
    experts: Type.Integer({ minimum: 0 }),
    bids: Type.Array(Type.Object({ name: Text, rank: Type.Optional(Type.Integer()) }, closed)),
    criteria: Type.Array(
      Type.Object(
        { name: Text, maximum: Type.Optional(Type.Number()), isObjective: Type.Boolean() },
        closed,
      ),
    ),
    /** Expert × bid × criterion. */
    scores: Type.Array(Type.Array(Type.Array(Score))),
    /** Expert × bid: points beyond the severity of the expert and the quality of the bid; null outside the table compared. */
    residuals: Type.Array(Type.Array(Score)),
    findings: Type.Array(LookBackFinding),
    /** Absent: no sole winner by the sum of these scores, or gaps. */
    flip: Type.Optional(
      Type.Object(
        {
          winner: Place,
          runnerUp: Place,
          /** Fewest points in all by which the runner-up draws level. */
          change: Type.Number(),
          experts: Type.Array(
            Type.Object(
              {
                expert: Place,
                /** Fewest points of this expert that do it; absent: his scores cannot. */
                change: Type.Optional(Type.Number()),
                /** Who wins without him, and with the median of the others in his place. */
                without: Type.Optional(Place),
                median: Type.Optional(Place),
              },
              closed,
            ),
          ),
        },
        closed,
      ),
    ),
    /** Rules that could not be computed, with the reason. */
    notComputable: Type.Array(Type.Object({ id: Text, reason: Text }, closed)),
  },
  closed,
);
export type LookBackLot = Static<typeof LookBackLot>;

/** GET /api/processes/:ocid/look-back; without lots: no scores, or none the reader may see. */
export const LookBackView = Type.Object({ title: Text, lots: Type.Array(LookBackLot) }, closed);
export type LookBackView = Static<typeof LookBackView>;
