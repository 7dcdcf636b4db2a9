import { describe, expect, test } from "vitest";

import { honestPanels, type Market } from "../../test/honest-panels.ts";
import { createRandom } from "../prices/random.ts";
import { lookBack } from "./look-back.ts";
import { outlierOf } from "./outlier.ts";
import { blocksOf } from "./panel.ts";

const MARKET: Market = {
  panels: 150,
  experts: 5,
  bids: 6,
  criteria: 4,
  pool: 30,
  firms: 25,
  severity: 0,
  noise: 1,
  step: 1,
};

const shareBelow = (tails: readonly number[], level: number): number =>
  tails.filter((tail) => tail <= level).length / tails.length;

function tailsOf(market: Market, markets: number) {
  const outliers: number[] = [];
  const experts: number[] = [];
  const pairs: number[] = [];
  for (let seed = 1; seed <= markets; seed += 1) {
    const panels = honestPanels(market, createRandom(seed));
    const found = lookBack(panels);
    for (const block of panels.flatMap(blocksOf)) {
      const outlier = outlierOf(block);
      if (outlier !== undefined) outliers.push(outlier.tail);
    }
    experts.push(...found.experts.map(({ p }) => p));
    pairs.push(...found.pairs.map(({ p }) => p));
  }
  return { outliers, experts, pairs };
}

const inBand = (share: number) => {
  expect(share).toBeGreaterThan(0.04);
  expect(share).toBeLessThan(0.06);
};

describe("honest panels", () => {
  test("5 % of the tests are below 5 %: outliers, experts, pairs", () => {
    const { outliers, experts, pairs } = tailsOf(MARKET, 40);
    inBand(shareBelow(outliers, 0.05));
    expect(shareBelow(outliers, 0.01)).toBeLessThan(0.013);
    inBand(shareBelow(experts, 0.05));
    inBand(shareBelow(pairs, 0.05));
  });

  test.each([
    ["strict and lenient experts", { severity: 1 }],
    ["restless experts at the ends of the scale", { severity: 0.5, noise: 2 }],
    ["one criterion", { criteria: 1, severity: 0.5 }],
    ["three experts, four bids", { experts: 3, bids: 4, panels: 200 }],
    ["three bids", { bids: 3, panels: 250, severity: 0.5 }],
    ["scores to any decimal", { step: 0, severity: 0.5 }],
  ])("the same with %s, for outliers and pairs", (_, other) => {
    const { outliers, pairs } = tailsOf({ ...MARKET, ...other }, 20);
    inBand(shareBelow(outliers, 0.05));
    inBand(shareBelow(pairs, 0.05));
  });

  test("experts who use the scale more or less wide favour nobody", () => {
    let [wrong, tests, below] = [0, 0, 0];
    for (let seed = 1; seed <= 20; seed += 1) {
      const { pairs } = lookBack(honestPanels({ ...MARKET, spread: 0.25 }, createRandom(seed)));
      wrong += pairs.filter(({ q }) => q <= 0.05).length;
      below += pairs.filter(({ p }) => p <= 0.05).length;
      tests += pairs.length;
    }
    expect(below / tests).toBeLessThan(0.06);
    expect(wrong).toBeLessThan(5);
  });

  test("in a small world, where the same five meet twelve times, neither level nor power is lost", () => {
    const world = { ...MARKET, panels: 12, pool: 5, firms: 5, bids: 5, criteria: 3, noise: 0.75 };
    const favour = (expert: number, firm: number) => (expert === 0 && firm === 0 ? 2 : 0);
    let [below, tests, found, others] = [0, 0, 0, 0];
    for (let seed = 1; seed <= 100; seed += 1) {
      const honest = lookBack(honestPanels(world, createRandom(seed))).pairs;
      below += honest.filter(({ p }) => p <= 0.05).length;
      tests += honest.length;
      const planted = lookBack(honestPanels({ ...world, favour }, createRandom(seed))).pairs;
      const named = planted.filter(({ q }) => q <= 0.05);
      const own = named.filter((pair) => pair.expertGroup === "E0" && pair.bidderGroup === "F0");
      found += own.length;
      others += named.length - own.length;
    }
    inBand(below / tests);
    expect(found).toBeGreaterThan(90);
    expect(others).toBeLessThan(20);
  });

  test("a scale too coarse for the noise makes the tests quieter, never louder", () => {
    const { outliers, experts, pairs } = tailsOf({ ...MARKET, noise: 0.25, criteria: 1 }, 10);
    for (const tails of [outliers, experts, pairs])
      expect(shareBelow(tails, 0.05)).toBeLessThan(0.06);
  });

  test("two experts are hardly ever called alike, none ranks against the others", () => {
    const { findings } = lookBack(
      honestPanels({ ...MARKET, panels: 1000, noise: 0.6 }, createRandom(9)),
    );
    expect(findings.filter(({ type }) => type === "EXP-11").length).toBeLessThan(10);
    expect(findings.filter(({ type }) => type === "EXP-08").length).toBeLessThan(10);
  });
});

describe("planted effects", () => {
  const favour = (expert: number, firm: number) => (expert === 0 && firm === 0 ? 2 : 0);

  test("+2 of 10 on every criterion for one pair: found, of the right size, and the others are not", () => {
    let [met, found, first, others, effects] = [0, 0, 0, 0, 0];
    for (let seed = 1; seed <= 30; seed += 1) {
      const panels = honestPanels({ ...MARKET, severity: 0.5, favour }, createRandom(300 + seed));
      const { pairs } = lookBack(panels);
      const planted = pairs.find((p) => p.expertGroup === "E0" && p.bidderGroup === "F0");
      if (planted === undefined) continue;
      met += 1;
      if (planted.q <= 0.05) found += 1;
      if (pairs[0] === planted) first += 1;
      effects += planted.effect;
      others += pairs.filter((pair) => pair !== planted && pair.q <= 0.05).length;
    }
    expect(met).toBeGreaterThan(20);
    expect(found / met).toBeGreaterThan(0.85);
    expect(first / met).toBeGreaterThan(0.9);
    expect(Math.abs(effects / met - 2)).toBeLessThan(0.25);
    expect(others / met).toBeLessThan(0.3);
  });

  test("an expert two points stricter stands first with the size of it", () => {
    const strict = (expert: number) => (expert === 7 ? -2 : 0);
    const { experts } = lookBack(honestPanels({ ...MARKET, favour: strict }, createRandom(21)));
    expect(experts[0]?.id).toBe("E7");
    expect(Math.abs((experts[0]?.effect ?? 0) + 2)).toBeLessThan(0.4);
  });

  test("the same data give the same findings", () => {
    const market = { ...MARKET, panels: 40, favour };
    const [first, second] = [1, 1].map((seed) =>
      lookBack(honestPanels(market, createRandom(seed))),
    );
    expect(first).toEqual(second);
  });
});
