/** The firms of one scenario, each with everything of its own. */
import type { DeviceTrace } from "../../../contract/src/facts/trace.ts";
import type { Organisation } from "../../../contract/src/values.ts";
import type { LotBid, Traces } from "./lot-facts.ts";

const hex = (value: number): string => value.toString(16).toUpperCase().padStart(2, "0");

/** Everything about one scenario's firms comes from its number. */
export function crew(number: number) {
  const firm = (n: number): Organisation => ({
    kind: "organisation",
    name: `云澜演示${number}组第${n}建设有限公司`,
  });
  const upload = (n: number): DeviceTrace => ({
    ip: `198.18.${number}.${n}`,
    mac: `3C-52-82-A0-${hex(number)}-${hex(n)}`,
    cpu: "BFEBFBFF000906EA",
    disk: `WD-SC${number}N${1000 + n}`,
    deviceHow: "vendor-picks-first-nic",
    toolId: `TOOL-SC${number}-${1000 + n}`,
    lockNo: `LOCK-SC${number}-${1000 + n}`,
    caSerial: `CA-SC${number}-${1000 + n}`,
    boqMac: `3C-52-82-B0-${hex(number)}-${hex(n)}`,
    boqCpu: "BFEBFBFF000906EA",
    boqDisk: `WD-SB${number}N${1000 + n}`,
    contactPhone: `1390${number + 1000}${100 + n}`,
    contactEmail: `bid${n}@crew${number}.example`,
    payerAccount: `6222${number + 1000}${1000 + n}`,
    basicAccount: `6222${number + 1000}${1000 + n}`,
    guaranteeNo: `GD${number + 100}${1000 + 137 * n}`,
    legalRep: `person-head${number + 1000}${n + 1000}`,
    agent: `person-agent${number + 1000}${n + 1000}`,
  });
  const traces = (n: number, changes: Traces): Traces => {
    const own = upload(n);
    const { ip = "", mac = "", cpu = "", disk = "", contactPhone = "", caSerial = "" } = own;
    return {
      download: { ip, mac, contactPhone, ...changes.download },
      upload: { ...own, ...changes.upload },
      decrypt: { ip, mac, cpu, disk, caSerial, deviceHow: "own", ...changes.decrypt },
    };
  };
  const bids = (prices: readonly number[], changes: Readonly<Record<number, Traces>> = {}) =>
    prices.map((price, index): LotBid => ({
      firm: firm(index + 1),
      price,
      traces: traces(index + 1, changes[index + 1] ?? {}),
    }));
  return { firm, bids };
}
