/** PRC-01: bids unusually close together for their market (indicators.md D.4; Abrantes-Metz et al. 2006, Imhof 2018). */
import { figureIndicator } from "../../price-figure.ts";
import { manifest } from "./manifest.ts";

export const prc01 = figureIndicator(manifest, {
  figure: "cv",
  side: "low",
  fewest: 3,
});
