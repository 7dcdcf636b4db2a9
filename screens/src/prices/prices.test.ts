import { existsSync, readFileSync } from "node:fs";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { kolmogorovTail } from "./kolmogorov.ts";
import { screenLots } from "./lots.ts";
import { priceScreens, SCREENS } from "./price-screens.ts";
import { FEWEST, fillSpacings, NULLED, tailsOf } from "./price-tails.ts";
import { createRandom } from "./random.ts";
import { regularityOf, regularityTail } from "./regularity.ts";

const ascending = (prices: readonly number[]) => Float64Array.from(prices).toSorted();

describe("price screens (indicators.md B.5)", () => {
  test("a lot worked by hand: 100, 104, 106, 112", () => {
    const screens = priceScreens([112, 100, 106, 104]);
    expect(screens.cv).toBeCloseTo(
      Math.sqrt((5.5 ** 2 + 1.5 ** 2 + 0.5 ** 2 + 6.5 ** 2) / 3) / 105.5,
      12,
    );
    expect(screens).toMatchObject({ n: 4, spd: 0.12, diffp: 0.04 });
    // Losers 104, 106, 112: deviation √(52/3); mean gap 4; of all bids 4.
    expect(screens.rd).toBeCloseTo(4 / Math.sqrt(52 / 3), 12);
    expect(screens.rdalt).toBeCloseTo(1, 12);
    expect(screens.rdnor).toBeCloseTo(1, 12);
    expect(screens.ks).toBeCloseTo(0.25, 12);
  });

  test("what two or equal bids cannot carry is null, never 0", () => {
    expect(priceScreens([5])).toMatchObject({ n: 1, cv: null, spd: null, ks: null });
    expect(priceScreens([5, 6])).toMatchObject({ rd: null, rdalt: null, skew: null, kurt: null });
    expect(priceScreens([7, 7, 7])).toMatchObject({
      cv: 0,
      spd: 0,
      rd: null,
      rdalt: null,
      rdnor: null,
      skew: null,
      kurt: null,
      ks: null,
    });
  });

  test("order and scale change nothing, a shift only CV, SPD and DIFFP", () => {
    const prices = fc.uniqueArray(fc.integer({ min: 1_000_000, max: 9_000_000 }), {
      minLength: 4,
      maxLength: 12,
    });
    fc.assert(
      fc.property(prices, (bids) => {
        const own = priceScreens(bids);
        const scaled = priceScreens(bids.toReversed().map((bid) => bid * 1000));
        const moved = priceScreens(bids.map((bid) => bid + 1e7));
        for (const name of SCREENS) {
          expect(scaled[name]).toBeCloseTo(own[name] ?? Number.NaN, 6);
          if (!["cv", "spd", "diffp"].includes(name))
            expect(moved[name]).toBeCloseTo(own[name] ?? 0, 5);
        }
      }),
    );
  });
});

describe("tails", () => {
  test("Kolmogorov: n = 10, d = 0.274 leaves 0.3715203845 (Marsaglia, Tsang and Wang 2003)", () => {
    expect(kolmogorovTail(0.274, 10)).toBeCloseTo(1 - 0.6284796154565, 10);
    expect(kolmogorovTail(0.5, 1)).toBeCloseTo(1, 12);
    expect(kolmogorovTail(0.75, 1)).toBeCloseTo(0.5, 12);
    expect(kolmogorovTail(0, 5)).toBe(1);
    expect(kolmogorovTail(1, 5)).toBe(0);
    // The exact law and the limit meet where one follows the other.
    expect(kolmogorovTail(0.11, 141) / kolmogorovTail(0.11, 140)).toBeGreaterThan(0.96);
  });

  test("regular gaps: three bids deviate by ε or less with probability ε, four with ⅔ε²", () => {
    expect(regularityTail(0.02, 3)).toBeCloseTo(0.02, 12);
    expect(regularityTail(0.02, 4)).toBeCloseTo((2 / 3) * 0.0004, 12);
    expect(regularityTail(1, 3)).toBeCloseTo(1, 12);
    for (const n of [4, 5, 8, 13, 20])
      expect(regularityTail(1.000_000_1, n) / regularityTail(1, n)).toBeCloseTo(1, 2);
  });

  test("published progressions are regular, close honest bids are not (indicators.md D.0.1)", () => {
    const arithmetic = ascending([1_000_000, 1_050_000, 1_100_000, 1_150_000]);
    const geometric = ascending([1_000_000, 1_050_000, 1_102_500, 1_157_625]);
    expect(regularityOf(arithmetic).arithmetic).toBeCloseTo(0, 9);
    expect(regularityOf(geometric).geometric).toBeCloseTo(0, 9);
    const close = regularityOf(ascending([1_000_000, 1_002_000, 998_000, 1_001_000, 999_500]));
    expect(regularityTail(close.geometric ?? 0, 5)).toBeGreaterThan(0.05);
  });

  test.each([3, 5, 8, 12])("n = %i: each tail is met as often as it says", (n) => {
    const random = createRandom(1000 + n);
    const lots = 20_000;
    const prices = new Float64Array(n);
    const below = new Map<string, number>();
    for (let lot = 0; lot < lots; lot += 1) {
      fillSpacings(prices, random);
      const tails = tailsOf(priceScreens([...prices]), prices);
      const { arithmetic } = regularityOf(prices);
      for (const [name, tail] of [
        ...Object.entries(tails),
        ["regular", regularityTail(arithmetic ?? 9, n)] as const,
      ])
        if (tail !== null && tail <= 0.05) below.set(name, (below.get(name) ?? 0) + 1);
    }
    const expected = [...NULLED.filter((name) => n >= FEWEST[name]), "regular"];
    expect([...below.keys()].toSorted()).toEqual(expected.toSorted());
    for (const [name, count] of below)
      expect(Math.abs(count / lots - 0.05), name).toBeLessThan(0.006);
  });
});

describe("many lots", () => {
  const lotOf = (lot: string, prices: readonly number[], cell = "") => ({ lot, cell, prices });

  test("CV, SPD and DIFFP have no tail without 50 lots like it, and the row says so", () => {
    const [only] = screenLots([lotOf("1", [100, 101, 102, 103, 104])]);
    expect(only).toMatchObject({
      cellLots: undefined,
      tails: { cv: null, spd: null, diffp: null },
    });
  });

  test("in its market a lot is judged by rank among the others of its size", () => {
    const random = createRandom(3);
    const honest = Array.from({ length: 200 }, (_, lot) =>
      lotOf(
        `h${lot}`,
        Array.from({ length: 5 }, () => 100 * (1 + 0.1 * random())),
      ),
    );
    const tight = lotOf("tight", [100, 100.01, 100.02, 100.03, 100.05]);
    const screened = screenLots([...honest, tight]);
    expect(screened.at(-1)).toMatchObject({
      cellLots: 200,
      hits: expect.arrayContaining(["PRC-01", "PRC-02"]),
    });
    const hits = screened.slice(0, -1).filter(({ hits: own }) => own.includes("PRC-01"));
    expect(hits.length).toBeLessThanOrEqual(2);
    // Another category is another market.
    expect(screenLots([...honest, { ...tight, cell: "x" }]).at(-1)?.cellLots).toBeUndefined();
  });

  test.each(["normal", "ceiling"])(
    "bids of the %s shape: alone, no screen hits in more than 2 % of lots",
    (shape) => {
      const random = createRandom(17);
      const gaussian = () => Math.sqrt(-2 * Math.log(random())) * Math.cos(2 * Math.PI * random());
      const hits = new Map<string, number>();
      for (let lot = 0; lot < 600; lot += 1) {
        const prices = Array.from({ length: 12 }, () => {
          const error = gaussian();
          return 1000 - 20 * (shape === "ceiling" ? Math.abs(error) : error);
        });
        for (const hit of screenLots([lotOf("one", prices)])[0]?.hits ?? [])
          hits.set(hit, (hits.get(hit) ?? 0) + 1);
      }
      for (const [id, count] of hits) expect(count, id).toBeLessThanOrEqual(12);
    },
  );

  test("a gap that no shape explains hits alone, and where the market shows the same it does not", () => {
    const gap = [100, 150, 151, 152, 153, 154, 155, 156, 157, 158];
    expect(screenLots([lotOf("gap", gap)])[0]?.hits).toEqual(
      expect.arrayContaining(["PRC-05", "PRC-06"]),
    );
    const random = createRandom(6);
    const same = Array.from({ length: 80 }, (_, lot) =>
      lotOf(
        `s${lot}`,
        gap.map((price, rank) => price + (rank === 0 ? 0 : random())),
      ),
    );
    const hits = screenLots(same).filter(({ hits: own }) => own.includes("PRC-06"));
    expect(hits.length).toBeLessThanOrEqual(2);
  });

  test("equal totals and equal steps", () => {
    const [equal, steps] = screenLots([
      lotOf("e", [100, 120, 120, 150]),
      lotOf("s", [100, 105, 110, 115, 120, 125]),
    ]);
    expect(equal?.hits).toEqual(["PRC-10"]);
    expect(equal?.identical).toBe(2);
    expect(steps?.hits).toContain("PRC-11");
  });
});

const MARKETS = new URL(
  "../../../../shared/data/collusion-garcia-rodriguez-2022/",
  import.meta.url,
);

/** Columns of a file without quotes. */
function columnsOf(name: string) {
  const [head = "", ...rows] = readFileSync(new URL(name, MARKETS), "utf8").trim().split(/\r?\n/);
  const names = head.split(",");
  return rows.map((row) => {
    const cells = row.split(",");
    return Object.fromEntries(names.map((column, index) => [column, cells[index] ?? ""]));
  });
}

const FILES = ["Brazil", "Italy", "Switzerland_Ticino"].map(
  (market) => `DB_Collusion_${market}_processed.csv`,
);

test.each(FILES)(
  "%s: CV, SPD, SKEW, KURT and KSTEST of lots of four or more, to three decimals",
  (file) => {
    if (!existsSync(new URL(file, MARKETS))) {
      console.warn(`${file} is absent: ../shared/data is needed to compare with it`);
      return;
    }
    const lots = Map.groupBy(columnsOf(file), ({ Tender }) => Tender);
    let compared = 0;
    for (const bids of lots.values()) {
      if (bids.length < 4) continue;
      const screens = priceScreens(bids.map(({ Bid_value }) => Number(Bid_value)));
      const published = bids[0];
      const pairs = {
        CV: screens.cv,
        SPD: screens.spd,
        SKEW: screens.skew,
        KURT: screens.kurt,
        KSTEST: screens.ks,
      };
      for (const [column, own] of Object.entries(pairs))
        expect(Math.abs((own ?? Number.NaN) - Number(published?.[column])), column).toBeLessThan(
          0.0006,
        );
      compared += 1;
    }
    expect(compared).toBeGreaterThan(70);
  },
);
