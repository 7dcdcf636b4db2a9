/** DEV-03: one public address within 72 hours (indicators.md D.1; 条例 40(二)). */
import { compare, type SharedRule } from "../../coincidence.ts";
import type { Indicator } from "../../indicator.ts";
import { findShared } from "../../shared-value.ts";
import { readAddress } from "../../values/address.ts";
import { manifest } from "./manifest.ts";

const WINDOW_MILLISECONDS = 72 * 3600 * 1000;
const RARITY = 0.005;

const RULE: SharedRule = {
  seenField: "ip",
  explainedBy: "device",
  excludedKinds: ["centerTerminal", "vpn"],
  mayPair: (left, right) => Math.abs(left.time - right.time) <= WINDOW_MILLISECONDS,
  read({ trace, at }) {
    if (trace.ip === undefined || at === undefined) return [];
    const address = readAddress(trace.ip);
    return address.kind === "public"
      ? [{ value: address.value, field: "trace.ip", shown: trace.ip }]
      : [];
  },
};

export const dev03: Indicator = {
  manifest,
  run: (lot, level) =>
    findShared(
      lot,
      { comparison: compare(lot, [RULE]), level },
      { missing: "noPublicAddresses", rarityLimit: () => RARITY },
    ),
};
