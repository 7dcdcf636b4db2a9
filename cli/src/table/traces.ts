/** Traces of a row in the written form in which equal values are the same thing; none where the code says nothing. */
import {
  type BidRecord,
  type MarketBuilder,
  ownText,
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
/** Traces with a column of their own. */
type Column = Single | "cpu";

const FIELD: Readonly<Record<Column, BidField>> = {
  ip: "trace.ip",
  mac: "trace.mac",
  disk: "trace.disk",
  cpu: "trace.cpu",
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
export const FORM: Readonly<Record<Column, (text: string) => string | undefined>> = {
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

/** What a firm showed last: it mostly shows the same again, and comparing a text is far cheaper than looking it up. */
interface Shown {
  readonly texts: (string | undefined)[];
  readonly numbers: number[];
  device: number;
}

/**
 * A reader that knows the texts it met: values come again and again, and their written form takes longer to make than all the
 * rest.
 */
export function createTraceReader(
  builder: MarketBuilder,
): (row: Row, firm: string) => BidRecord["traces"] {
  const known = Object.fromEntries(
    Object.keys(FORM).map((trace) => [trace, new Map<string, number>()]),
  ) as Record<Column, Numbers>;
  const cpus: string[] = [];
  const numberOf = (trace: Column, text: string | undefined): number => {
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
    known[trace].set(ownText(text), made);
    return made;
  };
  const devices = createDevices(builder);
  const deviceOf = (shown: Shown): number => {
    const [mac = NOBODY, disk = NOBODY, cpu = NOBODY] = MACHINE.map((at) => shown.numbers[at]);
    return mac === NOBODY || disk === NOBODY || cpu === NOBODY
      ? NOBODY
      : devices({ mac, disk, cpu }, cpus[cpu] as string);
  };
  const shownBy = new Map<string, Shown>();
  const shownOf = (firm: string): Shown => {
    const met = shownBy.get(firm);
    if (met !== undefined) return met;
    const made = {
      texts: READ.map(() => undefined),
      numbers: READ.map(() => NOBODY),
      device: NOBODY,
    };
    shownBy.set(ownText(firm), made);
    return made;
  };
  return ({ read }, firm) => {
    const shown = shownOf(firm);
    let isSameMachine = true;
    for (const [at, trace] of READ.entries()) {
      const text = read(FIELD[trace]);
      if (text === shown.texts[at]) continue;
      shown.texts[at] = text === undefined ? undefined : ownText(text);
      shown.numbers[at] = numberOf(trace, text);
      if (MACHINE.includes(at)) isSameMachine = false;
    }
    if (!isSameMachine) shown.device = deviceOf(shown);
    return tracesOf(shown, CENTRE.test(read("trace.deviceHow") ?? ""));
  };
}

function tracesOf({ numbers, device }: Shown, isCentre: boolean): BidRecord["traces"] {
  const traces: Partial<Record<Trace, number>> = {};
  for (const [at, trace] of READ.entries()) {
    const value = numbers[at] as number;
    if (value === NOBODY || trace === "cpu" || (isCentre && DEVICE.has(trace))) continue;
    traces[trace] = value;
  }
  if (device !== NOBODY && !isCentre) traces.device = device;
  return traces;
}

const READ: readonly Column[] = [...TRACES.filter((trace) => trace !== "device"), "cpu"];
const MACHINE: readonly number[] = (["mac", "disk", "cpu"] as const).map((trace) =>
  READ.indexOf(trace),
);

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
