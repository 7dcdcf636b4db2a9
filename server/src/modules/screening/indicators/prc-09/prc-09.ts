/** PRC-09: distance of the inner bids from a uniform law (indicators.md D.4; Wallimann et al. 2022). */
import { figureIndicator } from "../../price-figure.ts";
import { manifest } from "./manifest.ts";

export const prc09 = figureIndicator(manifest, {
  figure: "ks",
  side: "low",
  fewest: 6,
  isTail: true,
});
