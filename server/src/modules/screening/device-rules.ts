/** Network address and disk of one machine, as DEV-02, DEV-08 and DEV-12 compare them. */
import type { SharedRule, Sighting } from "./coincidence.ts";
import { isOneMachine, readDisk, readMacs } from "./values/device-codes.ts";

/** Rules over the pairs that count. */
export function deviceRules(
  mayPair: (left: Sighting, right: Sighting) => boolean,
): readonly SharedRule[] {
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
