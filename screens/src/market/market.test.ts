import { describe, expect, test } from "vitest";

import { createRandom, type Random } from "../prices/random.ts";
import { clustersOf } from "./clusters.ts";
import { falseShares, screenMarket } from "./engine.ts";
import { fisherTail } from "./group-prices.ts";
import { attendanceOf, groupMeetings, poissonTail, unusualMeetings } from "./meetings.ts";
import { emptyRegister } from "./shared-values.ts";
import { type BidRecord, MarketBuilder, type Trace } from "./table.ts";

const FIRMS = 200;

type Texts = Readonly<Partial<Record<Trace, string>>>;
type Bid = Omit<BidRecord, "traces"> & { readonly traces: Texts };

/** Lots of five honest firms of 200, each with an address and a machine of its own. */
function honestLots(random: Random, lots: number): Bid[] {
  return Array.from({ length: lots }, (_, lot) => {
    const firms = new Set<number>();
    while (firms.size < 5) firms.add(Math.floor(random() * FIRMS));
    return [...firms].map((firm) => bidOf(`lot${lot}`, firm, 0.85 + 0.1 * random()));
  }).flat();
}

// oxlint-disable-next-line max-params -- a row of a table
const bidOf = (lot: string, firm: number, share: number, traces: Texts = {}): Bid => ({
  lot,
  firm: `firm${firm}`,
  price: Math.round(share * 1e6),
  estimate: 1e6,
  category: "works",
  cell: "works/2025",
  isFujian: false,
  traces: {
    ip: `203.0.${Math.floor(firm / 250)}.${firm}`,
    mac: `F44D30${firm}`,
    disk: `D${firm}`,
    device: `F44D30${firm} C D${firm}`,
    ...traces,
  },
});

/** Three firms that bid together from one address, closely spaced. */
const ringLot = (lot: string, share: number, traces: Texts = { ip: "198.51.100.9" }) =>
  [900, 901, 902].map((firm, place) => bidOf(lot, firm, share + 0.002 * place, traces));

function marketOf(bids: readonly Bid[]) {
  const builder = new MarketBuilder();
  for (const { traces, ...bid } of bids) {
    const numbers = Object.entries(traces).map(([trace, text]) => [
      trace,
      builder.valueOf(trace as Trace, text),
    ]);
    builder.add({ ...bid, traces: Object.fromEntries(numbers) as BidRecord["traces"] });
  }
  return builder.build();
}

describe("table", () => {
  test("lots may lie scattered, and a firm stands once in a lot", () => {
    const market = marketOf([
      bidOf("a", 1, 0.9),
      bidOf("b", 1, 0.8),
      bidOf("a", 2, 0.7),
      bidOf("a", 1, 0.5),
    ]);
    expect([...market.starts]).toEqual([0, 2, 3]);
    expect([...market.price]).toEqual([900_000, 700_000, 800_000]);
    expect(market.firms).toEqual(["firm1", "firm2"]);
  });
});

describe("tails", () => {
  test("Poisson and Fisher against tables: P(X ≥ 3 | 1) = 0.0803, χ²₄ of two fives in a hundred 0.0175", () => {
    expect(poissonTail(1, 3)).toBeCloseTo(0.0803, 4);
    expect(poissonTail(0.5, 0)).toBe(1);
    expect(poissonTail(0, 2)).toBe(0);
    expect(fisherTail([0.05, 0.05])).toBeCloseTo(0.01748, 4);
    expect(fisherTail([])).toBe(1);
  });

  test("of tails that are all chance nothing is kept, of many small ones all that are", () => {
    const random = createRandom(4);
    expect(Math.min(...falseShares(Array.from({ length: 200 }, random)))).toBeGreaterThan(0.1);
    const mixed = falseShares([...Array.from({ length: 30 }, () => 0.01), 0.9, 0.8]);
    expect(mixed.filter((share) => share <= 0.1)).toHaveLength(30);
  });

  test("honest groups meet too often in about one of twenty at 5 %", () => {
    const market = marketOf(honestLots(createRandom(12), 500));
    const attendance = attendanceOf(market);
    const random = createRandom(77);
    let small = 0;
    for (let group = 0; group < 200; group += 1) {
      const members = [...new Set(Array.from({ length: 4 }, () => Math.floor(random() * FIRMS)))];
      const inside = new Set(members);
      let pairs = 0;
      for (let lot = 0; lot < market.lots.length; lot += 1) {
        const rows = market.firmOf.subarray(market.starts[lot], market.starts[lot + 1]);
        const present = rows.filter((firm) => inside.has(firm)).length;
        pairs += (present * (present - 1)) / 2;
      }
      if (groupMeetings(members, { attendance, pairs, links: 0 }).tail <= 0.05) small += 1;
    }
    expect(small).toBeLessThanOrEqual(18);
  });
});

describe("leads", () => {
  const random = () => createRandom(21);

  test("a ring that bids together from one address is the only lead, with what was seen and what would clear it", () => {
    const lots = Array.from({ length: 6 }, (_, index) => ringLot(`ring${index}`, 0.95)).flat();
    const leads = screenMarket(marketOf([...honestLots(random(), 400), ...lots]), emptyRegister());
    expect(leads).toHaveLength(1);
    const [lead] = leads;
    expect(lead?.firms).toEqual(["firm900", "firm901", "firm902"]);
    expect(lead?.lots).toHaveLength(6);
    expect(lead?.level).toBe("lead");
    expect(lead?.indicators.map(({ id }) => id)).toEqual(
      expect.arrayContaining(["DEV-03", "BEH-01"]),
    );
    expect(lead?.indicators.some(({ id }) => id.startsWith("PRC"))).toBe(true);
    expect(lead?.clearedBy).toContain("sameGroup");
  });

  test("the honest twin, an address that the register names, is none", () => {
    const bids = [
      ...honestLots(random(), 400),
      ...[3, 9, 14].map((firm) => bidOf("twin", firm, 0.85 + firm / 300, { ip: "198.51.100.9" })),
    ];
    const register = emptyRegister();
    register.ip.add("198.51.100.9");
    expect(screenMarket(marketOf(bids), register)).toEqual([]);
  });

  test("a place that nobody registered shows itself by its many users", () => {
    const shop = Array.from({ length: 20 }, (_, lot) =>
      [0, 1, 2].map((place) =>
        bidOf(`shop${lot}`, (lot * 3 + place) % 60, 0.85 + 0.03 * place, { ip: "198.51.100.7" }),
      ),
    ).flat();
    expect(
      screenMarket(marketOf([...honestLots(random(), 400), ...shop]), emptyRegister()),
    ).toEqual([]);
  });

  test("two honest firms that share an address once are a hint: one kind of evidence", () => {
    const pair = [3, 9].map((firm) =>
      bidOf("once", firm, 0.85 + firm / 100, { ip: "198.51.100.8" }),
    );
    const others = [20, 40, 60].map((firm) => bidOf("once", firm, 0.9));
    const leads = screenMarket(
      marketOf([...honestLots(random(), 400), ...pair, ...others]),
      emptyRegister(),
    );
    expect(leads).toMatchObject([{ level: "hint", firms: ["firm3", "firm9"], lots: ["once"] }]);
  });

  test("hints stand behind every lead, however rare their value", () => {
    const lots = Array.from({ length: 6 }, (_, index) => ringLot(`ring${index}`, 0.95)).flat();
    const device = { ip: "198.51.100.8", mac: "M", disk: "D", device: "M C D", lockNo: "L" };
    const pair = [3, 9].map((firm) => bidOf("once", firm, 0.85 + firm / 100, device));
    const leads = screenMarket(
      marketOf([...honestLots(random(), 400), ...pair, ...lots]),
      emptyRegister(),
    );
    expect(leads.map(({ level }) => level)).toEqual(["lead", "hint"]);
  });

  test("条例40(六): bonds of two bidders paid from one account are of determination grade, alone", () => {
    const pair = [3, 9].map((firm) =>
      bidOf("bond", firm, 0.86 + firm / 100, { payerAccount: "6222" }),
    );
    const [lead] = screenMarket(marketOf([...honestLots(random(), 400), ...pair]), emptyRegister());
    expect(lead).toMatchObject({ level: "determination", firms: ["firm3", "firm9"] });
  });

  test("闽建筑〔2018〕29号: three equal codes decide in 福建 and elsewhere do not", () => {
    const pair = (isFujian: boolean) =>
      [3, 9].map((firm) => ({
        ...bidOf("codes", firm, 0.86 + firm / 100, { device: "M C D" }),
        isFujian,
      }));
    const levels = [true, false].map((isFujian) =>
      screenMarket(
        marketOf([...honestLots(random(), 400), ...pair(isFujian)]),
        emptyRegister(),
      ).map(({ level }) => level),
    );
    expect(levels).toEqual([["determination"], ["hint"]]);
  });

  test("an honest market has no lead", () => {
    for (const seed of [31, 32, 33])
      expect(screenMarket(marketOf(honestLots(createRandom(seed), 600)), emptyRegister())).toEqual(
        [],
      );
  });

  test("a market without traces or of one lot is screened without an error", () => {
    expect(
      screenMarket(marketOf([bidOf("one", 1, 0.9), bidOf("one", 2, 0.8)]), emptyRegister()),
    ).toEqual([]);
    expect(screenMarket(marketOf([]), emptyRegister())).toEqual([]);
  });

  test("firms that meet far too often are seen without any shared value", () => {
    const lots = Array.from({ length: 15 }, (_, lot) => [
      bidOf(`m${lot}`, 950, 0.9),
      bidOf(`m${lot}`, 951, 0.91),
      bidOf(`m${lot}`, lot, 0.87),
    ]).flat();
    const [first] = unusualMeetings(marketOf([...honestLots(random(), 400), ...lots]), 1e-4);
    expect(first).toMatchObject({ lots: 15 });
  });

  test("links join to groups", () => {
    expect(
      clustersOf([
        { left: 1, right: 2 },
        { left: 5, right: 9 },
        { left: 2, right: 3 },
        { left: 3, right: 1 },
      ]),
    ).toEqual([
      [1, 2, 3],
      [5, 9],
    ]);
  });
});
