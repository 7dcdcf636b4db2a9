/** PRC-14: even the lowest bid is close to the ceiling (indicators.md D.4; 条例 27, 41). */
import { figureIndicator } from "../../price-figure.ts";
import { manifest } from "./manifest.ts";

export const prc14 = figureIndicator(manifest, {
  figure: "level",
  side: "high",
  fewest: 3,
});
