/** DEV-02: one hardware code equal (indicators.md D.1; 条例 40(一)(二)). */
import { compare, type SharedRule, type Sighting } from "../../coincidence.ts";
import type { Indicator } from "../../indicator.ts";
import { findShared } from "../../shared-value.ts";
import { isOneMachine, readDevice, readDisk, readMacs } from "../../values/device-codes.ts";
import { manifest } from "./manifest.ts";

/** Bits that a value must carry (D.1). */
const BITS = 12;

/** All three codes of two uploads agree: that is DEV-01, and is not counted twice. */
function isCountedByThreeCodes(left: Sighting, right: Sighting): boolean {
  if (left.record.stage !== "upload" || right.record.stage !== "upload") return false;
  const device = readDevice(left.record.trace);
  return device !== undefined && device === readDevice(right.record.trace);
}

const COMMON = {
  explainedBy: "device",
  excludedKinds: ["centerTerminal"],
  mayPair: (left: Sighting, right: Sighting) => !isCountedByThreeCodes(left, right),
} as const;

const MAC: SharedRule = {
  ...COMMON,
  seenField: "mac",
  read: ({ trace }) =>
    readMacs(trace.mac)
      .filter(isOneMachine)
      .map((value) => ({ value, field: "trace.mac", shown: trace.mac ?? value })),
};

const DISK: SharedRule = {
  ...COMMON,
  seenField: "disk",
  read({ trace }) {
    const value = readDisk(trace.disk);
    return value === undefined ? [] : [{ value, field: "trace.disk", shown: trace.disk ?? value }];
  },
};

export const dev02: Indicator = {
  manifest,
  run: (lot, level) =>
    findShared(
      lot,
      { comparison: compare(lot, [MAC, DISK]), level },
      { missing: "noDeviceCodes", rarityLimit: (total) => Math.max(2 ** -BITS, 1 / total) },
    ),
};
