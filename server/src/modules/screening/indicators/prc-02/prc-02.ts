/** PRC-02: a small spread of all bids for their market (indicators.md D.4; Huber and Imhof 2019). */
import { figureIndicator } from "../../price-figure.ts";
import { manifest } from "./manifest.ts";

export const prc02 = figureIndicator(manifest, {
  figure: "spd",
  side: "low",
  fewest: 3,
});
