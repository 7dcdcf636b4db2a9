/** DEV-02: one hardware code equal (indicators.md D.1; 条例 40(一)(二)). */
import type { Sighting } from "../../coincidence.ts";
import { deviceIndicator } from "../../device-rules.ts";
import { readDevice } from "../../values/device-codes.ts";
import { manifest } from "./manifest.ts";

/** All three codes of two uploads agree: that is DEV-01, and is not counted twice. */
function isCountedByThreeCodes(left: Sighting, right: Sighting): boolean {
  if (left.record.stage !== "upload" || right.record.stage !== "upload") return false;
  const device = readDevice(left.record.trace);
  return device !== undefined && device === readDevice(right.record.trace);
}

export const dev02 = deviceIndicator(
  manifest,
  (left, right) => !isCountedByThreeCodes(left, right),
);
