/** DEV-08: a machine downloaded for one bidder and uploaded for another (indicators.md D.1; 条例 40(二)). */
import { deviceIndicator } from "../../device-rules.ts";
import { manifest } from "./manifest.ts";

export const dev08 = deviceIndicator(manifest, (left, right) => {
  const stages = [left.record.stage, right.record.stage];
  return stages.includes("download") && stages.includes("upload");
});
