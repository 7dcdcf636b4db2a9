/** DEV-08: a machine downloaded for one bidder and uploaded for another (indicators.md D.1; 条例 40(二)). */
import { compare, type Sighting } from "../../coincidence.ts";
import { deviceRules } from "../../device-rules.ts";
import type { Indicator } from "../../indicator.ts";
import { findShared } from "../../shared-value.ts";
import { manifest } from "./manifest.ts";

/** Bits that a code must carry, as in DEV-02. */
const BITS = 12;

const mayPair = (left: Sighting, right: Sighting): boolean => {
  const stages = [left.record.stage, right.record.stage];
  return stages.includes("download") && stages.includes("upload");
};

const RULES = deviceRules(mayPair);

export const dev08: Indicator = {
  manifest,
  run: (lot, level) =>
    findShared(
      lot,
      { comparison: compare(lot, RULES), level },
      { missing: "noDeviceCodes", rarityLimit: (total) => Math.max(2 ** -BITS, 1 / total) },
    ),
};
