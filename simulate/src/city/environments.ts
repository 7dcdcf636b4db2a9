/** Places that several honest bidders share; only some of them are known to the register. */
import type { EnvironmentRegistered } from "../../../contract/src/facts/procurement.environment-registered.ts";
import type { DeviceTrace } from "../../../contract/src/facts/trace.ts";
import type { Random } from "../random.ts";
import {
  type Addresses,
  createLockNo,
  createMachine,
  createPhone,
  type Machine,
} from "./machines.ts";

type EnvironmentKind = EnvironmentRegistered["environmentKind"];

export interface Environment {
  readonly id: string;
  readonly kind: EnvironmentKind;
  readonly name: string;
  readonly ip: string;
  /** Empty for networks: the bidder brings its own machine. */
  readonly machines: readonly Machine[];
  /** A preparation firm leaves its own phone and lock in the files it makes. */
  readonly phone?: string;
  readonly lockNo?: string;
  /** Whether the register of shared environments lists it. */
  readonly registered: boolean;
}

interface Row {
  readonly kind: EnvironmentKind;
  readonly name: string;
  readonly count: number;
  /** The first so many are in the register. */
  readonly registered: number;
  readonly machines: number;
}

const ROWS: readonly Row[] = [
  { kind: "printShop", name: "云澜图文服务部", count: 6, registered: 3, machines: 2 },
  { kind: "bidPreparationFirm", name: "云澜标书制作工作室", count: 6, registered: 2, machines: 3 },
  { kind: "centerTerminal", name: "交易中心自助终端", count: 2, registered: 2, machines: 4 },
  { kind: "nat", name: "移动网络共用出口", count: 8, registered: 4, machines: 0 },
  { kind: "virtualDesktop", name: "云澜产业园云桌面", count: 2, registered: 1, machines: 1 },
  { kind: "hotel", name: "交易中心旁商务酒店", count: 2, registered: 1, machines: 0 },
];

export function createEnvironments(random: Random, addresses: Addresses): Environment[] {
  return ROWS.flatMap((row) =>
    Array.from({ length: row.count }, (_, index) =>
      createEnvironment(row, index, { random, addresses }),
    ),
  );
}

function createEnvironment(
  row: Row,
  index: number,
  { random, addresses }: { random: Random; addresses: Addresses },
): Environment {
  const shared = {
    id: `${row.kind}-${index + 1}`,
    kind: row.kind,
    name: `${row.name}（${index + 1}）`,
    ip: row.kind === "nat" ? addresses.carrier() : addresses.workshop(),
    machines: Array.from({ length: row.machines }, () => createMachine(random)),
    registered: index < row.registered,
  };
  if (row.kind !== "bidPreparationFirm") return shared;
  return { ...shared, phone: createPhone(random), lockNo: createLockNo(random) };
}

/** Every value of an environment that could be equal between two bidders. */
export function environmentValues(environment: Environment): DeviceTrace[] {
  const values: DeviceTrace[] =
    environment.machines.length === 0
      ? [{ ip: environment.ip }]
      : environment.machines.map(({ mac, cpu, disk, toolId }) => ({
          ip: environment.ip,
          mac,
          cpu,
          disk,
          toolId,
        }));
  if (environment.phone !== undefined) values.push({ contactPhone: environment.phone });
  if (environment.lockNo !== undefined) values.push({ lockNo: environment.lockNo });
  return values;
}
