/** The look-back over experts' scores (brief: indicators.md D.6). */
export { FEWEST_MEETINGS, FEWEST_PANELS } from "./effects.ts";
export { type Finding, lookBack, type LookBack } from "./look-back.ts";
export { NotAPanel, PanelBook, type RowRefusal, type ScoreRow } from "./panel.ts";
export { blocksOf, type Panel } from "./panel.ts";
export { tableOf } from "./outlier.ts";
export { degreesOf, residualsOf, squares } from "./residuals.ts";
export { medianOf } from "./award.ts";
export { type Combination, microsOf, POINT, pointsOf, totalOf, type TotalRule } from "./exact.ts";
export { awardWinner, type Race, winnerFlip, type WinnerFlip } from "./flip.ts";
