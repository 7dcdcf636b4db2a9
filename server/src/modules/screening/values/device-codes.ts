/** Hardware codes as tools report them: one written form, and none where the code says nothing. */
import type { DeviceTrace } from "../../../../../contract/src/facts/trace.ts";

/**
 * Makers whose codes belong to virtual machines (IEEE MA-L register, edition of 2022-08-27): VMware,
 * VirtualBox (PCS), Hyper-V (Microsoft), Xen, Parallels, Nutanix, Oracle VM, oVirt (Qumranet).
 */
const VIRTUAL_MAKERS = new Set(
  "000569 000C29 001C14 005056 080027 00155D 00163E 001C42 506B8D 0021F6 001A4A".split(" "),
);
/** Makers of USB network adapters and docks that travel from machine to machine (same edition). */
const DOCK_MAKERS = new Set(
  "00E04C 000EC6 0050B6 00249B 8CAE4C 00133B 00606E A0CEC8 9CEBE8 00051B".split(" "),
);
/** Codes that Windows gives its own pseudo adapters: RAS, PPTP, SLIP, and those of TAP drivers (00FF). */
const PSEUDO = /^(2041534[0-9A-F]{5}|505054503030|005345000000|00FF[0-9A-F]{8})$/;

const EMPTY_WORDS = new Set([
  "",
  "NONE",
  "NULL",
  "UNKNOWN",
  "UNDEFINED",
  "NA",
  "NOTAVAILABLE",
  "NOTAPPLICABLE",
  "DEFAULTSTRING",
  "TOBEFILLEDBYOEM",
  "SYSTEMSERIALNUMBER",
  "SERIALNUMBER",
  "0123456789",
  "123456789",
  "1234567890",
  "无",
  "未知",
  "空",
]);

const compact = (text: string): string =>
  text
    .normalize("NFKC")
    .toUpperCase()
    .replaceAll(/[^\p{Letter}\p{Number}]/gu, "");

/** Nothing read, a maker's placeholder, or one character repeated. */
const isEmptyCode = (code: string): boolean => EMPTY_WORDS.has(code) || /^(.)\1*$/u.test(code);

/** Twelve hexadecimal digits, capitals; undefined when unreadable, all zeros or ones, or multicast. */
export function readMac(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const code = compact(text);
  if (!/^[0-9A-F]{12}$/.test(code) || isEmptyCode(code)) return undefined;
  return (Number.parseInt(code.slice(0, 2), 16) & 1) === 1 ? undefined : code;
}

/** A tool may list several adapters in one field. */
export function readMacs(text: string | undefined): string[] {
  if (text === undefined) return [];
  const whole = readMac(text);
  if (whole !== undefined) return [whole];
  const parts = text.split(/[,;|\s、，；]+/u).map(readMac);
  return [...new Set(parts.filter((mac) => mac !== undefined))];
}

/** Universally administered (IEEE 802: second bit of the first octet is 0), of no virtual or travelling adapter. */
export function isOneMachine(mac: string): boolean {
  if ((Number.parseInt(mac.slice(0, 2), 16) & 2) === 2) return false;
  const maker = mac.slice(0, 6);
  return !VIRTUAL_MAKERS.has(maker) && !DOCK_MAKERS.has(maker) && !PSEUDO.test(mac);
}

/** CPU identifier; common to a model series, so it never stands alone (D.1 DEV-02). */
export function readCpu(text: string | undefined): string | undefined {
  const code = compact(text ?? "");
  return isEmptyCode(code) ? undefined : code;
}

/** Serial number of the disk; undefined for placeholders and short or virtual ones. */
export function readDisk(text: string | undefined): string | undefined {
  const code = compact(text ?? "");
  if (isEmptyCode(code) || code.length < 4) return undefined;
  return /^(6000C29|VMWARE|VBOX|QEMU|VIRTUAL)/.test(code) ? undefined : code;
}

/** MAC, CPU and disk of one machine as one value; undefined unless all three say something. */
export function readDevice(trace: DeviceTrace): string | undefined {
  const mac = readMacs(trace.mac).toSorted().join("+");
  const cpu = readCpu(trace.cpu);
  const disk = readAnyDisk(trace.disk);
  return mac === "" || cpu === undefined || disk === undefined
    ? undefined
    : `${mac}|${cpu}|${disk}`;
}

/** For the set of three a virtual disk counts too: the law names the set, the register explains it. */
function readAnyDisk(text: string | undefined): string | undefined {
  const code = compact(text ?? "");
  return isEmptyCode(code) ? undefined : code;
}

/** MAC, CPU and disk that the bill-of-quantities software wrote down, as one value; undefined unless all three say something. */
export const readBoqDevice = ({ boqMac, boqCpu, boqDisk }: DeviceTrace): string | undefined =>
  boqMac === undefined || boqCpu === undefined || boqDisk === undefined
    ? undefined
    : readDevice({ mac: boqMac, cpu: boqCpu, disk: boqDisk });

/** Whether an upload's codes tell a machine; undefined of a trace without any code, such as a download's. */
export function deviceStateOf(trace: DeviceTrace): "blank" | "usable" | undefined {
  if (trace.cpu === undefined && trace.disk === undefined && trace.deviceHow === undefined)
    return undefined;
  const macs = readMacs(trace.mac).filter(isOneMachine);
  return macs.length > 0 && readDisk(trace.disk) !== undefined ? "usable" : "blank";
}
