/** Honest markets must stay silent: measured false alarms against what each rule states (D.0.1). */
import { describe, expect, test } from "vitest";

import { pairsOf } from "../../../../screens/src/prices/index.ts";
import { screenLot } from "./engine.ts";
import type { ScreeningInput } from "./input.ts";
import { exactTail, honestTail, lawUnder, rdnor } from "./statistics/rdnor.ts";
import { aBid, aLot, total } from "./test/builders.ts";
import {
  CHANCE_OF_ONE_SHOP,
  honestCity,
  honestPairs,
  normalOf,
  randomOf,
  upperShare,
} from "./test/honest.ts";

const LOTS = 6000;
type Draw = (random: () => number) => number;

/** Number of lots in which PRC-06 would fire, of `n` bids drawn by `draw`, under a ceiling if there is one. */
function firesPrc06(draw: Draw, n: number, ceiling?: number): number {
  const random = randomOf(1000 + n);
  let hits = 0;
  for (let lot = 0; lot < LOTS; lot += 1) {
    const prices = Array.from({ length: n }, () => draw(random));
    const exact = exactTail(rdnor(prices) ?? 0, n);
    if ((honestTail(exact, { n, law: lawUnder(prices, ceiling) }) ?? 1) <= 0.02) hits += 1;
  }
  return hits;
}

/** Not more than 2 % beyond what 6,000 lots can tell (99.9 %). */
const AT_MOST_2_PERCENT = Math.ceil(0.02 * LOTS + 3.09 * Math.sqrt(LOTS * 0.02 * 0.98));

/** Normal around 1 with 5 %, and nobody bids above 1.02. */
function cutNormal(random: () => number): number {
  const price = 1 + 0.05 * normalOf(random);
  return price > 1.02 ? cutNormal(random) : price;
}

describe("PRC-06 on 6,000 honest lots of each size", () => {
  const laws: [string, Draw, number?][] = [
    ["normal", normalOf],
    ["lognormal 5 %", (random) => Math.exp(0.05 * normalOf(random))],
    ["lognormal 15 %", (random) => Math.exp(0.15 * normalOf(random))],
    ["uniform", (random) => random()],
    ["half-normal under its ceiling", (random) => 1 - 0.05 * Math.abs(normalOf(random)), 1],
    ["normal cut by its ceiling", cutNormal, 1.02],
  ];

  test.each(laws)("%s bids fire in at most the stated 2 %", (_, draw, ceiling) => {
    for (const n of [3, 4, 5, 7, 10, 13]) {
      expect(firesPrc06(draw, n, ceiling)).toBeLessThanOrEqual(AT_MOST_2_PERCENT);
    }
  });

  test("the test can fail: the exact null alone fires in more than 2 % of normal lots of 10", () => {
    const random = randomOf(9);
    let hits = 0;
    for (let lot = 0; lot < LOTS; lot += 1) {
      const value = rdnor(Array.from({ length: 10 }, () => normalOf(random))) ?? 0;
      if (exactTail(value, 10) <= 0.02) hits += 1;
    }
    expect(hits).toBeGreaterThan(AT_MOST_2_PERCENT);
  });
});

interface Tally {
  readonly hits: Record<string, number>;
  readonly stated: Record<string, number>;
  leads: number;
}

function screenMany(lots: number, next: (index: number) => ScreeningInput): Tally {
  const tally: Tally = { hits: {}, stated: {}, leads: 0 };
  for (let lot = 0; lot < lots; lot += 1) {
    const { results, isLead } = screenLot(next(lot));
    if (isLead) tally.leads += 1;
    for (const { indicator, outcome, falseAlarm } of results) {
      if (outcome === "hit") tally.hits[indicator] = (tally.hits[indicator] ?? 0) + 1;
      tally.stated[indicator] = (tally.stated[indicator] ?? 0) + (falseAlarm?.rate ?? 0);
    }
  }
  return tally;
}

describe("a city of 2,000 honest firms with business parks and print shops, 6,000 lots of 5", () => {
  const city = honestCity(21);
  const random = randomOf(22);
  const size = 5;
  const { hits, stated, leads } = screenMany(LOTS, () => city.lotOf(random, size));
  const shareOf = (id: string) => upperShare(hits[id] ?? 0, LOTS);

  test.each([
    ["DEV-02", pairsOf(size) * 0.0005],
    ["DEV-03", pairsOf(size) * 0.005],
    ["DEV-15", pairsOf(size) * 0.002],
    ["PRC-06", 0.03],
    ["PRC-10", 0.002],
  ])("%s fires in at most the documented share of lots", (id, limit) => {
    expect(shareOf(id)).toBeLessThanOrEqual(limit);
  });

  test("DEV-01 fires as often as honest firms share a shop's machine, and no more", () => {
    const expected = LOTS * pairsOf(size) * CHANCE_OF_ONE_SHOP;
    const scatter = 3.09 * Math.sqrt(expected);
    expect(hits["DEV-01"] ?? 0).toBeGreaterThan(0);
    expect(hits["DEV-01"] ?? 0).toBeLessThanOrEqual(expected + scatter);
  });

  test("what PRC-06 states on each lot adds up to no less than what happens", () => {
    expect(hits["PRC-06"] ?? 0).toBeLessThanOrEqual(
      (stated["PRC-06"] ?? 0) + 3.09 * Math.sqrt(LOTS * 0.02),
    );
  });

  test("fewer than 1 lot of 500 becomes a lead", () => {
    expect(upperShare(leads, LOTS)).toBeLessThan(0.002);
  });
});

test("PRC-10 on 6,000 honest lots with rounded prices: no lead-grade hit beyond the stated chance", () => {
  const random = randomOf(31);
  let lead = 0;
  let stated = 0;
  let hits = 0;
  for (let lot = 0; lot < LOTS; lot += 1) {
    const step = [0.01, 1, 100, 1000][lot % 4] ?? 1;
    const bids = [1, 2, 3, 4, 5].map((n) => {
      const price = 3_000_000 * Math.exp(0.05 * normalOf(random));
      return aBid(n, { offer: total(Math.round(price / step) * step), traces: [] });
    });
    const result = screenLot(aLot({ bids })).results.find(
      ({ indicator }) => indicator === "PRC-10",
    );
    if (result?.outcome !== "hit") continue;
    hits += 1;
    stated += result.probability ?? 0;
    if (result.level === "lead") lead += 1;
  }
  expect(upperShare(lead, LOTS)).toBeLessThan(0.01);
  expect(stated).toBeGreaterThan(hits * 0.01);
});

test("BEH-10 on 6,000 honest trios with a common past: at most the stated 1 %", () => {
  const random = randomOf(41);
  const bids = [1, 2, 3].map((n) => aBid(n, { traces: [] }));
  const keys = bids.map(({ key }) => key);
  const { hits } = screenMany(LOTS, () =>
    aLot({ bids, history: { pairs: honestPairs(keys, random) } }),
  );
  expect(upperShare(hits["BEH-10"] ?? 0, LOTS)).toBeLessThan(0.01);
});

test("PRC-06 against the rank in a cell of 50 to 150 honest lots: at most the stated 2 %", () => {
  const random = randomOf(51);
  const lotOf = () => Array.from({ length: 5 }, () => 1e6 * (1 + 0.04 * Math.log(1 - random())));
  let hits = 0;
  for (let lot = 0; lot < 2000; lot += 1) {
    const lots = 50 + (lot % 101);
    const tails = Array.from({ length: lots }, () => exactTail(rdnor(lotOf()) ?? 0, 5));
    const cell = { name: "cell", lots, rdnorTails: tails.toSorted((left, right) => left - right) };
    const bids = lotOf().map((price, n) => aBid(n, { offer: total(price), traces: [] }));
    const found = screenLot(aLot({ bids, history: { cell } })).results.find(
      ({ indicator }) => indicator === "PRC-06",
    );
    if (found?.outcome === "hit") hits += 1;
  }
  expect(hits / 2000).toBeLessThanOrEqual(0.02 + 3.09 * Math.sqrt((0.02 * 0.98) / 2000));
  expect(hits).toBeGreaterThan(5);
});
