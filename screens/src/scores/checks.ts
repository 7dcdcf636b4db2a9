/** What one panel shows without chance: scores missing, out of range, differing where they must not, far from the others'. */
import { type Block, hasScored, type Panel, scoreAt } from "./panel.ts";

export interface CellCheck {
  readonly type: "EXP-03" | "EXP-05" | "EXP-06";
  /** Places in the panel. */
  readonly expert: number | undefined;
  readonly bid: number;
  readonly criterion: number;
  /** EXP-06: the score; EXP-03: largest less smallest score. */
  readonly value: number | undefined;
}

/**
 * EXP-05: no score although the expert judges this criterion and others scored this bid by it. EXP-06: a score outside
 * [0, max]. EXP-03: experts differ on a criterion that is objective.
 */
export function cellChecks(panel: Panel): CellCheck[] {
  const { bids, criteria } = panel;
  return criteria.flatMap((_, criterion) => {
    const experts = [...panel.experts.keys()].filter((expert) =>
      hasScored(panel, expert, criterion),
    );
    return bids.flatMap((__, bid) => {
      const scores = experts.map((expert) => scoreAt(panel, [expert, bid, criterion]));
      return checkColumn(panel, { experts, scores, bid, criterion });
    });
  });
}

interface Column {
  readonly experts: readonly number[];
  readonly scores: readonly number[];
  readonly bid: number;
  readonly criterion: number;
}

function checkColumn(panel: Panel, { experts, scores, bid, criterion }: Column): CellCheck[] {
  const { max = Number.POSITIVE_INFINITY, isObjective = false } = panel.criteria[criterion] ?? {};
  const given = scores.filter((score) => !Number.isNaN(score));
  if (given.length === 0) return [];
  const found = experts.flatMap((expert, index): CellCheck[] => {
    const score = scores[index] as number;
    if (Number.isNaN(score)) return [{ type: "EXP-05", expert, bid, criterion, value: undefined }];
    if (score >= 0 && score <= max) return [];
    return [{ type: "EXP-06", expert, bid, criterion, value: score }];
  });
  const spread = Math.max(...given) - Math.min(...given);
  if (isObjective && spread > 0)
    found.push({ type: "EXP-03", expert: undefined, bid, criterion, value: spread });
  return found;
}

export interface FarFromMean {
  /** Places in the block. */
  readonly expert: number;
  readonly bid: number;
  /** Distance from the mean of the others, as a share of it. */
  readonly share: number;
  /** The same with the expert's own score in the mean, as local rules write it. */
  readonly inclusive: number;
}

/** Customary limit of local rules. */
const FAR = 0.3;

/** EXP-02: totals more than 30 % from the mean of the others. It has no null: a hint only. */
export function farFromMean({ means, experts, bids }: Block): FarFromMean[] {
  const columns = bids.length;
  return bids.flatMap((_, bid) => {
    const own = experts.map((__, row) => means[row * columns + bid] as number);
    const sum = own.reduce((total, value) => total + value, 0);
    return own.flatMap((value, expert) => {
      const others = (sum - value) / (own.length - 1);
      const share = (value - others) / others;
      if (!(others > 0) || Math.abs(share) <= FAR + 1e-9) return [];
      const mean = sum / own.length;
      return [{ expert, bid, share, inclusive: (value - mean) / mean }];
    });
  });
}
