/** Traces of a row in the written form in which equal values are the same thing; none where the code says nothing. */
import { type Trace, TRACES } from "../../../screens/src/market/index.ts";
import type { BidField } from "../../../server/src/modules/intake/formats/mapping.ts";
import { readAddress } from "../../../server/src/modules/screening/values/address.ts";
import { readPhone } from "../../../server/src/modules/screening/values/contact.ts";
import {
  isOneMachine,
  readCpu,
  readDisk,
  readMac,
} from "../../../server/src/modules/screening/values/device-codes.ts";
import type { Row } from "./bid-table.ts";

export type Traces = Partial<Record<Trace, string>>;
type Single = Exclude<Trace, "device">;

const FIELD: Readonly<Record<Single, BidField>> = {
  ip: "trace.ip",
  mac: "trace.mac",
  disk: "trace.disk",
  lockNo: "trace.lockNo",
  toolId: "trace.toolId",
  payerAccount: "trace.payerAccount",
  contactPhone: "trace.contactPhone",
  legalRep: "trace.legalRep",
  agent: "trace.agent",
};

const plain = (text: string): string | undefined => {
  const value = text.normalize("NFKC").replaceAll(/[\s-]/gu, "").toUpperCase();
  return /^(.)\1*$/u.test(value) ? undefined : value;
};

/** One written form by trace; undefined: it tells nobody apart. */
export const FORM: Readonly<Record<Single | "cpu", (text: string) => string | undefined>> = {
  ip: (text) => {
    const address = readAddress(text);
    return address.kind === "public" ? address.value : undefined;
  },
  mac: (text) => {
    const mac = readMac(text);
    return mac !== undefined && isOneMachine(mac) ? mac : undefined;
  },
  disk: readDisk,
  cpu: readCpu,
  lockNo: plain,
  toolId: plain,
  payerAccount: plain,
  contactPhone: readPhone,
  legalRep: plain,
  agent: plain,
};

/** Values of a terminal of the trading centre are the centre's. */
const CENTRE = /center|centre|中心|terminal/iu;
const DEVICE: ReadonlySet<Single> = new Set(["ip", "mac", "disk", "toolId"]);

/** A reader that knows the forms it made: values come again and again. */
export function createTraceReader(): (row: Row) => Traces {
  const known = Object.fromEntries(
    Object.keys(FORM).map((trace) => [trace, new Map<string, string | undefined>()]),
  ) as Record<Single | "cpu", Map<string, string | undefined>>;
  const form = (trace: Single | "cpu", text: string | undefined): string | undefined => {
    if (text === undefined) return undefined;
    const made = known[trace];
    if (made.has(text)) return made.get(text);
    const value = FORM[trace](text);
    made.set(Buffer.from(text).toString(), value);
    return value;
  };
  return ({ read }) => {
    const isCentre = CENTRE.test(read("trace.deviceHow") ?? "");
    const traces: Traces = {};
    for (const trace of TRACES) {
      if (trace === "device" || (isCentre && DEVICE.has(trace))) continue;
      const value = form(trace, read(FIELD[trace]));
      if (value !== undefined) traces[trace] = value;
    }
    const cpu = form("cpu", read("trace.cpu"));
    const { mac, disk } = traces;
    if (mac !== undefined && disk !== undefined && cpu !== undefined)
      traces.device = `${mac} ${cpu} ${disk}`;
    return traces;
  };
}
