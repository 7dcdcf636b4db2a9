import { describe, expect, test } from "vitest";

import { correctBatch, type DayScreening, FALSE_SHARE, type KnownTail } from "./batch.ts";
import { screenLot } from "./engine.ts";
import { aBid, aLot, aTrace, ownTrace, total } from "./test/builders.ts";

const DAY = "2026-03-02";
/** The winner 10 % below four covers, and two uploads with one telephone: PRC-06 and DEV-15. */
const PRICES = [900_000, 1_000_000, 1_002_000, 1_003_000, 1_004_000];
const planted = () =>
  screenLot(
    aLot({
      bids: PRICES.map((price, n) => {
        const contact = { contactPhone: ownTrace(Math.max(n, 1)).contactPhone ?? "" };
        const traces = [aTrace(ownTrace(n)), aTrace(contact, { stage: "registration" })];
        return aBid(n, { offer: total(price), traces });
      }),
    }),
  );
const onDay = (batch = DAY): DayScreening => ({ batch, screening: planted() });
const known = (count: number, changes: Partial<KnownTail> = {}): KnownTail[] =>
  Array.from({ length: count }, () => ({ batch: DAY, family: "PRC", probability: 1, ...changes }));
const prc06Of = (lots: readonly DayScreening[], tails: readonly KnownTail[]) =>
  correctBatch(lots, tails)[0]?.results.find(({ indicator }) => indicator === "PRC-06");

describe("correction for many tests", () => {
  test("counts the tests of family and day, of this batch and of those before", () => {
    // Three tests of each lot: PRC-06, PRC-10 and PRC-11.
    const tails = [
      ...known(30),
      ...known(9, { family: "BEH" }),
      ...known(9, { batch: "2026-03-03" }),
    ];
    const result = prc06Of([onDay(), onDay(), onDay("2026-03-03")], tails);
    const probability = result?.probability ?? 1;
    // 36 tests, and the equal tail of the other lot shares the rank.
    expect(result?.manyTests).toMatchObject({ batch: DAY, family: "PRC", tests: 36, limit: 0.1 });
    expect(result?.manyTests).toHaveProperty(
      "adjusted",
      Number(((probability * 36) / 2).toPrecision(6)),
    );
  });

  test("a hit that many tests explain stays a hit with its evidence, and makes no lead", () => {
    const [alone] = correctBatch([onDay()], []);
    expect(alone?.isLead).toBe(true);
    const probability = prc06Of([onDay()], [])?.probability ?? 1;
    const enough = Math.ceil(FALSE_SHARE / probability);
    const [one] = correctBatch([onDay()], known(enough - 4));
    expect(one?.isLead).toBe(true);
    const [many] = correctBatch([onDay()], known(enough));
    expect(many?.isLead).toBe(false);
    const result = many?.results.find(({ indicator }) => indicator === "PRC-06");
    expect(result).toMatchObject({ outcome: "hit", evidence: [{}] });
    expect(many?.groups).toEqual(["DEV", "PRC"]);
  });

  test("what has no tail says so, what was not computable gets nothing", () => {
    const [one] = correctBatch([onDay()], []);
    const of = (id: string) => one?.results.find(({ indicator }) => indicator === id);
    expect(of("DEV-15")).toMatchObject({
      outcome: "hit",
      manyTests: { notComputable: "noTailProbability" },
    });
    const [bare] = correctBatch(
      [{ batch: DAY, screening: screenLot(aLot({ bids: [aBid(1, { traces: [] })] })) }],
      [],
    );
    const uncomputed = bare?.results.filter(({ outcome }) => outcome === "notComputable") ?? [];
    expect(uncomputed.length).toBeGreaterThan(3);
    expect(uncomputed.every(({ manyTests }) => manyTests === undefined)).toBe(true);
  });
});
