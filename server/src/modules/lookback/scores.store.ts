/** Scores, rules and rankings of lots, as the procurement tables have them now. */
import { sql } from "kysely";

import type { EvaluationCompleted } from "../../../../contract/src/facts/procurement.evaluation-completed.ts";
import { partyKey } from "../../kernel/party.ts";
import { present } from "../../kernel/present.ts";
import type { Tx } from "../../platform/database.ts";
import type { CriterionKind, LotInput, Rules, ScoreCell, StatedBid } from "./input.ts";

export interface LotKey {
  readonly ocid: string;
  readonly lotId: string;
}

interface Evaluated extends LotKey {
  readonly ranking: EvaluationCompleted["ranking"];
  readonly criteria: Rules["criteria"] | null;
  readonly combine: Rules["combine"] | null;
  readonly decimals: number | null;
  readonly evaluators: number | null;
}

interface Scored extends LotKey {
  readonly token: string;
  readonly name: string | null;
  readonly bidderKey: string;
  readonly criterion: string;
  readonly score: string;
  readonly maximum: string | null;
  readonly kind: CriterionKind | null;
  readonly isDefault: boolean | null;
}

/** Behind all that have a rank. */
const UNRANKED = 1e6;

const keyOf = ({ ocid, lotId }: LotKey): string => `${ocid}\n${lotId}`;

/** Lots whose evaluation is complete and that were scored by experts, or should have been by their rules. */
export async function loadInputs(tx: Tx, lots: readonly LotKey[]): Promise<readonly LotInput[]> {
  if (lots.length === 0) return [];
  const ocids = lots.map(({ ocid }) => ocid);
  const ids = lots.map(({ lotId }) => lotId);
  const wanted = sql`unnest(${ocids}::text[], ${ids}::text[]) AS wanted (ocid, lot_id)`;
  const { rows: evaluated } = await sql<Evaluated>`
    SELECT evaluation.ocid, evaluation.lot_id AS "lotId", evaluation.ranking, rules.criteria, rules.combine,
      rules.decimals, rules.evaluators
    FROM ${wanted} JOIN procurement.current_evaluation AS evaluation USING (ocid, lot_id)
    LEFT JOIN LATERAL (SELECT criteria, combine, decimals, evaluators FROM procurement.evaluation_rules AS rules
      WHERE rules.ocid = evaluation.ocid AND rules.lot_id = evaluation.lot_id
      ORDER BY occurred_at DESC, fact_id DESC LIMIT 1) AS rules ON true`.execute(tx);
  const { rows: scored } = await sql<Scored>`
    SELECT DISTINCT ON (ocid, lot_id, token, "bidderKey", criterion)
      score.ocid, score.lot_id AS "lotId", evaluator_token AS token, evaluator_name AS name,
      bidder_key AS "bidderKey", criterion, trim_scale(score)::text AS score,
      trim_scale(maximum)::text AS maximum, criterion_kind AS kind, is_default AS "isDefault"
    FROM ${wanted} JOIN procurement.expert_score AS score USING (ocid, lot_id)
    ORDER BY ocid, lot_id, token, "bidderKey", criterion, fact_id DESC`.execute(tx);
  const cells = new Map<string, ScoreCell[]>();
  for (const row of scored) {
    const own = cells.get(keyOf(row)) ?? [];
    own.push(cellOf(row));
    cells.set(keyOf(row), own);
  }
  return evaluated
    .map((row) => inputOf(row, cells.get(keyOf(row)) ?? []))
    .filter(({ cells: own, rules }) => own.length > 0 || rules !== undefined);
}

const cellOf = ({ token, name, bidderKey, criterion, score, ...more }: Scored): ScoreCell => ({
  evaluator: { kind: "naturalPerson", token, maskedName: name ?? "*" },
  bidderKey,
  criterion,
  score,
  ...present({ maximum: more.maximum, kind: more.kind, isDefault: more.isDefault }),
});

function inputOf(row: Evaluated, cells: readonly ScoreCell[]): LotInput {
  const { ocid, lotId, ranking, criteria, combine, decimals, evaluators } = row;
  const rules =
    criteria === null || combine === null
      ? undefined
      : { criteria, combine, ...present({ decimals, evaluators }) };
  return {
    ocid,
    lotId,
    bids: ranking
      .filter(({ status }) => status === "valid")
      .toSorted((a, b) => (a.rank ?? UNRANKED) - (b.rank ?? UNRANKED))
      .map(bidOf),
    cells,
    ...(rules === undefined ? {} : { rules }),
  };
}

function bidOf({
  bidder,
  rank,
  score,
  priceScore,
  offer,
}: Evaluated["ranking"][number]): StatedBid {
  const price = offer?.kind === "total" ? Number(offer.amount.amountMinor) : undefined;
  return {
    bidder,
    key: partyKey(bidder),
    ...(rank === undefined ? {} : { rank }),
    ...(score === undefined ? {} : { score }),
    ...(priceScore === undefined ? {} : { priceScore }),
    ...(price === undefined ? {} : { price }),
  };
}
