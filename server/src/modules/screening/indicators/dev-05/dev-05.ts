/** DEV-05: the bills of quantities were written on one machine (indicators.md D.1; 条例 40(一), 闽建筑〔2018〕29号). */
import { compare, type SharedRule } from "../../coincidence.ts";
import type { Indicator } from "../../indicator.ts";
import { findShared } from "../../shared-value.ts";
import { readBoqDevice } from "../../values/device-codes.ts";
import { manifest } from "./manifest.ts";

const RARITY = 0.005;

const RULE: SharedRule = {
  seenField: "boqDevice",
  explainedBy: "device",
  excludedKinds: [],
  read({ trace }) {
    const value = readBoqDevice(trace);
    return value === undefined ? [] : [{ value, field: "trace.boqDevice", shown: value }];
  },
};

export const dev05: Indicator = {
  manifest,
  run: (lot, level) =>
    findShared(
      lot,
      { comparison: compare(lot, [RULE]), level },
      { missing: "noBoqDevice", rarityLimit: () => RARITY },
    ),
};
