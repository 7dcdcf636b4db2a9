/**
 * A panel: experts score bids by criteria. Rows come in long form, one score a row, in any order; a table of a panel may have
 * gaps.
 */

/** One score as a source states it. */
export interface ScoreRow {
  readonly panel: string;
  readonly expert: string;
  readonly bid: string;
  /** Absent: the panel gives one score a bid. */
  readonly criterion?: string | undefined;
  /** Absent: the source names a score that was not given. */
  readonly score?: number | undefined;
  readonly max?: number | undefined;
  readonly expertGroup?: string | undefined;
  readonly bidderGroup?: string | undefined;
}

export interface Criterion {
  /** null: the panel gives one score a bid. */
  readonly name: string | null;
  readonly max: number | undefined;
  /** Computed or read off, not judged: all experts must give the same. */
  readonly isObjective: boolean;
}

export interface Panel {
  readonly id: string;
  readonly experts: readonly string[];
  /** Beside `experts`; undefined: no group is known. */
  readonly expertGroups: readonly (string | undefined)[];
  readonly bids: readonly string[];
  /** Beside `bids`; undefined: no group is known. */
  readonly bidderGroups: readonly (string | undefined)[];
  readonly criteria: readonly Criterion[];
  /** Expert × bid × criterion, NaN where there is no score. */
  readonly scores: Float64Array;
}

export const scoreAt = (
  { bids, criteria, scores }: Pick<Panel, "bids" | "criteria" | "scores">,
  [expert, bid, criterion]: readonly [number, number, number],
): number => scores[(expert * bids.length + bid) * criteria.length + criterion] as number;

/** Why a row was not taken. */
export interface RowRefusal {
  readonly field: "score" | "max" | "expertGroup" | "bidderGroup";
  readonly why: string;
}

/** Names in the order in which they come, each with one value that never changes. */
class Register<Value> {
  readonly names: string[] = [];
  readonly values: (Value | undefined)[] = [];
  readonly #places = new Map<string, number>();

  /** undefined: the name is known with another value. */
  place(name: string, value: Value | undefined): number | undefined {
    const known = this.#places.get(name);
    if (known === undefined) {
      this.#places.set(name, this.names.length);
      this.values.push(value);
      return this.names.push(name) - 1;
    }
    const before = this.values[known];
    if (before !== undefined && value !== undefined && before !== value) return undefined;
    if (before === undefined) this.values[known] = value;
    return known;
  }

  valueOf(name: string): Value | undefined {
    const place = this.#places.get(name);
    return place === undefined ? undefined : this.values[place];
  }
}

/** Most experts, bids or criteria of one panel, and most cells of its table. */
const MOST = 65_536;
const MOST_CELLS = 20_000_000;

/** What is called a panel cannot be one; the message says why. */
export class NotAPanel extends Error {
  override name = "NotAPanel";
}

class Draft {
  readonly experts = new Register<string>();
  readonly bids = new Register<string>();
  readonly criteria = new Register<number>();
  readonly #scores = new Map<number, number>();

  add(row: ScoreRow): RowRefusal | undefined {
    // Who scored nothing is no member; a gap is seen from the scores around it.
    if (row.score === undefined) return undefined;
    const criterion = this.criteria.place(row.criterion ?? "", row.max);
    if (criterion === undefined)
      return {
        field: "max",
        why: `${row.max} differs from ${this.criteria.valueOf(row.criterion ?? "")} of the same criterion and panel above; give one maximum`,
      };
    const expert = this.experts.place(row.expert, row.expertGroup);
    if (expert === undefined)
      return { field: "expertGroup", why: differs(row.expertGroup, this.experts, row.expert) };
    const bid = this.bids.place(row.bid, row.bidderGroup);
    if (bid === undefined)
      return { field: "bidderGroup", why: differs(row.bidderGroup, this.bids, row.bid) };
    const key = (expert * MOST + bid) * MOST + criterion;
    const before = this.#scores.get(key);
    if (before !== undefined)
      return {
        field: "score",
        why: `${row.score} is the second score of this expert for this bid and criterion, after ${before}; keep one`,
      };
    this.#scores.set(key, row.score);
    return undefined;
  }

  finish(id: string, objective: ReadonlySet<string>): Panel {
    const { experts, bids, criteria } = this;
    const [E, J, C] = [experts.names.length, bids.names.length, criteria.names.length];
    if (E * J * C > MOST_CELLS || Math.max(E, J, C) > MOST)
      throw new NotAPanel(
        `panel ${id} has ${E} experts, ${J} bids and ${C} criteria; is the column of the panel the right one?`,
      );
    const scores = new Float64Array(E * J * C).fill(Number.NaN);
    for (const [key, score] of this.#scores) {
      const [pair, criterion] = [Math.floor(key / MOST), key % MOST];
      const [expert, bid] = [Math.floor(pair / MOST), pair % MOST];
      scores[(expert * J + bid) * C + criterion] = score;
    }
    return {
      id,
      experts: experts.names,
      expertGroups: experts.values,
      bids: bids.names,
      bidderGroups: bids.values,
      criteria: criteria.names.map((name, index) => ({
        name: name === "" ? null : name,
        max: criteria.values[index],
        isObjective: objective.has(name),
      })),
      scores,
    };
  }
}

const differs = (given: string | undefined, register: Register<string>, name: string): string =>
  `${given ?? ""} differs from ${register.valueOf(name) ?? ""} of ${name} above in the same panel; give one group`;

/** Gathers rows to panels, in the order in which they first appear. */
export class PanelBook {
  readonly #drafts = new Map<string, Draft>();
  readonly #objective: ReadonlySet<string>;

  constructor(objective: readonly string[] = []) {
    this.#objective = new Set(objective);
  }

  /** Gives what is wrong with the row; it is not taken then. */
  add(row: ScoreRow): RowRefusal | undefined {
    let draft = this.#drafts.get(row.panel);
    if (draft === undefined) {
      draft = new Draft();
      this.#drafts.set(row.panel, draft);
    }
    return draft.add(row);
  }

  /** @throws NotAPanel */
  panels(): Panel[] {
    return [...this.#drafts].map(([id, draft]) => draft.finish(id, this.#objective));
  }
}

/**
 * Experts who judge the same criteria, and the bids that they all scored: a table without gaps. Experts of technique and of
 * economy of one panel are two blocks.
 */
export interface Block {
  readonly panel: Panel;
  /** Places in the panel. */
  readonly experts: readonly number[];
  readonly bids: readonly number[];
  readonly criteria: readonly number[];
  /** Expert × bid: mean score of the criteria, in points. */
  readonly means: Float64Array;
  /** Steps in which scores are given, as far as the panel shows them. */
  readonly step: number;
}

/** Blocks of the judged criteria, largest first; a block has at least two experts and two bids. */
export function blocksOf(panel: Panel): Block[] {
  const judged = panel.criteria.flatMap(({ isObjective }, index) => (isObjective ? [] : [index]));
  const groups = new Map<string, { experts: number[]; criteria: number[] }>();
  panel.experts.forEach((_, expert) => {
    const criteria = judged.filter((criterion) => hasScored(panel, expert, criterion));
    const key = criteria.join(",");
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { experts: [expert], criteria });
    else group.experts.push(expert);
  });
  const step = stepOf(panel);
  return [...groups.values()]
    .filter(({ criteria }) => criteria.length > 0)
    .map((group) => blockOf(panel, group, step))
    .filter(({ experts, bids }) => experts.length > 1 && bids.length > 1)
    .toSorted((left, right) => right.experts.length - left.experts.length);
}

export const hasScored = (panel: Panel, expert: number, criterion: number): boolean =>
  panel.bids.some((_, bid) => !Number.isNaN(scoreAt(panel, [expert, bid, criterion])));

/** Bids that fewer than half of the experts scored leave first, then experts with a gap. */
function blockOf(
  panel: Panel,
  group: { readonly experts: readonly number[]; readonly criteria: readonly number[] },
  step: number,
): Block {
  const { criteria } = group;
  const isWhole = (expert: number, bid: number) =>
    criteria.every((criterion) => !Number.isNaN(scoreAt(panel, [expert, bid, criterion])));
  const bids = [...panel.bids.keys()].filter(
    (bid) =>
      2 * group.experts.filter((expert) => isWhole(expert, bid)).length >= group.experts.length,
  );
  const experts = group.experts.filter((expert) => bids.every((bid) => isWhole(expert, bid)));
  const means = new Float64Array(experts.length * bids.length);
  experts.forEach((expert, row) => {
    bids.forEach((bid, column) => {
      let sum = 0;
      for (const criterion of criteria) sum += scoreAt(panel, [expert, bid, criterion]);
      means[row * bids.length + column] = sum / criteria.length;
    });
  });
  return { panel, experts, bids, criteria, means, step };
}

/** Numbers closer than this are equal. */
const EQUAL = 1e-4;

/**
 * Smallest distance of two different scores of a panel. Where few different ones were given it may be more than a step: never
 * above one point, or a twentieth of the largest maximum.
 */
function stepOf({ scores, criteria }: Panel): number {
  const largest = criteria.reduce((most, { max = 0 }) => Math.max(most, max), 0);
  let step = Math.max(1, largest / 20);
  const ascending = scores.filter((score) => !Number.isNaN(score)).toSorted();
  for (let at = 1; at < ascending.length; at += 1) {
    const distance = (ascending[at] as number) - (ascending[at - 1] as number);
    if (distance > EQUAL && distance < step) step = distance;
  }
  return step;
}

/**
 * Least variance of a mean of so many criteria: a score between two steps may fall on either, which alone gives up to a
 * quarter of a squared step. No estimate goes below it: one score beside others that agree is no wonder.
 */
export const stepVariance = ({ step, criteria }: Pick<Block, "step" | "criteria">): number =>
  (step * step) / 4 / criteria.length;

/** Variance that rounding alone gives such a mean; where many panels are pooled, it is floor enough. */
export const roundingVariance = (block: Pick<Block, "step" | "criteria">): number =>
  stepVariance(block) / 3;
