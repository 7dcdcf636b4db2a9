/** PRC-03: the gap of the two lowest bids against the market, both ends (indicators.md D.4; Huber and Imhof 2019). */
import { figureIndicator } from "../../price-figure.ts";
import { manifest } from "./manifest.ts";

export const prc03 = figureIndicator(manifest, {
  figure: "diffp",
  side: "both",
  fewest: 3,
});
