/**
 * Bidders tied by the machines that firms used in the 24 months before, as a community (DEV-13, indicators.md D.1). Pure. The month of the
 * opening itself is left out: what the lot's own bids share is for DEV-01, 02, 08 and 12.
 */
import { pairsOf } from "../../../../screens/src/prices/index.ts";
import type { DeviceNetwork, NetworkMachine } from "./input.ts";

export const NETWORK_MONTHS = 24;
/** A machine of more firms is a place, not a tie (the learned environments of `screen market` begin at eight firms). */
export const MOST_FIRMS = 7;
const FEWEST_FIRMS = 3;
const FEWEST_MACHINES = 2;

export interface Community {
  /** Firm keys. */
  readonly firms: readonly string[];
  readonly machines: readonly NetworkMachine[];
}

/** Firms that machines of two to seven firms connect, with the machines; connected components. */
export function componentsOf(machines: readonly NetworkMachine[]): Community[] {
  const parent = new Map<string, string>();
  const rootOf = (firm: string): string => {
    const up = parent.get(firm) ?? firm;
    if (up === firm) return firm;
    const root = rootOf(up);
    parent.set(firm, root);
    return root;
  };
  const ties = machines.filter(({ users }) => users.length >= 2 && users.length <= MOST_FIRMS);
  for (const { users } of ties)
    for (const { firm } of users) parent.set(rootOf(firm), rootOf(users[0]?.firm ?? firm));
  const byRoot = Map.groupBy(ties, ({ users }) => rootOf(users[0]?.firm ?? ""));
  return [...byRoot.values()].map((own) => ({
    firms: [...new Set(own.flatMap(({ users }) => users.map(({ firm }) => firm)))],
    machines: own,
  }));
}

/** Large enough to be more than one lent machine. */
export const isCommunity = ({ firms, machines }: Community): boolean =>
  firms.length >= FEWEST_FIRMS && machines.length >= FEWEST_MACHINES;

type City = NonNullable<DeviceNetwork["city"]>;

const bitsOf = (firms: number, users: number): number => Math.log2(firms / users);

export interface Modularity {
  /** Σ over machines of bits × pairs of the community's firms that share it. */
  readonly weight: number;
  /** Of as many firms with the same numbers of machines, when all uses in the city are dealt out anew. */
  readonly expected: number;
  /** Expected number of sharing pairs, not weighted. */
  readonly expectedPairs: number;
  readonly z: number;
}

/**
 * Against the configuration model: every firm keeps its number of machines and every machine its number of firms; who used which
 * is dealt out anew. Sharing is rare under it, so each pair counts as Poisson. The community was chosen because it is
 * connected: z orders, it is no tail probability.
 */
export function modularityOf(
  { firms, machines }: Community,
  degrees: Readonly<Record<string, number>>,
  { firms: all, uses, shared }: City,
): Modularity {
  const own = firms.map((firm) => degrees[firm] ?? 1);
  const sum = own.reduce((total, degree) => total + degree, 0);
  const squares = own.reduce((total, degree) => total + degree * degree, 0);
  const chance = (sum * sum - squares) / (uses * Math.max(1, uses - 1));
  let expected = 0;
  let variance = 0;
  let expectedPairs = 0;
  for (const [users, count] of shared) {
    if (users < 2 || users > MOST_FIRMS) continue;
    const pairs = count * pairsOf(users) * chance;
    const bits = bitsOf(all, users);
    expected += bits * pairs;
    variance += bits * bits * pairs;
    expectedPairs += pairs;
  }
  const weight = machines.reduce(
    (total, { users }) => total + bitsOf(all, users.length) * pairsOf(users.length),
    0,
  );
  const z = variance > 0 ? (weight - expected) / Math.sqrt(variance) : 0;
  return { weight, expected, expectedPairs, z };
}

export interface Tie {
  /** One machine that both used, or one of each shared with a third firm. */
  readonly machines: readonly [NetworkMachine, NetworkMachine];
  readonly bits: number;
}

/**
 * The strongest tie between two groups of firms: bits of the machine that both used, log₂(N / users); by way of a third firm
 * log₂(N / (users × users)), as any of N firms could have been it. undefined: neither.
 */
export function tieOf(
  machines: readonly NetworkMachine[],
  [left, right]: readonly [ReadonlySet<string>, ReadonlySet<string>],
  all: number,
): Tie | undefined {
  const uses = (machine: NetworkMachine, firms: ReadonlySet<string>) =>
    machine.users.some(({ firm }) => firms.has(firm));
  let best: Tie | undefined;
  const offer = (pair: Tie["machines"], bits: number) => {
    if (best === undefined || bits > best.bits) best = { machines: pair, bits: Math.max(0, bits) };
  };
  const here = machines.filter((machine) => uses(machine, left));
  const there = machines.filter((machine) => uses(machine, right));
  for (const one of here) {
    if (uses(one, right)) offer([one, one], bitsOf(all, one.users.length));
    for (const other of there) {
      if (one === other || !haveCommon(one, other)) continue;
      offer([one, other], bitsOf(all, one.users.length * other.users.length));
    }
  }
  return best;
}

const haveCommon = (one: NetworkMachine, other: NetworkMachine): boolean =>
  one.users.some(({ firm }) => other.users.some((user) => user.firm === firm));
