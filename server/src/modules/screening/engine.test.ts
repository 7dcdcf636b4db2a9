import { Compile } from "typebox/compile";
import { describe, expect, test } from "vitest";

import { IndicatorResult } from "../../../../contract/src/screening.ts";
import { combine, screenLot } from "./engine.ts";
import { INDICATORS } from "./indicators/all.ts";
import type { ScreeningInput } from "./input.ts";
import { aBid, aLot, FUJIAN, ownTrace, total } from "./test/builders.ts";
import { honestCity, randomOf } from "./test/honest.ts";

const checker = Compile(IndicatorResult);
const IDS = INDICATORS.map(({ manifest }) => manifest.id);
/** They are about one firm's standing, or no article speaks of them. */
const ABOUT_ONE_FIRM = new Set(["REL-01", "REL-14", "REL-15", "REL-16", "PRC-21"]);
const WITHOUT_ARTICLE = ["DEV-14", "REL-14"];

const ring = (place?: ScreeningInput["place"]): ScreeningInput => {
  const trace = ownTrace(77);
  const bids = [
    aBid(1, { trace }),
    aBid(2, { trace, offer: total(1_234_567.89) }),
    aBid(3, { offer: total(1_234_567.89) }),
    aBid(4),
  ];
  return aLot(place === undefined ? { bids } : { bids, place });
};

const bare: ScreeningInput = {
  ocid: "ocds-mj0001-bare",
  lotId: "1",
  openedAt: "2026-03-02T01:30:00Z",
  bids: [],
  register: [],
  seen: () => undefined,
  history: {},
};

function hit(
  indicator: string,
  bits: number,
  level: IndicatorResult["level"] = "hint",
): IndicatorResult {
  return {
    indicator,
    version: "1",
    outcome: "hit",
    bits,
    ...(level === undefined ? {} : { level }),
    n: 3,
    cell: { name: "", lots: 0 },
    legalBasis: [],
    evidence: [],
    clearing: [],
    innocent: [],
  };
}

describe("the results of a lot", () => {
  const cases: [string, ScreeningInput][] = [
    ["an honest lot", aLot()],
    ["a planted lot", ring(FUJIAN)],
    ["a lot of which nothing is known", bare],
    ["a lot without traces", aLot({ bids: [1, 2, 3].map((n) => aBid(n, { traces: [] })) })],
    ["a random lot", honestCity(3).lotOf(randomOf(4), 8)],
  ];

  test.each(cases)("of %s are all there, in order, and satisfy the contract", (_, input) => {
    const { results } = screenLot(input);
    expect(results.map(({ indicator }) => indicator)).toEqual(IDS);
    for (const result of results) expect([...checker.Errors(result)]).toEqual([]);
  });

  test("are the same whatever the order of the bids", () => {
    const input = ring();
    const turned = screenLot({ ...input, bids: input.bids.toReversed() });
    const straight = screenLot(input);
    expect(turned.bits).toBe(straight.bits);
    expect(turned.results.map(({ outcome }) => outcome)).toEqual(
      straight.results.map(({ outcome }) => outcome),
    );
  });

  test("say notComputable with a reason, never noHit, when nothing is known", () => {
    for (const { outcome, reason } of screenLot(bare).results) {
      expect(outcome).toBe("notComputable");
      expect(reason?.code).toMatch(/^[a-z]/);
    }
  });

  test("name every indicator once, with innocent explanations, clearing facts and law", () => {
    for (const { manifest } of INDICATORS) {
      expect(manifest.innocent.length).toBeGreaterThan(1);
      expect(manifest.clearing.length).toBeGreaterThan(1);
      if (!ABOUT_ONE_FIRM.has(manifest.id)) expect(manifest.clearing).toContain("sameGroup");
    }
    expect(new Set(IDS).size).toBe(IDS.length);
    const silent = INDICATORS.filter(({ manifest }) => manifest.law.length === 0);
    expect(silent.map(({ manifest }) => manifest.id)).toEqual(WITHOUT_ARTICLE);
  });
});

describe("the combination of evidence (D.0.8)", () => {
  test("inside one group the strongest counts in full and the rest by 30 %", () => {
    expect(combine([hit("DEV-01", 10), hit("DEV-03", 5), hit("DEV-15", 5)]).bits).toBe(13);
  });

  test("between groups evidence adds in full", () => {
    expect(combine([hit("DEV-01", 10), hit("PRC-10", 4)]).bits).toBe(14);
  });

  test("two hits in one group are no lead, in two groups they are", () => {
    expect(combine([hit("DEV-01", 10), hit("DEV-03", 5)]).isLead).toBe(false);
    const two = combine([hit("DEV-03", 5), hit("PRC-06", 3)]);
    expect(two).toMatchObject({ isLead: true, level: "lead", groups: ["DEV", "PRC"] });
  });

  test("one determination-grade fact is a lead alone", () => {
    expect(combine([hit("DEV-01", 0, "determination")])).toMatchObject({
      isLead: true,
      level: "determination",
    });
  });

  test("a block and a hit without bits are shown but make no lead", () => {
    const results = [hit("DEV-03", 6), hit("BEH-10", 0, "block"), hit("PRC-10", 0)];
    expect(combine(results)).toMatchObject({ isLead: false, groups: ["DEV", "BEH", "PRC"] });
  });

  test("no hits: no bits, no groups, no level", () => {
    expect(combine([])).toEqual({ bits: 0, groups: [], isLead: false, level: undefined });
  });
});

describe("the planted ring and its honest twin", () => {
  test("one machine and equal totals make a lead", () => {
    const screening = screenLot(ring());
    expect(screening).toMatchObject({ isLead: true, level: "lead", groups: ["DEV", "PRC"] });
    expect(screening.bits).toBeGreaterThan(20);
  });

  test("the same lot in 福建 is of determination grade", () => {
    expect(screenLot(ring(FUJIAN)).level).toBe("determination");
  });

  test("the honest twin is silent", () => {
    const screening = screenLot(aLot({ history: { pairs: [] } }));
    expect(screening).toMatchObject({ isLead: false, bits: 0, groups: [] });
    expect(screening.results.some(({ outcome }) => outcome === "hit")).toBe(false);
  });
});

test("a lot of 10 bids is screened in less than 3 ms at the median", () => {
  const city = honestCity(11);
  const random = randomOf(12);
  const lots = Array.from({ length: 200 }, () => city.lotOf(random, 10));
  const times = lots.map((lot) => {
    const start = performance.now();
    screenLot(lot);
    return performance.now() - start;
  });
  const median = times.toSorted((left, right) => left - right)[100];
  expect(median).toBeLessThan(3);
});
