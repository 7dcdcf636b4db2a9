/** DEV-12: a bid was decrypted on another bidder's machine (indicators.md D.1; 条例 40(二)). */
import { deviceIndicator } from "../../device-rules.ts";
import { manifest } from "./manifest.ts";

export const dev12 = deviceIndicator(manifest, (left, right) => {
  const stages = [left.record.stage, right.record.stage];
  return (
    stages.includes("decrypt") && stages.some((stage) => stage === "download" || stage === "upload")
  );
});
