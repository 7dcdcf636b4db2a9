/** DEV-06: one digital certificate for two bidders (indicators.md D.1; 条例 40(二)). */
import { markIndicator } from "../../trace-mark.ts";
import { manifest } from "./manifest.ts";

export const dev06 = markIndicator(manifest, {
  mark: "caSerial",
  explainedBy: "nothing",
  rarity: 0.005,
  missing: "noCertificates",
});
