/** The look-back over experts' scores (brief: indicators.md D.6). */
export { medianOf } from "./award.ts";
export { FEWEST_MEETINGS, FEWEST_PANELS, type PairEffect, pairEffects } from "./effects.ts";
export { type Combination, microsOf, POINT, pointsOf, totalOf, type TotalRule } from "./exact.ts";
export { awardWinner, type Race, winnerFlip, type WinnerFlip } from "./flip.ts";
export { type Finding, type FindingType, lookBack, type LookBack } from "./look-back.ts";
export { FEWEST as FEWEST_BIDS, tableOf } from "./outlier.ts";
export {
  blocksOf,
  NotAPanel,
  type Panel,
  PanelBook,
  type RowRefusal,
  type ScoreRow,
} from "./panel.ts";
export { degreesOf, residualsOf, squares } from "./residuals.ts";
export { countTail } from "./tails.ts";
