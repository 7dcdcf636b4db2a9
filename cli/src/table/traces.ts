/** Traces of a row in the written form in which equal values are the same thing; none where the code says nothing. */
import {
  type BidRecord,
  type MarketBuilder,
  type Trace,
  TRACES,
} from "../../../screens/src/market/index.ts";
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

/** The number of a text, or −1 where it tells nobody apart. */
type Numbers = Map<string, number>;
const NOBODY = -1;

/**
 * A reader that knows the texts it met: values come again and again, and their written form takes longer to make than all the
 * rest.
 */
export function createTraceReader(builder: MarketBuilder): (row: Row) => BidRecord["traces"] {
  const known = Object.fromEntries(
    Object.keys(FORM).map((trace) => [trace, new Map<string, number>()]),
  ) as Record<Single | "cpu", Numbers>;
  const cpus: string[] = [];
  const numberOf = (trace: Single | "cpu", text: string | undefined): number => {
    if (text === undefined) return NOBODY;
    const met = known[trace].get(text);
    if (met !== undefined) return met;
    const value = FORM[trace](text);
    const made =
      value === undefined
        ? NOBODY
        : trace === "cpu"
          ? cpus.push(value) - 1
          : builder.valueOf(trace, value);
    known[trace].set(Buffer.from(text).toString(), made);
    return made;
  };
  const devices = createDevices(builder);
  return ({ read }) => {
    const isCentre = CENTRE.test(read("trace.deviceHow") ?? "");
    const traces: Partial<Record<Trace, number>> = {};
    for (const trace of SINGLE) {
      if (isCentre && DEVICE.has(trace)) continue;
      const value = numberOf(trace, read(FIELD[trace]));
      if (value !== NOBODY) traces[trace] = value;
    }
    const { mac, disk } = traces;
    if (mac === undefined || disk === undefined) return traces;
    const cpu = numberOf("cpu", read("trace.cpu"));
    if (cpu !== NOBODY) traces.device = devices({ mac, disk, cpu }, cpus[cpu] as string);
    return traces;
  };
}

const SINGLE = TRACES.filter((trace) => trace !== "device");

/** Below 2²⁶ of each: pairs of numbers as one. */
const PAIR = 2 ** 26;

/** A machine by the numbers of its codes; its text is made once. */
function createDevices(builder: MarketBuilder) {
  const boards = new Map<number, number>();
  const machines = new Map<number, number>();
  return (
    { mac, disk, cpu }: { readonly mac: number; readonly disk: number; readonly cpu: number },
    cpuText: string,
  ): number => {
    const pair = disk * PAIR + cpu;
    const board = boards.get(pair) ?? boards.size;
    boards.set(pair, board);
    const key = mac * PAIR + board;
    const met = machines.get(key);
    if (met !== undefined) return met;
    const text = `${builder.textOf("mac", mac)} ${cpuText} ${builder.textOf("disk", disk)}`;
    const made = builder.valueOf("device", text);
    machines.set(key, made);
    return made;
  };
}
