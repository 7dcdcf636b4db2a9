/** DEV-01: upload device with all three codes equal (indicators.md D.1; 条例 40(二); 闽建筑〔2018〕29号 一（一）). */
import { compare, type SharedRule } from "../../coincidence.ts";
import type { Indicator } from "../../indicator.ts";
import { findShared } from "../../shared-value.ts";
import { readDevice } from "../../values/device-codes.ts";
import { manifest } from "./manifest.ts";

const RULE: SharedRule = {
  seenField: "device",
  explainedBy: "device",
  excludedKinds: ["centerTerminal"],
  read({ stage, trace }) {
    const value = stage === "upload" ? readDevice(trace) : undefined;
    if (value === undefined) return [];
    return [{ value, field: "trace.device", shown: `${trace.mac} | ${trace.cpu} | ${trace.disk}` }];
  },
};

export const dev01: Indicator = {
  manifest,
  run: (lot, level) =>
    findShared(lot, { comparison: compare(lot, [RULE]), level }, { missing: "noThreeCodes" }),
};
