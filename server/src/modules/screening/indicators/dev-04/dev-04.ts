/** DEV-04: one lock number of the pricing software (indicators.md D.1; 条例 40(一), 闽建筑〔2018〕29号). */
import { markIndicator } from "../../trace-mark.ts";
import { manifest } from "./manifest.ts";

export const dev04 = markIndicator(manifest, {
  mark: "lockNo",
  explainedBy: "device",
  excludedKinds: ["centerTerminal"],
  rarity: 0.005,
  missing: "noLockNumbers",
});
