/**
 * What an observer of the log learns of the number of bids before the deadline (招标投标法第二十二条). He sees each checkpoint's
 * size and time (the portal's /log and /api/log/checkpoint say no more; the leaves are salted hashes), knows each lot's
 * deadline, and has learnt from as many opened lots before. He may not guess better than who knows the frequencies alone.
 */
import { expect, test } from "vitest";

import { blockClosed } from "../../../../contract/src/facts/witness.block-closed.ts";
import { paddingRecorded } from "../../../../contract/src/facts/witness.padding-recorded.ts";
import { type LaneFact, type LaneState, type Marker, passLane, slotsFor } from "./lane.ts";

const BID = "procurement.bid-committed";
const SLOTS = 8;
const BLOCK_SECONDS = 20;
const LOTS = 400;
const MOST_BIDS = 12;
/** Seconds before the deadline in which bids come. */
const WINDOW = 1800;
/** Other facts come once in so many seconds, on average. */
const OTHERS_EVERY = 120;
/** Bids of other lots, likewise: not every lot closes alone. */
const OTHER_BIDS_EVERY = 300;

/** mulberry32: the same world in every run. */
function chanceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Arrival {
  readonly second: number;
  readonly isBid: boolean;
}

interface Lot {
  readonly bids: number;
  readonly arrivals: readonly Arrival[];
}

/** Times of a Poisson process. */
function timesOf(chance: () => number, every: number): number[] {
  const times: number[] = [];
  for (let at = 0; ;) {
    at -= every * Math.log(1 - chance());
    if (at >= WINDOW) return times;
    times.push(at);
  }
}

/** Bids thicken towards the deadline, as they do. */
function aLot(chance: () => number): Lot {
  const bids = Math.floor(chance() * (MOST_BIDS + 1));
  const own = Array.from({ length: bids }, () => WINDOW * (1 - chance() ** 2));
  const arrivals = [
    ...[...own, ...timesOf(chance, OTHER_BIDS_EVERY)].map((second) => ({ second, isBid: true })),
    ...timesOf(chance, OTHERS_EVERY).map((second) => ({ second, isBid: false })),
  ];
  return { bids, arrivals: arrivals.toSorted((a, b) => a.second - b.second) };
}

/** Size of the log at the end of each second. */
type Growth = readonly number[];

let serial = 0;
function aFact(second: number, kind: string): LaneFact {
  serial += 1;
  const at = Math.floor(1_780_000_000_000 + second * 1000);
  const time = at.toString(16).padStart(12, "0");
  const digest = Buffer.alloc(64);
  digest.writeUInt32BE(Math.imul(serial, 2_654_435_761) >>> 0);
  const id = `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(serial).padStart(12, "0")}`;
  return { id, kind, occurredAt: new Date(at).toISOString(), digest };
}

/** As the job does it: as much padding as a block takes, then the marker. */
function aBlock(second: number, state: LaneState, holds: readonly string[]) {
  const stock = state.waiting.filter(({ isPadding }) => isPadding).length;
  const slots = slotsFor(state.waiting.length - stock, SLOTS);
  const padding = Array.from({ length: Math.max(0, slots - stock) }, () =>
    aFact(second, paddingRecorded.kind),
  );
  const marker = aFact(second, blockClosed.kind);
  return { facts: [...padding, marker], markers: new Map([[marker.id, { slots, holds }]]) };
}

/** What is published while the facts of a lot come in, with the lane and without it. */
function growthOf({ arrivals }: Lot, isPadded: boolean): Growth {
  const holds = isPadded ? [BID] : [];
  let state: LaneState = { holds, waiting: [] };
  let size = 0;
  const growth: number[] = [];
  const pass = (facts: readonly LaneFact[], markers: ReadonlyMap<string, Marker> = new Map()) => {
    const after = passLane(state, facts, markers);
    state = after;
    size += after.leaves.length;
  };
  for (let second = 0, next = 0; second < WINDOW; second++) {
    if (isPadded && second % BLOCK_SECONDS === 0) {
      const { facts, markers } = aBlock(second, state, holds);
      pass(facts, markers);
    }
    for (; (arrivals[next]?.second ?? WINDOW) < second + 1; next++)
      pass([aFact(second, arrivals[next]?.isBid === true ? BID : "procurement.notice-published")]);
    growth.push(size);
  }
  return growth;
}

/** Growth in the whole window, and in each of its quarters, eighths and last minutes: a clever observer looks at all of them. */
function featuresOf(growth: Growth): number[] {
  const between = (from: number, to: number) => (growth[to - 1] ?? 0) - (growth[from - 1] ?? 0);
  const parts = (count: number) =>
    Array.from({ length: count }, (_, at) =>
      between((at * WINDOW) / count, ((at + 1) * WINDOW) / count),
    );
  const steps = growth.map((size, at) => size - (growth[at - 1] ?? 0));
  const single = steps.filter((step) => step === 1).length;
  return [
    between(0, WINDOW),
    ...parts(4),
    between(WINDOW - 300, WINDOW),
    single,
    Math.max(...steps),
  ];
}

type Guesser = (learnt: readonly Seen[], features: readonly number[]) => number;
interface Seen {
  readonly bids: number;
  readonly features: readonly number[];
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted(([a, m], [b, n]) => n - m || a - b)[0]?.[0] ?? 0;
}

/** Whole growth less what others cause, by the line through what was learnt. */
const byGrowth: Guesser = (learnt, [growth = 0]) => {
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const xs = learnt.map(({ features }) => features[0] ?? 0);
  const ys = learnt.map(({ bids }) => bids);
  const [mx, my] = [mean(xs), mean(ys)];
  const covariance = mean(xs.map((x, at) => (x - mx) * ((ys[at] ?? 0) - my)));
  const variance = mean(xs.map((x) => (x - mx) ** 2));
  return Math.round(my + (variance === 0 ? 0 : covariance / variance) * (growth - mx));
};

/** What the lots had that looked most alike. */
const byNeighbours: Guesser = (learnt, features) => {
  const distance = (other: readonly number[]) =>
    features.reduce((sum, value, at) => sum + (value - (other[at] ?? 0)) ** 2, 0);
  const near = learnt
    .map((seen) => ({ bids: seen.bids, far: distance(seen.features) }))
    .toSorted((a, b) => a.far - b.far)
    .slice(0, 25);
  return near.reduce((sum, { bids }) => sum + bids, 0) / near.length;
};

const GUESSERS = { byGrowth, byNeighbours };

interface Score {
  /** Mean of squared errors over that of who always says the mean; 1: nothing learnt. */
  readonly error: number;
  /** Share of right answers to "at least half as many as ever?", and of who always says what is more frequent. */
  readonly right: number;
  readonly base: number;
}

/** The same lots, as they are published with the lane and without it. */
function seenBy(isPadded: boolean): readonly Seen[] {
  const chance = chanceOf(22);
  const lots = Array.from({ length: 2 * LOTS }, () => aLot(chance));
  return lots.map((lot) => ({
    bids: lot.bids,
    features: featuresOf(growthOf(lot, isPadded)),
  }));
}

const WORLDS = { padded: seenBy(true), plain: seenBy(false) };

function scoreOf(world: keyof typeof WORLDS, guess: Guesser): Score {
  const seen = WORLDS[world];
  const [learnt, asked] = [seen.slice(0, LOTS), seen.slice(LOTS)];
  const mean = learnt.reduce((sum, { bids }) => sum + bids, 0) / LOTS;
  const isMany = (bids: number) => bids > MOST_BIDS / 2;
  const usual = mostFrequent(learnt.map(({ bids }) => Number(isMany(bids)))) === 1;
  const guesses = asked.map(({ features }) => guess(learnt, features));
  const errorOf = (guessOf: (at: number) => number) =>
    asked.reduce((sum, { bids }, at) => sum + (guessOf(at) - bids) ** 2, 0);
  const rightOf = (guessOf: (at: number) => boolean) =>
    asked.filter(({ bids }, at) => guessOf(at) === isMany(bids)).length / LOTS;
  return {
    error: errorOf((at) => guesses[at] ?? 0) / errorOf(() => mean),
    right: rightOf((at) => isMany(guesses[at] ?? 0)),
    base: rightOf(() => usual),
  };
}

/** Two standard deviations of a share of right answers. */
const CHANCE = 2 * Math.sqrt(0.25 / LOTS);

test.each(Object.keys(GUESSERS) as (keyof typeof GUESSERS)[])(
  "the observer guesses no better than by frequencies alone: %s",
  (name) => {
    const { error, right, base } = scoreOf("padded", GUESSERS[name]);
    expect(error).toBeGreaterThan(0.97);
    expect(right).toBeLessThan(base + CHANCE);
  },
);

test.each(Object.keys(GUESSERS) as (keyof typeof GUESSERS)[])(
  "without the lane he does: %s",
  (name) => {
    const { error, right, base } = scoreOf("plain", GUESSERS[name]);
    expect(error).toBeLessThan(0.7);
    expect(right).toBeGreaterThan(base + 3 * CHANCE);
  },
);

test("what is published is the same, byte for byte of sizes and times, for none and for twelve bids", () => {
  const chance = chanceOf(7);
  const others = timesOf(chance, OTHERS_EVERY).map((second) => ({ second, isBid: false }));
  const own = Array.from({ length: MOST_BIDS }, () => ({ second: WINDOW * chance(), isBid: true }));
  const lotOf = (arrivals: readonly Arrival[]): Lot => ({
    bids: 0,
    arrivals: arrivals.toSorted((a, b) => a.second - b.second),
  });
  const [none, twelve] = [lotOf(others), lotOf([...others, ...own])];
  expect(growthOf(twelve, true)).toEqual(growthOf(none, true));
  expect(growthOf(twelve, false)).not.toEqual(growthOf(none, false));
});
