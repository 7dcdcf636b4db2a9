/** Honest markets for tests: firms that know nothing of each other, and the chance coincidences of a city. */
import type { DeviceTrace } from "../../../../../contract/src/facts/trace.ts";
import type { PairHistory, ScreeningInput, Seen, SeenField } from "../input.ts";
import { seenValuesOf } from "../values/seen.ts";
import { aBid, aLot, firm, ownTrace, total } from "./builders.ts";

/** Mulberry32: the same numbers on every machine. */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const normalOf = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

/** Upper end of the one-sided 99.9 % interval of a share (Wilson). */
export function upperShare(hits: number, trials: number): number {
  const z = 3.09;
  const share = hits / trials;
  const middle = share + (z * z) / (2 * trials);
  const half = z * Math.sqrt((share * (1 - share)) / trials + (z * z) / (4 * trials * trials));
  return (middle + half) / (1 + (z * z) / trials);
}

const FIRMS = 2000;
/** A third of the firms sit in business parks of 8 firms behind one address each. */
const PARKS = 80;
/** A tenth use one of 40 print shops that no register knows, with the shop's machine. */
const SHOPS = 40;
const SHOP_USERS = 0.1;
/** Chance that two firms use the same shop. */
export const CHANCE_OF_ONE_SHOP = SHOP_USERS ** 2 / SHOPS;

interface Firm {
  readonly n: number;
  readonly trace: DeviceTrace;
}

/** A city of honest firms, and how often each value occurs in it. */
export interface City {
  readonly lotOf: (random: () => number, size: number) => ScreeningInput;
}

export function honestCity(seed: number): City {
  const random = randomOf(seed);
  const firms = Array.from({ length: FIRMS }, (_, n): Firm => ({ n, trace: homeOf(n, random) }));
  const users = new Map<string, Set<number>>();
  for (const { n, trace } of firms) {
    for (const { field, value } of seenValuesOf(trace)) {
      const key = `${field} ${value}`;
      const known = users.get(key) ?? new Set();
      users.set(key, known.add(n));
    }
  }
  return { lotOf: (next, size) => honestLot({ firms, users }, next, size) };
}

/** Machine and address of a firm: its own, its business park's, or a shop's. */
function homeOf(n: number, random: () => number): DeviceTrace {
  const own = ownTrace(n);
  const place = random();
  if (place < SHOP_USERS) {
    const shop = 40_000 + Math.floor(random() * SHOPS);
    const { contactPhone: _phone, contactEmail: _email, ...machine } = ownTrace(shop);
    return { ...own, ...machine };
  }
  if (place < SHOP_USERS + 1 / 3)
    return { ...own, ip: `198.51.100.${Math.floor(random() * PARKS)}` };
  return own;
}

interface Population {
  readonly firms: readonly Firm[];
  readonly users: ReadonlyMap<string, ReadonlySet<number>>;
}

function honestLot(
  { firms, users }: Population,
  random: () => number,
  size: number,
): ScreeningInput {
  const chosen = new Set<number>();
  while (chosen.size < size) chosen.add(Math.floor(random() * firms.length));
  const spread = 0.01 + random() * 0.14;
  const bids = [...chosen].map((n) => {
    const price = total(8_000_000 * Math.exp(spread * normalOf(random)));
    return aBid(n, { party: firm(n), offer: price, trace: firms[n]?.trace ?? {} });
  });
  const seen = (field: SeenField, value: string): Seen => {
    const all = users.get(`${field} ${value}`) ?? new Set<number>();
    return { firms: [...all].filter((n) => !chosen.has(n)).length, total: firms.length };
  };
  return aLot({ bids, seen, history: { pairs: [] } });
}

/** Histories of three firms that met in k honest lots each: every bidder wins with chance 1/n. */
export function honestPairs(keys: readonly string[], random: () => number): PairHistory[] {
  const lots = Array.from({ length: 6 + Math.floor(random() * 12) }, () => {
    const size = 3 + Math.floor(random() * 4);
    return { size, winner: Math.floor(random() * size) };
  });
  return keys.flatMap((leader, i) =>
    keys.flatMap((follower, j): PairHistory[] => {
      if (i === j) return [];
      const wins = (index: number) => lots.filter(({ winner }) => winner === index).length;
      const bidderCounts = lots.map(({ size }) => size);
      return [{ leader, follower, bidderCounts, leaderWins: wins(i), followerWins: wins(j) }];
    }),
  );
}
