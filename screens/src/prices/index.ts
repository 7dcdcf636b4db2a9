/** Price screens with tails instead of thresholds (brief: indicators.md B.5). */
export { type LotPrices, type ScreenedLot, screenLots } from "./lots.ts";
export { SCREENS } from "./price-screens.ts";
