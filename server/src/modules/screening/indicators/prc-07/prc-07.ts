/** PRC-07: negative skewness of the bids (indicators.md D.4; Huber and Imhof 2019). */
import { figureIndicator } from "../../price-figure.ts";
import { manifest } from "./manifest.ts";

export const prc07 = figureIndicator(manifest, {
  figure: "skew",
  side: "low",
  fewest: 8,
  isTail: true,
});
