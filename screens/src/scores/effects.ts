/**
 * What shows only over many panels: experts who score lower or higher than those beside them, and pairs of expert and bidder
 * whose scores neither the severity of the expert nor the quality of the bid explains (brief: indicators.md D.6, EXP-09).
 */
import { FEWEST, tableOf } from "./outlier.ts";
import { type Block, roundingVariance } from "./panel.ts";
import { residualsOf } from "./residuals.ts";
import { evened, spreadsOf } from "./spread.ts";
import { benjaminiHochberg, studentTail } from "./tails.ts";

export interface ExpertEffect {
  readonly id: string;
  /** Panels. */
  readonly n: number;
  /** Mean distance from the other experts of the panel, in points of a criterion. */
  readonly effect: number;
  readonly p: number;
}

export interface PairEffect {
  readonly expertGroup: string;
  readonly bidderGroup: string;
  /** Panels in which they met. */
  readonly n: number;
  /** Points of a criterion that the bids of the one got from the other beyond severity and quality. */
  readonly effect: number;
  readonly p: number;
  /** Benjamini and Hochberg's, over all pairs. */
  readonly q: number;
}

/** Fewest panels of an expert, and meetings of a pair, from which an effect is computed. */
export const FEWEST_PANELS = 2;
export const FEWEST_MEETINGS = 3;

/** By p, smallest first. Severity may differ from panel to panel: the panels are the sample of a t-test. */
export function expertEffects(blocks: readonly Block[]): ExpertEffect[] {
  const distances = new Map<string, { values: number[]; floor: number }>();
  for (const block of blocks) {
    const { rows, columns, values } = tableOf(block);
    const sums = Array.from({ length: rows }, (_, row) =>
      values.subarray(row * columns, (row + 1) * columns).reduce((sum, value) => sum + value, 0),
    );
    const all = sums.reduce((sum, value) => sum + value, 0);
    sums.forEach((sum, row) => {
      const id = block.panel.experts[block.experts[row] as number] as string;
      const own = distances.get(id) ?? { values: [], floor: 0 };
      distances.set(id, own);
      own.values.push((sum - (all - sum) / (rows - 1)) / columns);
      own.floor += roundingVariance(block) / columns;
    });
  }
  return [...distances]
    .filter(([, { values }]) => values.length >= FEWEST_PANELS)
    .map(([id, { values, floor }]) => {
      const n = values.length;
      const effect = values.reduce((sum, value) => sum + value, 0) / n;
      const spread = values.reduce((sum, value) => sum + (value - effect) ** 2, 0) / (n - 1);
      const variance = Math.max(spread, floor / n);
      return { id, n, effect, p: studentTail(effect / Math.sqrt(variance / n), n - 1) };
    })
    .toSorted((left, right) => left.p - right.p);
}

/** A block without severity and quality; what has been found is taken away from it. */
interface Rest {
  readonly plain: Float64Array;
  /** As if every expert used the scale as wide as the others. */
  readonly even: Float64Array;
  readonly rows: number;
  readonly columns: number;
  readonly floor: number;
  /** Pairs that meet here. */
  readonly pairs: Pair[];
}

interface Meeting {
  readonly rest: Rest;
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

interface Pair {
  readonly expertGroup: string;
  readonly bidderGroup: string;
  readonly meetings: Meeting[];
  effect: number;
  evenEffect: number;
  p: number;
  isFound: boolean;
}

/** Level at which a pair is found, and most pairs whose effect is taken away before the others are judged. */
const FOUND = 0.05;
const MOST_FOUND = 200;

/**
 * By p, smallest first. A favour pulls the residuals of the other experts and bids of its panels the other way; so the
 * strongest pair is taken away first, then the next is judged.
 */
export function pairEffects(blocks: readonly Block[]): PairEffect[] {
  const pairs = pairsOf(blocks).filter(({ meetings }) => meetings.length >= FEWEST_MEETINGS);
  for (const pair of pairs) {
    for (const { rest } of pair.meetings) rest.pairs.push(pair);
    estimate(pair);
  }
  for (let found = 0; found < MOST_FOUND; found += 1) {
    let best: Pair | undefined;
    for (const pair of pairs)
      if (!pair.isFound && (best === undefined || pair.p < best.p)) best = pair;
    if (best === undefined || (best.p * pairs.length) / (found + 1) > FOUND) break;
    best.isFound = true;
    takeAway(best);
  }
  const adjusted = benjaminiHochberg(pairs.map(({ p }) => p));
  return pairs
    .map(({ expertGroup, bidderGroup, meetings, effect, p }, index) => {
      const q = adjusted[index] as number;
      return { expertGroup, bidderGroup, n: meetings.length, effect, p, q };
    })
    .toSorted((left, right) => left.p - right.p);
}

function pairsOf(blocks: readonly Block[]): Pair[] {
  const pairs = new Map<string, Pair>();
  const spreads = spreadsOf(blocks);
  for (const block of blocks)
    for (const { expertGroup, bidderGroup, meeting } of meetingsOf(block, spreads)) {
      const key = `${expertGroup}\u0000${bidderGroup}`;
      const known = pairs.get(key);
      if (known === undefined)
        pairs.set(key, {
          expertGroup,
          bidderGroup,
          meetings: [meeting],
          effect: 0,
          evenEffect: 0,
          p: 1,
          isFound: false,
        });
      else known.meetings.push(meeting);
    }
  return [...pairs.values()];
}

interface NamedMeeting {
  readonly expertGroup: string;
  readonly bidderGroup: string;
  readonly meeting: Meeting;
}

function meetingsOf(block: Block, spreads: ReadonlyMap<string, number>): NamedMeeting[] {
  const table = tableOf(block);
  if (table.rows < FEWEST || table.columns < FEWEST) return [];
  const rest: Rest = {
    plain: residualsOf(table),
    even: residualsOf(evened(block, spreads)),
    rows: table.rows,
    columns: table.columns,
    floor: roundingVariance(block),
    pairs: [],
  };
  // A group that fills the panel leaves nobody to compare with.
  const experts = [...placesByGroup(block.experts, block.panel.expertGroups)].filter(
    ([, rows]) => rows.length < table.rows,
  );
  const bidders = [...placesByGroup(block.bids, block.panel.bidderGroups)].filter(
    ([, columns]) => columns.length < table.columns,
  );
  return experts.flatMap(([expertGroup, rows]) =>
    bidders.map(([bidderGroup, columns]) => ({
      expertGroup,
      bidderGroup,
      meeting: { rest, rows, columns },
    })),
  );
}

/** Places in the block by group; those without one are left out. */
function placesByGroup(
  places: readonly number[],
  groups: readonly (string | undefined)[],
): Map<string, number[]> {
  const byGroup = new Map<string, number[]>();
  places.forEach((place, index) => {
    const group = groups[place];
    if (group === undefined) return;
    const known = byGroup.get(group);
    if (known === undefined) byGroup.set(group, [index]);
    else known.push(index);
  });
  return byGroup;
}

/** The larger p of the scores as they are and of the scores evened: a pair must stand out in both. */
function estimate(pair: Pair): void {
  const plain = estimateOf(pair.meetings, ({ plain: layer }) => layer);
  const even = estimateOf(pair.meetings, ({ even: layer }) => layer);
  pair.effect = plain.effect;
  pair.evenEffect = even.effect;
  pair.p = Math.max(plain.p, even.p);
}

/**
 * Least squares of the pair beside the effects of experts and bids, over the panels where they met: effect = Σy / Σh, with y
 * the sum of the pair's residuals in a panel and h = a(1 − a/E)·b(1 − b/J) for a of E experts and b of J bids. The variance
 * comes from the other residuals of the same experts in the same panels, so a restless expert is measured by himself:
 * t with Σ(J − 1) − 1 degrees of freedom.
 */
function estimateOf(
  meetings: readonly Meeting[],
  layer: (rest: Rest) => Float64Array,
): { readonly effect: number; readonly p: number } {
  let [sum, weight, total, degrees, floor] = [0, 0, 0, 0, 0];
  for (const { rest, rows, columns } of meetings) {
    const residuals = layer(rest);
    const share = rows.length * (1 - rows.length / rest.rows);
    for (let column = 0; column < rest.columns; column += 1) {
      let cell = 0;
      for (const row of rows) cell += residuals[row * rest.columns + column] as number;
      total += (cell * cell) / share;
      if (columns.includes(column)) sum += cell;
    }
    weight += share * columns.length * (1 - columns.length / rest.columns);
    degrees += rest.columns - 1;
    floor += rest.floor / meetings.length;
  }
  const variance = Math.max((total - (sum * sum) / weight) / (degrees - 1), floor);
  return {
    effect: sum / weight,
    p: studentTail(sum / Math.sqrt(variance * weight), degrees - 1),
  };
}

/** Takes the effect of a pair from its panels, and judges the pairs that meet there again. */
function takeAway({ meetings, effect, evenEffect }: Pair): void {
  const touched = new Set<Pair>();
  for (const meeting of meetings) {
    subtract(meeting, meeting.rest.plain, effect);
    subtract(meeting, meeting.rest.even, evenEffect);
    for (const pair of meeting.rest.pairs) if (!pair.isFound) touched.add(pair);
  }
  for (const pair of touched) estimate(pair);
}

function subtract({ rest, rows, columns }: Meeting, residuals: Float64Array, effect: number): void {
  const [a, b] = [rows.length / rest.rows, columns.length / rest.columns];
  for (let row = 0; row < rest.rows; row += 1)
    for (let column = 0; column < rest.columns; column += 1) {
      const place = row * rest.columns + column;
      const own = Number(rows.includes(row)) - a;
      const bid = Number(columns.includes(column)) - b;
      residuals[place] = (residuals[place] as number) - effect * own * bid;
    }
}
