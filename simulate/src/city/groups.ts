/**
 * Planted groups: rings, licence lenders and standing fillers. They exist only here and in the truth
 * file, so that a detector can be measured; the facts themselves never say anything of them.
 */
import type { Random, Weighted } from "../random.ts";
import type { Firm } from "./firms.ts";
import {
  type Addresses,
  createAccount,
  createLockNo,
  createMachine,
  createPhone,
  type Machine,
} from "./machines.ts";

export type GroupKind = "ring" | "licenceLending" | "cover";

/** What a group's bids have in common in one lot. */
export type TraceMode = "none" | "ipOnly" | "contact" | "tool" | "account" | "device";

export interface Office {
  readonly ip: string;
  readonly machine: Machine;
  readonly phone: string;
  readonly email: string;
  readonly lockNo: string;
  readonly payerAccount: string;
}

export interface Group {
  readonly id: string;
  readonly kind: GroupKind;
  readonly trade: string;
  /** For `cover` the first member is the one that always wins. */
  readonly members: readonly Firm[];
  readonly office: Office;
  readonly discipline: "careful" | "careless";
  /** Probability of each trace mode in a lot. */
  readonly traces: Weighted<TraceMode>;
}

const TRACES: Record<GroupKind, Record<Group["discipline"], Weighted<TraceMode>>> = {
  ring: {
    careful: [
      ["none", 45],
      ["ipOnly", 42],
      ["contact", 6],
      ["tool", 4],
      ["device", 3],
    ],
    careless: [
      ["none", 20],
      ["ipOnly", 47],
      ["contact", 10],
      ["tool", 8],
      ["device", 15],
    ],
  },
  licenceLending: {
    careful: [
      ["none", 35],
      ["ipOnly", 25],
      ["contact", 25],
      ["account", 10],
      ["device", 5],
    ],
    careless: [
      ["none", 15],
      ["ipOnly", 15],
      ["contact", 35],
      ["account", 15],
      ["device", 20],
    ],
  },
  cover: {
    careful: [
      ["none", 60],
      ["ipOnly", 30],
      ["contact", 10],
    ],
    careless: [
      ["none", 40],
      ["ipOnly", 30],
      ["contact", 10],
      ["device", 20],
    ],
  },
};

/** Rings per trade; the other trades have none. */
const RINGS: Readonly<Record<string, number>> = {
  building: 2,
  municipal: 2,
  highway: 2,
  hydraulic: 2,
  farmland: 1,
  medical: 2,
  teaching: 1,
  furniture: 1,
  digital: 1,
  estate: 1,
};
const LENDERS = ["building", "municipal", "highway", "hydraulic", "building", "digital"] as const;
const COVERS = [
  "medical",
  "teaching",
  "furniture",
  "printing",
  "digital",
  "estate",
  "municipal",
  "hydraulic",
] as const;
/** Two of five rings are careful, every other one of the rest. */
const isCareful = (kind: GroupKind, index: number): boolean =>
  kind === "ring" ? index % 5 < 2 : index % 2 === 0;

interface Surroundings {
  readonly random: Random;
  readonly addresses: Addresses;
  readonly firms: readonly Firm[];
}

/** About 15 rings of 3–6 firms, 6 lenders' circles of 4–6 and 8 winners with 2–3 standing fillers. */
export function createGroups(surroundings: Surroundings): Group[] {
  const free = new Set(surroundings.firms);
  const { random } = surroundings;
  const plans: { kind: GroupKind; trade: string; size: number }[] = [
    ...Object.entries(RINGS).flatMap(([trade, count]) =>
      Array.from({ length: count }, () => ({
        kind: "ring" as const,
        trade,
        size: random.integer(3, 6),
      })),
    ),
    ...LENDERS.map((trade) => ({
      kind: "licenceLending" as const,
      trade,
      size: random.integer(4, 6),
    })),
    ...COVERS.map((trade) => ({ kind: "cover" as const, trade, size: random.integer(3, 4) })),
  ];
  return plans.map((plan, index) => {
    const candidates = [...free].filter(({ trades }) => trades[0] === plan.trade);
    const members = random.sample(candidates, plan.size);
    for (const member of members) free.delete(member);
    const discipline = isCareful(plan.kind, index) ? "careful" : "careless";
    const id = `${plan.kind}-${index + 1}`;
    return createGroup({ ...plan, members, id, discipline }, surroundings);
  });
}

function createGroup(
  plan: Pick<Group, "id" | "kind" | "trade" | "members" | "discipline">,
  { random, addresses }: Surroundings,
): Group {
  const leader = plan.members[0];
  if (leader === undefined) throw new RangeError(`no firm is free for a group in ${plan.trade}`);
  const ownRoom = plan.kind === "licenceLending" || random.chance(0.5);
  const machine = leader.machines[0];
  return {
    ...plan,
    traces: TRACES[plan.kind][plan.discipline],
    office: {
      ip: ownRoom || leader.ip === undefined ? addresses.home() : leader.ip,
      machine: ownRoom || machine === undefined ? createMachine(random) : machine,
      phone: createPhone(random),
      email: `office-${random.hex(8)}@mail.example`,
      lockNo: createLockNo(random),
      payerAccount: createAccount(random),
    },
  };
}
