/** The look-back over experts' scores (brief: indicators.md D.6). */
export { FEWEST_MEETINGS, FEWEST_PANELS, pairEffects } from "./effects.ts";
export { type Finding, type FindingType, lookBack, type LookBack } from "./look-back.ts";
export { FEWEST as FEWEST_BIDS } from "./outlier.ts";
export {
  blocksOf,
  NotAPanel,
  type Panel,
  PanelBook,
  type RowRefusal,
  type ScoreRow,
} from "./panel.ts";
export { countTail } from "./tails.ts";
