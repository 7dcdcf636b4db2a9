/** DEV-02: one hardware code equal (indicators.md D.1; 条例 40(一)(二)). */
import { compare, type Sighting } from "../../coincidence.ts";
import { deviceRules } from "../../device-rules.ts";
import type { Indicator } from "../../indicator.ts";
import { findShared } from "../../shared-value.ts";
import { readDevice } from "../../values/device-codes.ts";
import { manifest } from "./manifest.ts";

/** Bits that a value must carry (D.1). */
const BITS = 12;

/** All three codes of two uploads agree: that is DEV-01, and is not counted twice. */
function isCountedByThreeCodes(left: Sighting, right: Sighting): boolean {
  if (left.record.stage !== "upload" || right.record.stage !== "upload") return false;
  const device = readDevice(left.record.trace);
  return device !== undefined && device === readDevice(right.record.trace);
}

const RULES = deviceRules((left, right) => !isCountedByThreeCodes(left, right));

export const dev02: Indicator = {
  manifest,
  run: (lot, level) =>
    findShared(
      lot,
      { comparison: compare(lot, RULES), level },
      { missing: "noDeviceCodes", rarityLimit: (total) => Math.max(2 ** -BITS, 1 / total) },
    ),
};
