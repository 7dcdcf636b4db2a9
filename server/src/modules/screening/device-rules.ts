/** Network address and disk of one machine, as DEV-02, DEV-08 and DEV-12 compare them. */
import { compare, type SharedRule, type Sighting } from "./coincidence.ts";
import type { Indicator, Manifest } from "./indicator.ts";
import { findShared } from "./shared-value.ts";
import { isOneMachine, readDisk, readMacs } from "./values/device-codes.ts";

/** Bits that a code must carry (D.1). */
const BITS = 12;

type MayPair = (left: Sighting, right: Sighting) => boolean;

/** Hit when two unrelated bidders show one rare code in a pair of traces that counts. */
export function deviceIndicator(manifest: Manifest, mayPair: MayPair): Indicator {
  const rules = deviceRules(mayPair);
  return {
    manifest,
    run: (lot, level) =>
      findShared(
        lot,
        { comparison: compare(lot, rules), level },
        { missing: "noDeviceCodes", rarityLimit: (total) => Math.max(2 ** -BITS, 1 / total) },
      ),
  };
}

function deviceRules(mayPair: MayPair): readonly SharedRule[] {
  const common = { explainedBy: "device", excludedKinds: ["centerTerminal"], mayPair } as const;
  return [
    {
      ...common,
      seenField: "mac",
      read: ({ trace }) =>
        readMacs(trace.mac)
          .filter(isOneMachine)
          .map((value) => ({ value, field: "trace.mac", shown: trace.mac ?? value })),
    },
    {
      ...common,
      seenField: "disk",
      read({ trace }) {
        const value = readDisk(trace.disk);
        return value === undefined
          ? []
          : [{ value, field: "trace.disk", shown: trace.disk ?? value }];
      },
    },
  ];
}
