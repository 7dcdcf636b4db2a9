import { describe, expect, test } from "vitest";

import type { Offer } from "../../../../../../contract/src/values.ts";
import type { MarketCell, ScreeningInput } from "../../input.ts";
import { exactTail } from "../../statistics/rdnor.ts";
import { aBid, aLot, resultOf, total, yuan } from "../../test/builders.ts";

const prc06 = (input: ScreeningInput) => resultOf(input, "PRC-06");
const priced = (prices: readonly number[], changes: Partial<ScreeningInput> = {}): ScreeningInput =>
  aLot({ bids: prices.map((price, n) => aBid(n, { offer: total(price) })), ...changes });
/** The winner 10 % below four covers that stand close together. */
const PLANTED = [900_000, 1_000_000, 1_002_000, 1_003_000, 1_004_000];
const HONEST = [930_000, 961_000, 975_000, 1_003_000, 1_020_000];

describe("PRC-06, the gap below the second lowest bid", () => {
  test("hits as a hint in the planted lot with value, tail and both sides", () => {
    const result = prc06(priced(PLANTED));
    expect(result).toMatchObject({ outcome: "hit", level: "hint", n: 5 });
    expect(result.value).toBe("RDNOR=3.846; exact=0.0000569");
    expect(result.probability).toBeCloseTo(5.68958e-5, 9);
    expect(result.evidence).toMatchObject([
      { left: { value: "90000000 CNY" }, right: { value: "100000000 CNY" } },
    ]);
  });

  test("is silent in the honest twin, whatever the order of the bids", () => {
    expect(prc06(priced(HONEST))).toMatchObject({ outcome: "noHit", bits: 0, evidence: [] });
    expect(prc06(priced(PLANTED.toReversed())).value).toBe(prc06(priced(PLANTED)).value);
  });

  test("a market with another currency unit or scale gives the same figure", () => {
    expect(prc06(priced(PLANTED.map((price) => price * 1000))).value).toBe(
      prc06(priced(PLANTED)).value,
    );
  });

  test("2 % is the limit for three bids: the gap takes up 98 % of the range, or it is silent", () => {
    const three = (share: number) =>
      prc06(priced([0, share, 1].map((x) => 1_000_000 + x * 100_000)));
    expect(three(0.9801).outcome).toBe("hit");
    expect(three(0.9799).outcome).toBe("noHit");
  });

  test("ten bids: the normal law asks for a smaller exact tail than 2 %", () => {
    const ten = (exact: number) => {
      const gap = 1 - exact ** (1 / 8);
      const others = Array.from({ length: 9 }, (_, n) => gap + ((1 - gap) * n) / 8);
      return prc06(priced([0, ...others].map((x) => 1_000_000 + x * 100_000)));
    };
    expect(ten(0.0052).outcome).toBe("hit");
    expect(ten(0.0055).outcome).toBe("noHit");
  });

  test("two bids of one firm are one: its lowest", () => {
    const bids = [
      ...PLANTED.map((price, n) => aBid(n, { offer: total(price) })),
      aBid(0, { offer: total(903_000) }),
    ];
    expect(prc06(aLot({ bids }))).toMatchObject({ n: 5, outcome: "hit" });
  });
});

describe("PRC-06 and what it is compared with", () => {
  const cell = (lots: number, share: number): MarketCell => ({
    name: "房屋建筑 公开 5000万–1亿",
    lots,
    rdnorTails: Array.from({ length: lots }, (_, index) => (index < share * lots ? 1e-9 : 0.5)),
  });

  test("without a cell it uses the exact null and the normal law, and says so", () => {
    const { cell: shown, falseAlarm } = prc06(priced(PLANTED));
    expect(shown).toEqual({ name: "", lots: 0, fallback: "noCell" });
    expect(falseAlarm).toEqual({ rate: 0.02, basis: "exactAndNormalNull" });
  });

  test("a ceiling within two mean spacings of the highest bid calls for the ceiling law", () => {
    const under = (ceiling: number) => prc06(priced(PLANTED, { ceilingPrice: yuan(ceiling) }));
    expect(under(1_056_000).falseAlarm?.basis).toBe("exactAndCeilingNull");
    expect(under(1_056_001).falseAlarm?.basis).toBe("exactAndNormalNull");
    expect(under(1_056_000).probability).toBeGreaterThan(under(1_056_001).probability ?? 1);
    const dollars = { amountMinor: "105600000", currency: "USD" };
    const other = prc06(priced(PLANTED, { ceilingPrice: dollars }));
    expect(other.falseAlarm?.basis).toBe("exactAndNormalNull");
  });

  test("a cell of 49 lots is too small, one of 50 decides", () => {
    const small = prc06(priced(PLANTED, { history: { cell: cell(49, 0) } }));
    expect(small.cell).toMatchObject({ lots: 49, fallback: "cellTooSmall" });
    const large = prc06(priced(PLANTED, { history: { cell: cell(50, 0) } }));
    expect(large.cell).toEqual({ name: cell(50, 0).name, lots: 50 });
    expect(large).toMatchObject({ outcome: "hit", falseAlarm: { basis: "rankInCell" } });
    expect(large.probability).toBeCloseTo(1 / 51, 5);
  });

  test("what is ordinary in its market does not hit there", () => {
    const ordinary = prc06(priced(PLANTED, { history: { cell: cell(400, 0.05) } }));
    expect(ordinary.outcome).toBe("noHit");
    expect(ordinary.probability).toBeCloseTo(21 / 401, 5);
  });

  test("a cell without price history falls back", () => {
    const bare = { name: "x", lots: 900 };
    expect(prc06(priced(PLANTED, { history: { cell: bare } })).cell.fallback).toBe("cellTooSmall");
  });
});

describe("PRC-06 without data", () => {
  const why = (input: ScreeningInput) => prc06(input).reason?.code;
  const rate: Offer = { kind: "rate", percent: "90" };

  test("fewer than three valid prices, equal prices, missing prices, rates", () => {
    expect(why(priced([1, 2]))).toBe("tooFewPrices");
    expect(why(priced([5, 5, 5]))).toBe("allPricesEqual");
    const missing = [
      ...PLANTED.map((price, n) => aBid(n, { offer: total(price) })),
      aBid(9, { offer: null }),
    ];
    expect(why(aLot({ bids: missing }))).toBe("partialPrices");
    expect(why(aLot({ bids: [1, 2, 3].map((n) => aBid(n, { offer: rate })) }))).toBe(
      "ratesAreNotPrices",
    );
  });

  test("disqualified and undecrypted bids do not count", () => {
    const bids = PLANTED.map((price, n) =>
      aBid(n, { offer: total(price), status: n < 3 ? "disqualified" : "notDecrypted" }),
    );
    expect(why(aLot({ bids }))).toBe("tooFewPrices");
  });

  test("more bids than the reference law covers need a cell", () => {
    const many = Array.from({ length: 41 }, (_, n) => 1_000_000 + n * 1000);
    expect(why(priced(many))).toBe("noReferenceForSoManyBids");
    expect(prc06(priced(many.slice(1))).outcome).toBe("noHit");
  });

  test("negotiated quotes are not screened", () => {
    expect(why(priced(PLANTED, { method: "consultation" }))).toBe("methodWithoutSealedPrices");
  });
});

test("the exact tail of B.5: n=5, c=1.5 gives 0.244", () => {
  expect(exactTail(1.5, 5)).toBeCloseTo(0.244, 3);
});
