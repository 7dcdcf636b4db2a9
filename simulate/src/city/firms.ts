/** Firms of 云澜市: what they build or sell, how well, from which machines and networks. */
import type { Organisation, Place } from "../../../contract/src/values.ts";
import { pickWeighted, type Random } from "../random.ts";
import type { Environment } from "./environments.ts";
import {
  type Addresses,
  createAccount,
  createLockNo,
  createMachine,
  createPerson,
  createPhone,
  type Machine,
} from "./machines.ts";
import { DISTRICTS } from "./places.ts";
import { type Trade, TRADES } from "./trades.ts";
import { createUscc } from "./uscc.ts";
import { HOME_PLACES, TRADE_NAMES } from "./words.ts";

export interface Firm {
  readonly uscc: string;
  readonly party: Organisation;
  readonly trades: readonly string[];
  readonly district: Required<Place>;
  /** Cost advantage: added to the logarithm of the cost of every lot; negative is cheaper. */
  readonly efficiency: number;
  /** Log of the lot size it prefers, relative to the median of its trade. */
  readonly capacity: number;
  /** How often it bids, relative to others. */
  readonly appetite: number;
  /** Standard score of the quality of its bids. */
  readonly quality: number;
  readonly machines: readonly Machine[];
  /** Fixed address, absent when it sits behind a carrier's shared address. */
  readonly ip?: string;
  readonly carrier?: Environment;
  /** Workshop where it often has its bids made, and how often. */
  readonly workshop?: Environment;
  readonly workshopUse: number;
  readonly phones: readonly string[];
  readonly email: string;
  readonly lockNo: string;
  readonly payerAccount: string;
  readonly legalRep: string;
  readonly agents: readonly string[];
}

interface Surroundings {
  readonly random: Random;
  readonly addresses: Addresses;
  readonly environments: readonly Environment[];
}

/** Trades whose firms also bid for each other's lots. */
const NEIGHBOURS: Readonly<Record<string, string>> = {
  building: "municipal",
  municipal: "building",
  hydraulic: "farmland",
  farmland: "hydraulic",
  teaching: "furniture",
  furniture: "teaching",
};
const SECOND_TRADE_SHARE = 0.25;
const CARRIER_SHARE = 0.16;
const WORKSHOP_SHARE = 0.18;

/** About 630 firms; names, codes and traces differ in all of them. */
export function createFirms(surroundings: Surroundings): Firm[] {
  const { random } = surroundings;
  const names = random.sample(TRADE_NAMES, TRADE_NAMES.length);
  const taken = new Set<string>();
  let index = 0;
  return TRADES.flatMap((trade) =>
    Array.from({ length: trade.firms }, () => {
      let name = "";
      do {
        const tradeName = names[index++ % names.length] ?? "";
        name = `${random.pick(HOME_PLACES)}${tradeName}${random.pick(trade.firmSuffixes)}`;
      } while (taken.has(name));
      taken.add(name);
      return createFirm(trade, name, surroundings);
    }),
  );
}

/** Keeps one firm from owning a trade. */
const bounded = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value));

function createFirm(trade: Trade, name: string, surroundings: Surroundings): Firm {
  const { random } = surroundings;
  const district = random.pick(DISTRICTS);
  const uscc = createUscc(random, "91", district.code);
  const neighbour = NEIGHBOURS[trade.id];
  const second = neighbour !== undefined && random.chance(SECOND_TRADE_SHARE) ? [neighbour] : [];
  return {
    uscc,
    party: { kind: "organisation", name, uscc },
    trades: [trade.id, ...second],
    district,
    efficiency: bounded(0.018 * random.normal(), 0.03),
    capacity: bounded(0.7 * random.normal(), 1.2),
    appetite: Math.exp(bounded(0.45 * random.normal(), 0.7)),
    quality: random.normal(),
    ...createPresence(surroundings),
    ...createContacts(random),
  };
}

type Presence = Pick<Firm, "machines" | "ip" | "carrier" | "workshop" | "workshopUse">;

function createPresence({ random, addresses, environments }: Surroundings): Presence {
  const count = pickWeighted(random, [
    [1, 45],
    [2, 33],
    [3, 15],
    [4, 7],
  ]);
  const machines = Array.from({ length: count }, () => createMachine(random));
  const networks = environments.filter(({ kind }) => kind === "nat");
  const workshops = environments.filter(({ kind }) => kind !== "nat" && kind !== "centerTerminal");
  const usesWorkshop = random.chance(WORKSHOP_SHARE);
  return {
    machines,
    ...(random.chance(CARRIER_SHARE)
      ? { carrier: random.pick(networks) }
      : { ip: addresses.home() }),
    ...(usesWorkshop ? { workshop: random.pick(workshops) } : {}),
    workshopUse: usesWorkshop ? random.uniform(0.3, 0.8) : 0,
  };
}

type Contacts = Pick<Firm, "phones" | "email" | "lockNo" | "payerAccount" | "legalRep" | "agents">;

function createContacts(random: Random): Contacts {
  return {
    phones: Array.from({ length: random.integer(1, 3) }, () => createPhone(random)),
    email: `bid-${random.hex(8)}@mail.example`,
    lockNo: createLockNo(random),
    payerAccount: createAccount(random),
    legalRep: createPerson(random),
    agents: Array.from({ length: random.integer(1, 3) }, () => createPerson(random)),
  };
}
