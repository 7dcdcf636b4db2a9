/** DEV-07: one installation of the bidding tool (indicators.md D.1; 条例 40(一)). */
import { markIndicator } from "../../trace-mark.ts";
import { manifest } from "./manifest.ts";

export const dev07 = markIndicator(manifest, {
  mark: "toolId",
  explainedBy: "device",
  excludedKinds: ["centerTerminal"],
  rarity: 0.005,
  missing: "noToolIds",
});
