/** PRC-08: kurtosis of the bids (indicators.md D.4; Huber and Imhof 2019). */
import { figureIndicator } from "../../price-figure.ts";
import { manifest } from "./manifest.ts";

export const prc08 = figureIndicator(manifest, {
  figure: "kurt",
  side: "low",
  fewest: 8,
  isTail: true,
});
