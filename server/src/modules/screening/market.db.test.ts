/** The market cell of PRC-06 on PostgreSQL: what belongs to it, and what it does to honest and planted lots. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createTestDatabase, type TestDatabase } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import type { MarketCell, ScreeningInput } from "./input.ts";
import { keepMarketLots, loadCells } from "./market.store.ts";
import { cellNameOf, type MarketLot, marketLotOf, mostBidders, sizeBandOf } from "./market.ts";
import { aBid, aLot, resultOf, total } from "./test/builders.ts";
import { normalOf, randomOf, upperShare } from "./test/honest.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const aMarketLot = (changes: Partial<MarketLot> = {}): MarketLot => ({
  ocid: "ocds-mj0001-M",
  lotId: "1",
  openedAt: "2026-03-02T01:30:00.000Z",
  category: "市政工程施工",
  method: "open",
  sizeBand: 3_000_000,
  bidders: 5,
  tail: 0.3,
  figures: {},
  ...changes,
});

const keep = (lots: readonly MarketLot[]) =>
  inTransaction(database.app.db, (tx) =>
    keepMarketLots(
      tx,
      lots.map((lot) => ({ ...lot, market: lot })),
    ),
  );
const cellsOf = (lots: readonly MarketLot[]): Promise<MarketCell[]> =>
  inTransaction(database.app.db, (tx) => loadCells(tx, lots));

describe("the cell of a lot", () => {
  test("size bands run 1–3–10 yuan, from the fen", () => {
    const bands = [100n, 299n, 300n, 999n, 1000n, 299_999_999n, 300_000_000n].map(sizeBandOf);
    expect(bands).toEqual([1, 1, 3, 3, 10, 1_000_000, 3_000_000]);
    expect(sizeBandOf(5n)).toBe(1);
    expect([3, 4, 7, 8, 12].map(mostBidders)).toEqual([3, 5, 8, 10, 15]);
    expect(cellNameOf(aMarketLot())).toBe("市政工程施工 · open · 3000000–10000000 CNY · n=5–6");
  });

  test("holds earlier lots of category, method, size and bidders, 36 months back, not the lot itself", async () => {
    const lot = aMarketLot({ ocid: "ocds-mj0001-asked" });
    const inside: Partial<MarketLot>[] = [
      { openedAt: "2026-03-02T01:29:59.999Z", tail: 0.11 },
      { openedAt: "2023-03-02T01:30:00.000Z", tail: 0.12 },
      { bidders: 6, openedAt: "2025-01-01T00:00:00.000Z", tail: 0.13 },
    ];
    const outside: Partial<MarketLot>[] = [
      { openedAt: lot.openedAt },
      { openedAt: "2026-03-02T01:30:00.001Z" },
      { openedAt: "2023-03-02T01:29:59.999Z" },
      { openedAt: "2025-01-01T00:00:00.000Z", bidders: 4 },
      { openedAt: "2025-01-01T00:00:00.000Z", bidders: 7 },
      { openedAt: "2025-01-01T00:00:00.000Z", method: "invited" },
      { openedAt: "2025-01-01T00:00:00.000Z", category: "公路工程施工" },
      { openedAt: "2025-01-01T00:00:00.000Z", sizeBand: 1_000_000 },
    ];
    const others = [...inside, ...outside].map((changes, n) =>
      aMarketLot({ ocid: `ocds-mj0001-${n}`, ...changes }),
    );
    await keep([...others, lot]);
    const [cell, none] = await cellsOf([lot, aMarketLot({ category: "nowhere" })]);
    expect(cell?.rdnorTails).toEqual([0.11, 0.12, 0.13]);
    expect(cell?.lots).toBe(3);
    expect(none).toMatchObject({ lots: 0, rdnorTails: [] });
  });

  test("the opening told last stands; a lot whose prices went away leaves the cell", async () => {
    const category = "corrections";
    const asked = aMarketLot({ category, openedAt: "2026-05-01T00:00:00.000Z", ocid: "asked" });
    const one = aMarketLot({ category, ocid: "one", tail: 0.5 });
    const two = aMarketLot({ category, ocid: "two", tail: 0.7 });
    await keep([one, two, { ...one, tail: 0.6 }]);
    expect((await cellsOf([asked]))[0]?.rdnorTails).toEqual([0.6, 0.7]);
    await inTransaction(database.app.db, (tx) =>
      keepMarketLots(tx, [{ ...two, market: undefined }]),
    );
    expect((await cellsOf([asked]))[0]?.rdnorTails).toEqual([0.6]);
  });

  test("without category, method, yuan or three prices there is no cell", () => {
    const bids = [1, 2, 3].map((n) => aBid(n));
    expect(marketLotOf(aLot({ bids, procurementCategory: "x" }))).toMatchObject({ bidders: 3 });
    expect(marketLotOf(aLot({ bids }))).toBeUndefined();
    const { method: _method, ...withoutMethod } = aLot({ bids, procurementCategory: "x" });
    expect(marketLotOf(withoutMethod)).toBeUndefined();
    expect(marketLotOf(aLot({ bids: bids.slice(1), procurementCategory: "x" }))).toBeUndefined();
    const dollars = bids.map((bid) => ({
      ...bid,
      offer: { kind: "total", amount: { amountMinor: `${bid.path?.length}00`, currency: "USD" } },
    })) as ScreeningInput["bids"];
    expect(marketLotOf(aLot({ bids: dollars, procurementCategory: "x" }))).toBeUndefined();
  });
});

type Draw = (random: () => number) => number;
interface Market {
  readonly name: string;
  readonly draw: Draw;
  readonly seed: number;
  /** Share of lots whose winner stands `gap` below covers that lie together. */
  readonly plantedShare: number;
}

const LOTS = 1800;
const BATCH = 60;
const GAP = 0.08;
const COVER_SPREAD = 0.006;
const HOUR_MS = 3_600_000;

const SIZES = [3, 4, 5, 8, 9, 10];

/** Fields of several sizes, so that cells mix them; prices of one band, so that cells fill as in a busy market. */
function lotOf({ name, draw, plantedShare }: Market, random: () => number, index: number) {
  const n = SIZES[Math.floor(random() * SIZES.length)] ?? 5;
  const isPlanted = random() < plantedShare;
  const prices = Array.from({ length: n }, (_, bid) => {
    if (!isPlanted) return 5e6 * draw(random);
    return bid === 0 ? 5e6 * (1 - GAP) : 5e6 * (1 + COVER_SPREAD * normalOf(random));
  });
  const input = aLot({
    ocid: `ocds-mj0001-${name}-${index}`,
    procurementCategory: name,
    openedAt: new Date(Date.parse("2024-01-01T01:00:00Z") + index * 10 * HOUR_MS).toISOString(),
    bids: prices.map((price, bid) => aBid(bid, { offer: total(price), traces: [] })),
  });
  return { input, isPlanted };
}

interface Judged {
  readonly isPlanted: boolean;
  readonly probability: number;
  readonly isHit: boolean;
  readonly basis: string | undefined;
}

/** Sends a market through the store batch by batch, as the subscriber does. */
async function judgeMarket(market: Market): Promise<Judged[]> {
  const random = randomOf(market.seed);
  const judged: Judged[] = [];
  for (let first = 0; first < LOTS; first += BATCH) {
    const lots = Array.from({ length: BATCH }, (_, n) => lotOf(market, random, first + n));
    const markets = lots.map(({ input }) => marketLotOf(input)).filter((lot) => lot !== undefined);
    await keep(markets);
    const cells = await cellsOf(markets);
    for (const [place, { input, isPlanted }] of lots.entries()) {
      const cell = cells[place];
      const history = cell === undefined ? {} : { cell };
      const result = resultOf({ ...input, history }, "PRC-06");
      const { probability = 1, outcome, falseAlarm } = result;
      judged.push({ isPlanted, probability, isHit: outcome === "hit", basis: falseAlarm?.basis });
    }
  }
  return judged.filter(({ basis }) => basis === "rankInCell");
}

const LAWS: readonly [string, Draw][] = [
  ["lognormal", (random) => Math.exp(0.05 * normalOf(random))],
  ["uniform", (random) => 1 + 0.2 * random()],
  ["crowded under a ceiling nobody recorded", (random) => 1 + 0.05 * Math.log(1 - random())],
];

describe("PRC-06 against its cell, 1,800 lots of 3 to 10 bids", () => {
  test.each(LAWS)("%s: honest lots give tails that are not too small", async (name, draw) => {
    const judged = await judgeMarket({ name, draw, seed: 71, plantedShare: 0 });
    expect(judged.length).toBeGreaterThan(LOTS * 0.8);
    for (const level of [0.02, 0.05, 0.1, 0.2, 0.5]) {
      const found = judged.filter(({ probability }) => probability <= level).length;
      const scatter = 3.09 * Math.sqrt(level * (1 - level) * judged.length);
      expect(found, `at ${level}`).toBeLessThanOrEqual(level * judged.length + scatter);
      expect(found, `at ${level} and not far fewer`).toBeGreaterThan(level * judged.length * 0.4);
    }
  });

  test("planted covers in 1.5 % of the lots: most are seen, the honest stay silent", async () => {
    const [name, draw] = ["planted", LAWS[0]?.[1] ?? (() => 1)];
    const judged = await judgeMarket({ name, draw, seed: 72, plantedShare: 0.015 });
    const planted = judged.filter(({ isPlanted }) => isPlanted);
    const honest = judged.filter(({ isPlanted }) => !isPlanted);
    expect(planted.length).toBeGreaterThan(15);
    const seen = planted.filter(({ isHit }) => isHit).length;
    expect(seen / planted.length).toBeGreaterThan(0.5);
    expect(honest.filter(({ isHit }) => isHit).length).toBeLessThan(honest.length * 0.02);
    expect(upperShare(honest.filter(({ isHit }) => isHit).length, honest.length)).toBeLessThan(
      0.04,
    );
  });
});
