/** What a trace says of its firm, value by value, in the form in which rarity is counted (D.0.9). */
import type { DeviceTrace } from "../../../../../contract/src/facts/trace.ts";
import type { SeenField } from "../input.ts";
import { readAddress } from "./address.ts";
import { readEmail, readPhone } from "./contact.ts";
import { deviceStateOf, readBoqDevice, readDevice, readDisk, readMacs } from "./device-codes.ts";
import { readMark } from "./mark.ts";

const READERS: Readonly<
  Record<SeenField, (trace: DeviceTrace) => readonly (string | undefined)[]>
> = {
  ip: ({ ip }) => {
    const address = ip === undefined ? undefined : readAddress(ip);
    return address?.kind === "public" ? [address.value] : [];
  },
  mac: ({ mac }) => readMacs(mac),
  disk: ({ disk }) => [readDisk(disk)],
  device: (trace) => [readDevice(trace)],
  contactPhone: ({ contactPhone }) => [readPhone(contactPhone)],
  contactEmail: ({ contactEmail }) => [readEmail(contactEmail)],
  lockNo: ({ lockNo }) => [readMark(lockNo)],
  toolId: ({ toolId }) => [readMark(toolId)],
  boqDevice: (trace) => [readBoqDevice(trace)],
  caSerial: ({ caSerial }) => [readMark(caSerial)],
  payerAccount: ({ payerAccount }) => [readMark(payerAccount)],
  legalRep: ({ legalRep }) => [readMark(legalRep)],
  agent: ({ agent }) => [readMark(agent)],
  deviceState: (trace) => [deviceStateOf(trace)],
};

export interface SeenValue {
  readonly field: SeenField;
  readonly value: string;
}

/** The same normal forms that the indicators compare; nothing for what says nothing. */
export function seenValuesOf(trace: DeviceTrace): SeenValue[] {
  return (Object.keys(READERS) as SeenField[]).flatMap((field) =>
    READERS[field](trace).flatMap((value) => (value === undefined ? [] : [{ field, value }])),
  );
}
