/** Communities over machines: what is one, and that the stated null is that of dealing the uses out anew. */
import { describe, expect, test } from "vitest";

import type { NetworkMachine } from "./input.ts";
import { componentsOf, isCommunity, modularityOf, tieOf } from "./network.ts";
import { aLot, aBid, resultOf } from "./test/builders.ts";
import { randomOf } from "./test/honest.ts";

const machine = (mac: string, ...firms: readonly string[]): NetworkMachine => ({
  mac,
  users: firms.map((firm) => ({ firm, factId: `${mac}-${firm}` })),
});

const EIGHT = ["A", "B", "C", "D", "E", "F", "G", "H"];

describe("communities", () => {
  test("two machines that meet in one firm tie three firms", () => {
    const [one, ...rest] = componentsOf([machine("1", "A", "B"), machine("2", "B", "C")]);
    expect(rest).toEqual([]);
    expect(one?.firms.toSorted()).toEqual(["A", "B", "C"]);
    expect(one !== undefined && isCommunity(one)).toBe(true);
  });

  test.each([
    ["one lent machine", [machine("1", "A", "B", "C")]],
    ["two firms", [machine("1", "A", "B"), machine("2", "A", "B")]],
    [
      "a place of eight firms",
      [machine("1", ...EIGHT), machine("2", ...EIGHT.map((name) => name.toLowerCase()), "A")],
    ],
    ["two pairs that never meet", [machine("1", "A", "B"), machine("2", "C", "D")]],
  ])("%s is none", (_, machines) => {
    expect(componentsOf(machines).filter(isCommunity)).toEqual([]);
  });

  test("a tie by way of a third firm is weaker than a machine of both", () => {
    const machines = [machine("1", "A", "B"), machine("2", "B", "C")];
    const direct = tieOf(machines, [new Set(["A"]), new Set(["B"])], 1024);
    const round = tieOf(machines, [new Set(["A"]), new Set(["C"])], 1024);
    expect(direct?.bits).toBe(9);
    expect(round?.bits).toBe(8);
    expect(round?.machines.map(({ mac }) => mac)).toEqual(["1", "2"]);
    expect(tieOf(machines, [new Set(["A"]), new Set(["Z"])], 1024)).toBeUndefined();
  });
});

/** Pairs of different firms. */
const pairsInside = (firms: readonly string[]): number =>
  firms.reduce(
    (pairs, firm, place) => pairs + firms.slice(place + 1).filter((other) => other !== firm).length,
    0,
  );

test("mean and spread are those of uses dealt out anew with both sides' numbers kept", () => {
  const random = randomOf(13);
  const firms = Array.from({ length: 60 }, (_, n) => `F${n}`);
  const degreeOf = (n: number) => 1 + (n % 5);
  const stubs = firms.flatMap((firm, n) => Array.from({ length: degreeOf(n) }, () => firm));
  const sizes = [...Array.from({ length: 30 }, () => 2), ...Array.from({ length: 8 }, () => 3)];
  const single = stubs.length - sizes.reduce((sum, size) => sum + size, 0);
  expect(single).toBeGreaterThan(0);
  const inside = new Set(firms.slice(0, 12));
  const bits = (users: number) => Math.log2(firms.length / users);
  const weights = Array.from({ length: 20_000 }, () => {
    const dealt = stubs.map((firm) => ({ firm, at: random() })).toSorted((a, b) => a.at - b.at);
    let start = 0;
    let weight = 0;
    for (const size of sizes) {
      const users = dealt.slice(start, (start += size)).map(({ firm }) => firm);
      weight += bits(size) * pairsInside(users.filter((firm) => inside.has(firm)));
    }
    return weight;
  });
  const mean = weights.reduce((sum, weight) => sum + weight, 0) / weights.length;
  const variance = weights.reduce((sum, weight) => sum + (weight - mean) ** 2, 0) / weights.length;
  const degrees = Object.fromEntries(firms.map((firm, n) => [firm, degreeOf(n)]));
  const machines = [machine("x", "F0", "F1")];
  const { expected, weight, z } = modularityOf({ firms: firms.slice(0, 12), machines }, degrees, {
    firms: firms.length,
    uses: stubs.length,
    shared: [
      [1, single],
      [2, 30],
      [3, 8],
    ],
  });
  expect(expected / mean).toBeGreaterThan(0.97);
  expect(expected / mean).toBeLessThan(1.03);
  const spread = (weight - expected) / z;
  expect(spread ** 2 / variance).toBeGreaterThan(0.9);
  expect(spread ** 2 / variance).toBeLessThan(1.2);
});

describe("DEV-13", () => {
  const network = (machines: readonly NetworkMachine[]) => ({
    known: [1, 2, 3, 4, 5].map((n) => aBid(n).key),
    machines,
    degrees: {},
    city: { firms: 5000, uses: 9000, shared: [[2, 40] as const] },
  });
  const [a, b] = [aBid(1).key, aBid(2).key];
  const machines = [machine("3C528200E001", a, "else"), machine("3C528200E002", b, "else")];

  test("shows the earlier acts of both bidders", () => {
    const result = resultOf(aLot({ history: { machines: network(machines) } }), "DEV-13");
    expect(result).toMatchObject({ outcome: "hit", level: "hint" });
    expect(result.bits).toBeCloseTo(Math.log2(5000 / 4), 1);
    expect(result.evidence[0]?.left.factId).toBe(`3C528200E001-${a}`);
    expect(result.evidence[0]?.right.factId).toBe(`3C528200E002-${b}`);
  });

  test.each([
    [
      "a registered environment",
      { register: [{ kind: "printShop", name: "图文店", values: [{ mac: "3C-52-82-00-E0-01" }] }] },
    ],
    ["only one bidder of this lot in it", { bids: [1, 3, 4, 5].map((n) => aBid(n)) }],
  ])("%s: silent", (_, changes) => {
    const lot = aLot({ history: { machines: network(machines) }, ...changes });
    expect(resultOf(lot, "DEV-13")).toMatchObject({ outcome: "noHit" });
  });

  test("without any machine on record it cannot be said", () => {
    expect(resultOf(aLot(), "DEV-13")).toMatchObject({
      outcome: "notComputable",
      reason: { code: "noDeviceHistory" },
    });
  });
});
