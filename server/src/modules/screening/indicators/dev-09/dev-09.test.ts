/** DEV-09: near in time, from one network, beyond the rush of the market. */
import { describe, expect, test } from "vitest";

import type { MarketCell, ScreeningInput } from "../../input.ts";
import { relayShare } from "../../relay.ts";
import { aBid, aLot, aTrace, ownTrace, resultOf } from "../../test/builders.ts";

const QUIET = [0, 0, 1, 2, 4, 8, 12, 20, 30, 40, 20_000];
/** A market whose bidders all upload in the last half hour. */
const RUSH = [200, 400, 800, 1200, 2400, 4600, 6500, 9800, 12_000, 15_000, 20_000];

interface Case {
  readonly gaps?: readonly number[];
  readonly lots?: number;
  readonly seconds?: number;
  readonly ip?: string;
  readonly cpu?: string;
  readonly register?: ScreeningInput["register"];
  readonly wide?: MarketCell["wide"];
}

function relay({
  gaps = QUIET,
  lots = 400,
  seconds = 90,
  register = [],
  wide,
  ...trace
}: Case = {}) {
  const bids = [1, 2, 3, 4].map((n) => {
    const own = n === 2 ? trace : {};
    const at = new Date(Date.parse("2026-03-01T02:00:00Z") + (n === 2 ? seconds : n * 7200) * 1000);
    const ip = n <= 2 ? `198.51.100.${n}` : `203.0.${n}.9`;
    return aBid(n, {
      traces: [
        aTrace(
          { ...ownTrace(n), ip, ...own },
          { at: (n === 1 ? new Date("2026-03-01T02:00:00Z") : at).toISOString() },
        ),
      ],
    });
  });
  return resultOf(
    aLot({
      bids,
      register,
      history: { cell: { name: "cell", lots, gaps, ...(wide === undefined ? {} : { wide }) } },
    }),
    "DEV-09",
  );
}

test("one network, one class, ninety seconds: rarer than one in a hundred pairs", () => {
  const result = relay();
  expect(result).toMatchObject({ outcome: "hit", level: "hint", value: "seconds=90" });
  expect(result.probability).toBeCloseTo(9 / 20_001, 5);
  expect(result.evidence).toHaveLength(1);
});

describe("silent", () => {
  test.each<[string, Case]>([
    ["where the whole market uploads in a rush", { gaps: RUSH }],
    ["eleven minutes apart", { seconds: 660 }],
    ["from another network", { ip: "198.51.101.2" }],
    ["with another class of machine", { cpu: "0000000000000001" }],
    [
      "within one registered environment",
      { register: [{ kind: "businessPark", name: "园区", values: [{ ip: "198.51.100.0/24" }] }] },
    ],
  ])("%s", (_, changes) => {
    expect(relay(changes).outcome).toBe("noHit");
  });
});

test("a small market cannot say how near is near", () => {
  expect(relay({ lots: 49 })).toMatchObject({
    outcome: "notComputable",
    reason: { code: "noMarketToCompare" },
  });
});

test("a small cell: the latest lots by the same method stand in, and it is said", () => {
  expect(relay({ lots: 49, wide: { lots: 120, gaps: QUIET } })).toMatchObject({
    outcome: "hit",
    cell: { lots: 120, fallback: "sameMethod" },
  });
});

test("a gap between two counted limits takes the larger share", () => {
  expect(relayShare(QUIET, 61)).toBe(relayShare(QUIET, 120));
  expect(relayShare(QUIET, 60)).toBeLessThan(relayShare(QUIET, 61));
  expect(relayShare(QUIET, 601)).toBe(1);
});
