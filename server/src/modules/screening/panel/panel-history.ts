/**
 * What shows only over many panels: one expert and one firm (EXP-09), one expert and whom one agency's awards go to (EXP-10), drawn too
 * often (EXP-12), the same experts together (EXP-13).
 */
import { poissonTail } from "../../../../../screens/src/market/index.ts";
import {
  blocksOf,
  countTail,
  FEWEST_MEETINGS,
  type PairEffect,
  type Panel,
  pairEffects,
} from "../../../../../screens/src/scores/index.ts";
import { type ProcessOutcome, judged, missing } from "../process/process-rule.ts";
import type { PanelCase } from "./panel-case.ts";

/** Panels of a category from which its draws are judged. */
const PANELS_MIN = 8;
const TAIL = 0.01;
const FALSE_SHARE = 0.05;
const MEETINGS_MIN = 4;

export interface PanelHistory {
  readonly drawn: (one: PanelCase) => ProcessOutcome;
  readonly together: (one: PanelCase) => ProcessOutcome;
  readonly favour: (one: PanelCase) => ProcessOutcome;
  readonly favourFor: (one: PanelCase) => ProcessOutcome;
}

interface Category {
  readonly panels: number;
  readonly pool: number;
  readonly sizes: readonly number[];
  readonly draws: ReadonlyMap<string, number>;
  readonly pairs: ReadonlyMap<string, number>;
}

const pairOf = (left: string, right: string): string => [left, right].toSorted().join("\n");

function* pairsIn(experts: readonly string[]): Generator<string> {
  for (const [index, left] of experts.entries())
    for (const right of experts.slice(index + 1)) yield pairOf(left, right);
}

function categoryOf(cases: readonly PanelCase[]): Category {
  const draws = new Map<string, number>();
  const pairs = new Map<string, number>();
  const count = (counts: Map<string, number>, key: string) =>
    counts.set(key, (counts.get(key) ?? 0) + 1);
  for (const { panel } of cases) {
    for (const expert of panel.experts) count(draws, expert);
    for (const pair of pairsIn(panel.experts)) count(pairs, pair);
  }
  return {
    panels: cases.length,
    pool: draws.size,
    sizes: cases.map(({ panel }) => panel.experts.length),
    draws,
    pairs,
  };
}

/** Over all these panels; the pool of a category is who was drawn in it at all, which is smaller than the pool that was eligible. */
export function panelHistory(cases: readonly PanelCase[]): PanelHistory {
  const groups = Map.groupBy(cases, ({ category }) => category);
  const categories = new Map([...groups].map(([name, own]) => [name, categoryOf(own)]));
  const byFirm = effectsOf(cases.map(({ panel }) => panel));
  const byAgency = effectsOf(cases.map(winnersByAgency));
  const found = (one: PanelCase, judge: (category: Category) => ProcessOutcome): ProcessOutcome => {
    const category = categories.get(one.category);
    if (category === undefined || category.panels < PANELS_MIN) return missing("fewPanels");
    return category.pool < 2 * one.panel.experts.length ? missing("smallPool") : judge(category);
  };
  return {
    drawn: (one) => found(one, (category) => judgeDraws(one, category)),
    together: (one) => found(one, (category) => judgePairs(one, category)),
    favour({ panel }) {
      return judgeFavour(panel.experts, panel.bids, byFirm);
    },
    favourFor({ panel, runBy, winner }) {
      if (runBy === undefined || winner === undefined) return missing("noAward");
      return judgeFavour(panel.experts, [runBy], byAgency);
    },
  };
}

type Effects = ReadonlyMap<string, PairEffect>;

const effectsOf = (panels: readonly Panel[]): Effects =>
  new Map(
    pairEffects(panels.flatMap((panel) => blocksOf(panel))).map((effect) => [
      `${effect.expertGroup}\n${effect.bidderGroup}`,
      effect,
    ]),
  );

/** The panel with its winner as one of the agency's; the others stand for themselves and are compared with. */
const winnersByAgency = ({ panel, runBy, winner }: PanelCase): Panel => ({
  ...panel,
  bidderGroups: panel.bids.map((bid) => (bid === winner ? runBy : undefined)),
});

function judgeFavour(
  experts: readonly string[],
  groups: readonly string[],
  effects: Effects,
): ProcessOutcome {
  const met = experts.flatMap((expert) =>
    groups.flatMap((group) => effects.get(`${expert}\n${group}`) ?? []),
  );
  const known = met.filter(({ n }) => n >= FEWEST_MEETINGS);
  if (known.length === 0) return missing("fewMeetings");
  const hits = known.filter(({ q, effect }) => q <= FALSE_SHARE && effect > 0);
  return judged(hits.length > 0, `pairs=${known.length}; beyond=${hits.length}`);
}

function judgeDraws({ panel }: PanelCase, { pool, sizes, draws }: Category): ProcessOutcome {
  const chances = sizes.map((size) => Math.min(1, size / pool));
  const most = Math.max(...panel.experts.map((expert) => draws.get(expert) ?? 0));
  const tail = Math.min(1, pool * countTail(chances, most));
  return judged(
    tail <= TAIL,
    `drawn=${most}/${sizes.length}; pool=${pool}; p=${tail.toPrecision(2)}`,
  );
}

function judgePairs({ panel }: PanelCase, { pool, sizes, pairs }: Category): ProcessOutcome {
  const expected = sizes.reduce((sum, size) => sum + (size * (size - 1)) / (pool * (pool - 1)), 0);
  const most = Math.max(0, ...[...pairsIn(panel.experts)].map((pair) => pairs.get(pair) ?? 0));
  const tail = Math.min(1, ((pool * (pool - 1)) / 2) * poissonTail(expected, most));
  return judged(
    most >= MEETINGS_MIN && tail <= TAIL,
    `together=${most}; expected=${expected.toPrecision(2)}; p=${tail.toPrecision(2)}`,
  );
}
