/** The look-back (回头看) over the scores of imported experts: each panel by itself, then experts and pairs over all panels. */
import { alikePairs, lowAgreements } from "./agreement.ts";
import { type Award, awardOf } from "./award.ts";
import { cellChecks, farFromMean } from "./checks.ts";
import { type ExpertEffect, expertEffects, type PairEffect, pairEffects } from "./effects.ts";
import { carriersOf, FEWEST, outlierOf } from "./outlier.ts";
import { type Block, blocksOf, type Panel } from "./panel.ts";

export const FINDING_TYPES = [
  "EXP-01",
  "EXP-02",
  "EXP-03",
  "EXP-05",
  "EXP-06",
  "EXP-07",
  "EXP-08",
  "EXP-11",
] as const;
export type FindingType = (typeof FINDING_TYPES)[number];

/** A member that does not apply is null. */
export interface Finding {
  readonly panel: string;
  readonly type: FindingType;
  readonly expert: string | null;
  readonly bid: string | null;
  readonly criterion: string | null;
  readonly value: number | null;
  /** How often honest experts would show as much; null: the rule knows no chance. */
  readonly tail: number | null;
  /** What a reader wants to know besides. */
  readonly note?: string;
}

export interface LookBack {
  readonly experts: readonly ExpertEffect[];
  readonly pairs: readonly PairEffect[];
  /** Panel by panel. */
  readonly findings: readonly Finding[];
  readonly summary: {
    readonly panels: number;
    readonly scores: number;
    /** Panels where EXP-01 was tested, and where it cannot be. */
    readonly tested: number;
    readonly notComputable: number;
    /** Panels whose award could be recomputed. */
    readonly awards: number;
  };
}

/** Levels at which a test of one panel speaks (brief: indicators.md D.6). */
export const LEVELS = { "EXP-01": 0.01, "EXP-08": 0.01, "EXP-11": 0.001 } as const;

export function lookBack(panels: readonly Panel[]): LookBack {
  const findings: Finding[] = [];
  const blocks: Block[] = [];
  let [tested, awards, scores] = [0, 0, 0];
  for (const panel of panels) {
    const own = blocksOf(panel);
    blocks.push(...own);
    const award = awardOf(panel);
    if (award !== undefined) awards += 1;
    if (own.some(({ experts, bids }) => experts.length >= FEWEST && bids.length >= FEWEST))
      tested += 1;
    for (const score of panel.scores) if (!Number.isNaN(score)) scores += 1;
    findings.push(
      ...own.flatMap((block) => outlierFindings(block)),
      ...own.flatMap((block) => farFindings(block)),
      ...cellFindings(panel),
      ...(award === undefined ? [] : awardFindings(panel, award)),
      ...own.flatMap((block) => agreementFindings(block)),
    );
  }
  return {
    experts: expertEffects(blocks),
    pairs: pairEffects(blocks),
    findings,
    summary: {
      panels: panels.length,
      scores,
      tested,
      notComputable: panels.length - tested,
      awards,
    },
  };
}

const expertOf = ({ panel, experts }: Block, place: number): string =>
  panel.experts[experts[place] as number] as string;
const bidOf = ({ panel, bids }: Block, place: number): string =>
  panel.bids[bids[place] as number] as string;
const signed = (value: number): string => `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(2)}`;
const percent = (value: number): string => `${(100 * value).toFixed(0)} %`;

/** The total first, then the criteria that carry it. */
function outlierFindings(block: Block): Finding[] {
  const outlier = outlierOf(block);
  if (outlier === undefined || outlier.tail >= LEVELS["EXP-01"]) return [];
  const common = {
    panel: block.panel.id,
    type: "EXP-01",
    expert: expertOf(block, outlier.expert),
    bid: bidOf(block, outlier.bid),
  } as const;
  const total = {
    ...common,
    criterion: null,
    value: outlier.ratio,
    tail: outlier.tail,
    note: `${signed(outlier.points * block.criteria.length)} points beyond severity and quality`,
  };
  const named = carriersOf(block, outlier).flatMap(({ criterion, points, tail }) => {
    const { name } = block.panel.criteria[criterion] as Panel["criteria"][number];
    return name === null ? [] : [{ ...common, criterion: name, value: points, tail }];
  });
  return [total, ...named];
}

const farFindings = (block: Block): Finding[] =>
  farFromMean(block).map(({ expert, bid, share, inclusive }) => ({
    panel: block.panel.id,
    type: "EXP-02",
    expert: expertOf(block, expert),
    bid: bidOf(block, bid),
    criterion: null,
    value: share,
    tail: null,
    note: `${percent(share)} from the others' mean, ${percent(inclusive)} from the mean of all`,
  }));

const cellFindings = (panel: Panel): Finding[] =>
  cellChecks(panel).map(({ type, expert, bid, criterion, value }) => ({
    panel: panel.id,
    type,
    expert: expert === undefined ? null : (panel.experts[expert] as string),
    bid: panel.bids[bid] as string,
    criterion: panel.criteria[criterion]?.name ?? null,
    value: value ?? null,
    tail: null,
  }));

/** One for each expert without whom, or with the median of the others in whose place, another bid wins. */
const awardFindings = (panel: Panel, award: Award): Finding[] =>
  award.experts.flatMap(({ expert, change, withoutHim, withMedian }) => {
    const other = withoutHim ?? withMedian;
    if (other === undefined) return [];
    const ways = [
      ...(withoutHim === undefined ? [] : ["without this expert"]),
      ...(withMedian === undefined ? [] : ["with the median of the others"]),
    ];
    return [
      {
        panel: panel.id,
        type: "EXP-07",
        expert: panel.experts[expert] as string,
        bid: panel.bids[other] as string,
        criterion: null,
        value: change ?? null,
        tail: null,
        note: `${panel.bids[award.winner] ?? ""} won by ${award.change}; ${ways.join(" and ")} ${panel.bids[other] ?? ""} wins`,
      } as const,
    ];
  });

function agreementFindings(block: Block): Finding[] {
  const low = lowAgreements(block)
    .filter(({ tail }) => tail < LEVELS["EXP-08"])
    .map(({ expert, tau, tail }) => ({
      panel: block.panel.id,
      type: "EXP-08" as const,
      expert: expertOf(block, expert),
      bid: null,
      criterion: null,
      value: tau,
      tail,
    }));
  const alike = alikePairs(block)
    .filter(({ tail }) => tail < LEVELS["EXP-11"])
    .flatMap(({ experts: [left, right], share, tail }) =>
      [[left, right] as const, [right, left] as const].map(([own, other]) => ({
        panel: block.panel.id,
        type: "EXP-11" as const,
        expert: expertOf(block, own),
        bid: null,
        criterion: null,
        value: share,
        tail,
        note: `scores as ${expertOf(block, other)}`,
      })),
    );
  return [...low, ...alike];
}
