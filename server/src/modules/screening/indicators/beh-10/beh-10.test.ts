import { describe, expect, test } from "vitest";

import type { PairHistory, ScreeningInput } from "../../input.ts";
import { aBid, aLot, resultOf } from "../../test/builders.ts";

const beh10 = (input: ScreeningInput) => resultOf(input, "BEH-10");
const bids = (count: number) => Array.from({ length: count }, (_, n) => aBid(n));
const few = (count: number, changes: Partial<ScreeningInput> = {}) =>
  beh10(aLot({ bids: bids(count), history: { pairs: [] }, ...changes }));

const pair = (
  leader: number,
  follower: number,
  changes: Partial<PairHistory> = {},
): PairHistory => ({
  leader: aBid(leader).key,
  follower: aBid(follower).key,
  bidderCounts: [3, 3, 4, 4, 5, 5],
  leaderWins: 6,
  followerWins: 0,
  ...changes,
});

describe("BEH-10, fewer than three bidders", () => {
  test.each([1, 2])("%i of an open works tender: block, by 法 28 and 条例 44", (count) => {
    const result = few(count);
    expect(result).toMatchObject({ outcome: "hit", level: "block", n: count, bits: 0 });
    expect(result.legalBasis.map(({ article }) => article)).toEqual([
      "ZTB-28",
      "ZTB-T-44",
      "C12-27",
    ]);
  });

  test("three are enough", () => {
    expect(few(3).outcome).toBe("noHit");
  });

  test("政府采购: block by 87号令 41", () => {
    const result = few(2, { regime: "procurement" });
    expect(result.level).toBe("block");
    expect(result.legalBasis.map(({ article }) => article)).toEqual(["MOF87-41"]);
  });

  test("land, and methods that are no tender, have no such rule: hint", () => {
    expect(few(1, { regime: "land", method: "listing" })).toMatchObject({
      level: "hint",
      legalBasis: [],
    });
    expect(few(2, { regime: "procurement", method: "consultation" }).level).toBe("hint");
  });

  test("single source has one bidder by nature; no bids at all is not computable", () => {
    expect(few(1, { method: "singleSource" }).reason?.code).toBe("methodHasOneBidder");
    expect(few(0).reason?.code).toBe("noBids");
  });

  test("two bids of one firm and a withdrawn bid are no further bidders", () => {
    const twice = beh10(aLot({ bids: [aBid(1), aBid(1), aBid(2)] }));
    expect(twice).toMatchObject({ level: "block", n: 2 });
    const withdrawn = beh10(aLot({ bids: [aBid(1), aBid(2), aBid(3, { status: "withdrawn" })] }));
    expect(withdrawn).toMatchObject({ level: "block", n: 2 });
  });

  test("12号令 27: three bidders of whom two are valid: hint", () => {
    const rejected = [aBid(1), aBid(2), aBid(3, { status: "disqualified" })];
    expect(beh10(aLot({ bids: rejected }))).toMatchObject({
      level: "hint",
      trigger: "valid<3",
      n: 3,
    });
  });
});

describe("BEH-10, exactly three with two faithful losers", () => {
  const withPairs = (...pairs: PairHistory[]) => few(3, { history: { pairs } });

  test("hits as a hint when both others never won beside the third, which won too often", () => {
    const result = withPairs(pair(0, 1), pair(0, 2));
    expect(result).toMatchObject({ outcome: "hit", level: "hint", n: 3 });
    expect(result.probability).toBeCloseTo(3 / (9 * 16 * 25), 6);
    expect(result.evidence).toHaveLength(2);
  });

  test("one faithful loser is not two", () => {
    expect(withPairs(pair(0, 1)).outcome).toBe("noHit");
    expect(withPairs(pair(0, 1), pair(2, 1)).outcome).toBe("noHit");
  });

  test("five lots in common are too few, six are enough", () => {
    const five = { bidderCounts: [5, 5, 5, 5, 5], leaderWins: 5 };
    expect(withPairs(pair(0, 1, five), pair(0, 2, five)).outcome).toBe("noHit");
  });

  test("a loser that won once is not faithful", () => {
    expect(withPairs(pair(0, 1), pair(0, 2, { followerWins: 1 })).outcome).toBe("noHit");
  });

  test("1 % is the limit, after the correction for three possible leaders", () => {
    const wins = (leaderWins: number) =>
      withPairs(
        pair(0, 1, { leaderWins, bidderCounts: [5, 5, 5, 5, 5, 5] }),
        pair(0, 2, { leaderWins, bidderCounts: [5, 5, 5, 5, 5, 5] }),
      );
    expect(wins(5)).toMatchObject({ outcome: "hit" });
    expect(wins(5).probability).toBeLessThanOrEqual(0.01);
    expect(wins(4)).toMatchObject({ outcome: "noHit" });
    expect(wins(4).probability).toBeGreaterThan(0.01);
  });

  test("four bidders are not three", () => {
    expect(few(4, { history: { pairs: [pair(0, 1), pair(0, 2)] } }).outcome).toBe("noHit");
  });

  test("without history of pairs it is not computable, but only for three bidders", () => {
    expect(few(3, { history: {} }).reason?.code).toBe("noPairHistory");
    expect(few(4, { history: {} }).outcome).toBe("noHit");
  });
});
