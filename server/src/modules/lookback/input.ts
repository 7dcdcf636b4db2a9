/** What a look-back looks at: the scores of one lot, its rules, and what the committee stated. Pure. */
import { createHash } from "node:crypto";

import type { EvaluationRulesSet } from "../../../../contract/src/facts/procurement.evaluation-rules-set.ts";
import type { Sheet } from "../../../../contract/src/lookback-values.ts";
import type { NaturalPerson, Party } from "../../../../contract/src/values.ts";
import { PanelBook, type Panel } from "../../../../screens/src/scores/index.ts";
import { canonicalJson } from "../../kernel/canonical-json.ts";

/** Changes whenever the same input could give something else. */
export const ENGINE = "1";

export type CriterionKind = NonNullable<Sheet["criteria"][number]["kind"]>;

export interface ScoreCell {
  readonly evaluator: NaturalPerson;
  readonly bidderKey: string;
  readonly criterion: string;
  readonly score: string;
  readonly maximum?: string | undefined;
  readonly kind?: CriterionKind | undefined;
  readonly isDefault?: boolean | undefined;
}

export interface StatedBid {
  readonly bidder: Party;
  readonly key: string;
  readonly rank?: number | undefined;
  readonly score?: string | undefined;
  readonly priceScore?: string | undefined;
  /** Offer in minor units, where it is a total. */
  readonly price?: number | undefined;
}

export type Rules = Pick<EvaluationRulesSet, "criteria" | "combine" | "decimals" | "evaluators">;

export interface LotInput {
  readonly ocid: string;
  readonly lotId: string;
  /** Valid bids, in the order of the ranking. */
  readonly bids: readonly StatedBid[];
  readonly cells: readonly ScoreCell[];
  readonly rules?: Rules | undefined;
}

export const inputHashOf = (input: LotInput): string =>
  createHash("sha256")
    .update(canonicalJson({ engine: ENGINE, ...input }))
    .digest("hex");

/** Experts, bids and criteria in places, and the cell at each. */
export interface Table {
  readonly experts: readonly NaturalPerson[];
  readonly bids: readonly StatedBid[];
  readonly criteria: Sheet["criteria"];
  readonly cells: readonly (readonly (readonly (ScoreCell | undefined)[])[])[];
}

/** Criteria as the rules name them; without rules those that were scored. The price is not scored by experts. */
export function tableOf({ bids, cells, rules }: LotInput): Table {
  const experts = new Map<string, NaturalPerson>();
  for (const { evaluator } of cells) experts.set(evaluator.token, evaluator);
  const people = [...experts.values()].toSorted((a, b) => (a.token < b.token ? -1 : 1));
  const criteria = criteriaOf(cells, rules);
  const byPlace = new Map(
    cells.map((cell) => [`${cell.evaluator.token}\n${cell.bidderKey}\n${cell.criterion}`, cell]),
  );
  return {
    experts: people,
    bids,
    criteria,
    cells: people.map(({ token }) =>
      bids.map(({ key }) => criteria.map(({ name }) => byPlace.get(`${token}\n${key}\n${name}`))),
    ),
  };
}

function criteriaOf(cells: readonly ScoreCell[], rules: Rules | undefined): Sheet["criteria"] {
  const scored = new Map<string, Sheet["criteria"][number]>();
  for (const { name, kind, maximum, step } of rules?.criteria ?? [])
    if (kind !== "price")
      scored.set(name, { name, kind, maximum, ...(step === undefined ? {} : { step }) });
  for (const { criterion: name, kind, maximum } of cells) {
    const known = scored.get(name);
    if (known !== undefined) continue;
    scored.set(name, {
      name,
      ...(kind === undefined ? {} : { kind }),
      ...(maximum === undefined ? {} : { maximum }),
    });
  }
  return [...scored.values()];
}

/** Criteria of the price, whose points the system computes. */
export const hasPrice = (rules: Rules): boolean =>
  rules.criteria.some(({ kind }) => kind === "price");

/** The same table for the statistics. An expert, bid or criterion is called by its place. */
export function panelOf({ experts, bids, criteria, cells }: Table): Panel | undefined {
  const objective = criteria.flatMap(({ kind }, place) =>
    kind === "objective" || kind === "price" ? [String(place)] : [],
  );
  const book = new PanelBook(objective);
  experts.forEach((_, expert) =>
    bids.forEach((__, bid) =>
      criteria.forEach(({ maximum }, criterion) => {
        const cell = cells[expert]?.[bid]?.[criterion];
        if (cell === undefined) return;
        book.add({
          panel: "lot",
          expert: String(expert),
          bid: String(bid),
          criterion: String(criterion),
          score: Number(cell.score),
          ...(maximum === undefined ? {} : { max: Number(maximum) }),
        });
      }),
    ),
  );
  return book.panels()[0];
}
