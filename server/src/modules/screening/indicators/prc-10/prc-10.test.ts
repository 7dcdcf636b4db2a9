import { describe, expect, test } from "vitest";

import type { Method, Offer } from "../../../../../../contract/src/values.ts";
import { expectedEqual, stepOf } from "../../../../../../screens/src/prices/index.ts";
import type { ScreeningInput } from "../../input.ts";
import { aBid, aLot, consortium, firm, resultOf, total, yuan } from "../../test/builders.ts";

const prc10 = (input: ScreeningInput) => resultOf(input, "PRC-10");
const EQUAL = 1_234_567.89;
const planted = (changes: Partial<ScreeningInput> = {}): ScreeningInput =>
  aLot({
    bids: [aBid(1, { offer: total(EQUAL) }), aBid(2, { offer: total(EQUAL) }), aBid(3)],
    ...changes,
  });

describe("PRC-10, totals equal to the cent", () => {
  test("hits as a lead with the chance of it, and is silent in the honest twin", () => {
    const result = prc10(planted());
    expect(result).toMatchObject({ outcome: "hit", level: "lead", n: 3, value: "123456789 CNY" });
    expect(result.probability).toBeLessThan(1e-5);
    expect(result.evidence[0]?.left.field).toBe("bids.1.offer");
    expect(prc10(aLot()).outcome).toBe("noHit");
  });

  test("one cent apart is not equal", () => {
    const bids = [aBid(1, { offer: total(EQUAL) }), aBid(2, { offer: total(EQUAL + 0.01) })];
    expect(prc10(aLot({ bids })).outcome).toBe("noHit");
  });

  test("round amounts coincide by chance: a hint with few bits or none", () => {
    const round = (amount: number) =>
      prc10(aLot({ bids: [aBid(1, { offer: total(amount) }), aBid(2, { offer: total(amount) })] }));
    expect(round(1_200_000)).toMatchObject({ outcome: "hit", level: "hint", bits: 0 });
    expect(round(1_234_560).level).toBe("lead");
  });

  test("the step is the largest power of ten in the amount, and the expectation grows with the pairs", () => {
    expect(stepOf(120_000_000n)).toBe(10_000_000);
    expect(stepOf(123_456_789n)).toBe(1);
    expect(expectedEqual(123_456_789n, 10)).toBeCloseTo(45 * expectedEqual(123_456_789n, 2), 12);
  });

  test("equal to the ceiling or to a fixed price is no hit, and says so", () => {
    const atCeiling = prc10(planted({ ceilingPrice: yuan(EQUAL) }));
    expect(atCeiling).toMatchObject({ outcome: "noHit", reason: { code: "equalToSetPrice" } });
    expect(prc10(planted({ fixedPrices: [yuan(EQUAL)] })).outcome).toBe("noHit");
    expect(prc10(planted({ ceilingPrice: yuan(EQUAL + 0.01) })).outcome).toBe("hit");
  });

  test("a disqualified bid counts, a withdrawn one and 0.00 do not", () => {
    const second = (status: "disqualified" | "withdrawn", amount: number) =>
      prc10(
        aLot({
          bids: [
            aBid(1, { offer: total(amount) }),
            aBid(2, { offer: total(amount), status }),
            aBid(3),
            aBid(4),
          ],
        }),
      ).outcome;
    expect(second("disqualified", EQUAL)).toBe("hit");
    expect(second("withdrawn", EQUAL)).toBe("noHit");
    const rejected = [1, 2].map((n) =>
      aBid(n, { offer: total(0), status: "disqualified" as const }),
    );
    expect(prc10(aLot({ bids: [...rejected, aBid(3), aBid(4)] })).outcome).toBe("noHit");
  });

  test("two bids of one firm, or of a consortium and its member, are no coincidence", () => {
    const same = [aBid(1, { offer: total(EQUAL) }), aBid(1, { offer: total(EQUAL) }), aBid(3)];
    expect(prc10(aLot({ bids: same })).outcome).toBe("noHit");
    const party = consortium(firm(1), firm(8));
    const member = [
      aBid(1, { offer: total(EQUAL) }),
      aBid(9, { party, offer: total(EQUAL) }),
      aBid(3),
    ];
    expect(prc10(aLot({ bids: member })).outcome).toBe("noHit");
  });
});

describe("PRC-10 without comparable prices", () => {
  const offers = (...given: (Offer | null)[]) =>
    prc10(aLot({ bids: given.map((offer, index) => aBid(index + 1, { offer })) })).reason?.code;
  const rate: Offer = { kind: "rate", percent: "12.5" };
  const dollars: Offer = { kind: "total", amount: { amountMinor: "123456789", currency: "USD" } };

  test("rates and discounts are not prices", () => {
    expect(offers(rate, rate, rate)).toBe("ratesAreNotPrices");
    expect(offers({ kind: "discount", percent: "3" }, null)).toBe("ratesAreNotPrices");
    expect(offers(rate, total(1))).toBe("mixedOfferKinds");
    expect(offers({ kind: "unit", amount: yuan(3) }, { kind: "unit", amount: yuan(3) })).toBe(
      "unitPricesOnly",
    );
  });

  test("two currencies do not compare", () => {
    expect(offers(dollars, total(EQUAL), total(5))).toBe("mixedCurrencies");
  });

  test("no price, one price, and some prices missing", () => {
    expect(offers(null, null)).toBe("tooFewPrices");
    expect(offers(total(5), null)).toBe("tooFewPrices");
    expect(offers(total(5), total(6), null)).toBe("partialPrices");
  });

  test.each<Method>([
    "negotiation",
    "consultation",
    "enquiry",
    "singleSource",
    "auction",
    "listing",
  ])("%s has no sealed prices", (method) => {
    expect(prc10(planted({ method })).reason?.code).toBe("methodWithoutSealedPrices");
  });

  test.each<Method>(["open", "invited", "other"])("%s has", (method) => {
    expect(prc10(planted({ method })).outcome).toBe("hit");
  });
});
