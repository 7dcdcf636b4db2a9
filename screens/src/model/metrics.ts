/** How good scores are at telling two classes apart. */

export interface Scored {
  readonly score: number;
  readonly isPositive: boolean;
}

/** Area under the ROC curve: chance that a positive scores above a negative, ties by half. */
export function areaUnderCurve(scored: readonly Scored[]): number {
  const ascending = scored.toSorted((left, right) => left.score - right.score);
  const positives = scored.filter(({ isPositive }) => isPositive).length;
  const negatives = scored.length - positives;
  let ranks = 0;
  for (let begin = 0; begin < ascending.length;) {
    let end = begin;
    while (end < ascending.length && ascending[end]?.score === ascending[begin]?.score) end += 1;
    const rank = (begin + end + 1) / 2;
    for (let at = begin; at < end; at += 1) if (ascending[at]?.isPositive === true) ranks += rank;
    begin = end;
  }
  return (ranks - (positives * (positives + 1)) / 2) / (positives * negatives);
}

export interface Decisions {
  readonly balancedAccuracy: number;
  /** 0 where nothing was called positive. */
  readonly precision: number;
  readonly recall: number;
}

/** With everything from 0.5 on called positive. */
export function decisionsOf(scored: readonly Scored[]): Decisions {
  let truePositives = 0;
  let falsePositives = 0;
  let positives = 0;
  for (const { score, isPositive } of scored) {
    if (isPositive) positives += 1;
    if (score < 0.5) continue;
    if (isPositive) truePositives += 1;
    else falsePositives += 1;
  }
  const negatives = scored.length - positives;
  const called = truePositives + falsePositives;
  return {
    balancedAccuracy: (truePositives / positives + 1 - falsePositives / negatives) / 2,
    precision: called === 0 ? 0 : truePositives / called,
    recall: truePositives / positives,
  };
}

const BINS = 10;

/**
 * Expected calibration error (Naeini et al. 2015): by tenths of the score, how far its mean lies from the share of
 * positives, weighted by size.
 */
export function calibrationError(scored: readonly Scored[]): number {
  let error = 0;
  for (let bin = 0; bin < BINS; bin += 1) {
    const inside = scored.filter(
      ({ score }) => Math.min(BINS - 1, Math.floor(score * BINS)) === bin,
    );
    const difference = inside.reduce(
      (sum, { score, isPositive }) => sum + score - (isPositive ? 1 : 0),
      0,
    );
    error += Math.abs(difference) / scored.length;
  }
  return error;
}
