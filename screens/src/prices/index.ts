/** Price screens with tails instead of thresholds (brief: indicators.md B.5). */
export { expectedEqual, pairsOf, stepOf } from "./coincidence.ts";
export { type LotPrices, MOST_WITHOUT_MARKET, type ScreenedLot, screenLots } from "./lots.ts";
export { screensOfSorted, SCREENS } from "./price-screens.ts";
export { countUpTo, FEWEST, fillSpacings, justBelow, NULLED, tailsOf } from "./price-tails.ts";
export { createRandom, gaussian, type Random } from "./random.ts";
export { regularityOf, regularityTail } from "./regularity.ts";
