/** PRC-04: RD, the first gap over the deviation of the losing bids (indicators.md D.4; Imhof 2018). */
import { figureIndicator } from "../../price-figure.ts";
import { manifest } from "./manifest.ts";

export const prc04 = figureIndicator(manifest, {
  figure: "rd",
  side: "low",
  fewest: 4,
  isTail: true,
});
