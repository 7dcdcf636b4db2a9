/** PRC-19: a wide disparity of the bids for their market (indicators.md D.4; OCP R022). */
import { figureIndicator } from "../../price-figure.ts";
import { manifest } from "./manifest.ts";

export const prc19 = figureIndicator(manifest, {
  figure: "spd",
  side: "high",
  fewest: 3,
});
