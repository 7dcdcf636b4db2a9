/** The look-back over experts' scores (brief: indicators.md D.6). */
export { FEWEST_MEETINGS, FEWEST_PANELS } from "./effects.ts";
export { type Finding, lookBack, type LookBack } from "./look-back.ts";
export { NotAPanel, PanelBook, type RowRefusal, type ScoreRow } from "./panel.ts";
export { countTail } from "./tails.ts";
