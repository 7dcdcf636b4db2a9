/** Device traces of a bid: from the bidder's own machines, a workshop, or a group's office. */
import type { DeviceTrace } from "../../../contract/src/facts/trace.ts";
import type { Environment } from "../city/environments.ts";
import type { Firm } from "../city/firms.ts";
import type { Office, TraceMode } from "../city/groups.ts";
import type { Machine } from "../city/machines.ts";
import type { Random } from "../random.ts";

/** Everything the trading system could see of one bidder in one lot. */
export interface TraceSet {
  readonly ip: string;
  /** Address at the opening; may be a different place. */
  readonly decryptIp: string;
  readonly machine: Machine;
  readonly decryptMachine: Machine;
  readonly deviceHow: string;
  readonly phone: string;
  readonly email: string;
  readonly agent: string;
  readonly lockNo: string;
  readonly payerAccount: string;
  readonly legalRep: string;
  readonly guaranteeNo: string;
  /** Certificate of the firm. */
  readonly caSerial: string;
  readonly basicAccount: string;
  /** Machine that wrote the bill of quantities. */
  readonly boqMachine: Machine;
}

const TERMINAL_SHARE = 0.04;
const WORKSHOP_PHONE_SHARE = 0.25;
/** Seen of a firm without any network; none is made today. */
const NO_ADDRESS = "198.19.255.250";

interface TraceInput {
  readonly firm: Firm;
  readonly terminals: readonly Environment[];
  readonly guaranteeNo: string;
}

const machineOf = (random: Random, machines: readonly Machine[]): Machine =>
  random.chance(0.7) ? (machines[0] ?? random.pick(machines)) : random.pick(machines);

/** A bid made by the firm itself, at home or in its habitual workshop. */
export function ownTrace(random: Random, { firm, terminals, guaranteeNo }: TraceInput): TraceSet {
  const home = firm.ip ?? firm.carrier?.ip ?? NO_ADDRESS;
  const workshop = random.chance(firm.workshopUse) ? firm.workshop : undefined;
  const hasMachines = workshop !== undefined && workshop.machines.length > 0;
  const machines = hasMachines ? workshop.machines : firm.machines;
  const machine = machineOf(random, machines);
  return {
    ip: workshop?.ip ?? home,
    machine,
    boqMachine: machine,
    caSerial: `CA-${firm.uscc.slice(8)}`,
    basicAccount: firm.payerAccount,
    ...decryption(random, { firm, terminals, home }),
    phone: phoneOf(random, firm, workshop),
    email: firm.email,
    agent: random.pick(firm.agents),
    lockNo: workshop?.lockNo ?? firm.lockNo,
    payerAccount: firm.payerAccount,
    legalRep: firm.legalRep,
    guaranteeNo,
  };
}

/** Most decrypt from the office, some at a terminal of the trading centre. */
function decryption(
  random: Random,
  { firm, terminals, home }: { firm: Firm; terminals: readonly Environment[]; home: string },
): Pick<TraceSet, "decryptIp" | "decryptMachine" | "deviceHow"> {
  if (terminals.length === 0 || !random.chance(TERMINAL_SHARE)) {
    const decryptMachine = machineOf(random, firm.machines);
    return { decryptIp: home, decryptMachine, deviceHow: "vendor-picks-first-nic" };
  }
  const { ip, machines } = random.pick(terminals);
  return { decryptIp: ip, decryptMachine: random.pick(machines), deviceHow: "centerTerminal" };
}

/** A preparation firm sometimes leaves its own phone. */
function phoneOf(random: Random, firm: Firm, workshop: Environment | undefined): string {
  const own = random.pick(firm.phones);
  if (workshop?.phone === undefined) return own;
  return random.chance(WORKSHOP_PHONE_SHARE) ? workshop.phone : own;
}

/**
 * The same bid when the group's office touched it. `ipOnly` gives away the address alone, `contact` a
 * phone and an e-mail, `tool` the lock and the tool, `account` the payer, `device` the whole machine.
 */
export function officeTrace(own: TraceSet, mode: TraceMode, office: Office): TraceSet {
  const { ip, machine, phone, email, lockNo, payerAccount } = office;
  switch (mode) {
    case "none":
      return own;
    case "ipOnly":
      return { ...own, ip };
    case "contact":
      return { ...own, phone, email };
    case "tool":
      return {
        ...own,
        lockNo,
        machine: { ...own.machine, toolId: machine.toolId },
        boqMachine: machine,
      };
    case "account":
      return { ...own, payerAccount, phone };
    case "device":
      return { ...own, ip, machine, decryptMachine: machine, decryptIp: ip, boqMachine: machine };
  }
}

/** What the download desk sees. */
export const downloadTrace = (set: TraceSet): DeviceTrace => ({
  ip: set.ip,
  mac: set.machine.mac,
  contactPhone: set.phone,
  contactEmail: set.email,
});

/** What the receipt of a bid carries; the lock exists only for works. */
export const bidTrace = (set: TraceSet, hasLock: boolean): DeviceTrace => ({
  ip: set.ip,
  mac: set.machine.mac,
  cpu: set.machine.cpu,
  disk: set.machine.disk,
  deviceHow: "vendor-picks-first-nic",
  toolId: set.machine.toolId,
  ...(hasLock ? billTrace(set) : {}),
  contactPhone: set.phone,
  contactEmail: set.email,
  legalRep: set.legalRep,
  agent: set.agent,
  guaranteeNo: set.guaranteeNo,
  payerAccount: set.payerAccount,
  basicAccount: set.basicAccount,
  caSerial: set.caSerial,
});

/** What the pricing software of works wrote into the bill. */
const billTrace = ({ lockNo, boqMachine: { mac, cpu, disk } }: TraceSet): DeviceTrace => ({
  lockNo,
  boqMac: mac,
  boqCpu: cpu,
  boqDisk: disk,
});

export const decryptTrace = (set: TraceSet): DeviceTrace => ({
  ip: set.decryptIp,
  mac: set.decryptMachine.mac,
  cpu: set.decryptMachine.cpu,
  disk: set.decryptMachine.disk,
  deviceHow: set.deviceHow,
  caSerial: set.caSerial,
});
