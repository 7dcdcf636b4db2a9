/** Rarity on PostgreSQL: spellings, consortia, the window, and that noting twice changes nothing. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { DeviceTrace } from "../../../../contract/src/facts/trace.ts";
import { createTestDatabase, type TestDatabase } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import type { ScreeningBid, Seen, SeenField } from "./input.ts";
import { loadSeen, noteSeen, type Submission } from "./rarity.store.ts";
import { aBid, consortium, firm } from "./test/builders.ts";
import { randomOf } from "./test/honest.ts";

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await note([
    ...[1, 2, 3, 4, 5].map((n) => used(firm(n), { ip: "198.51.100.7" })),
    used(firm(9), { ip: "198.51.100.99" }),
  ]);
});
afterAll(() => database.close());

const OPENED = "2026-03-02T01:30:00.000Z";
const used = (
  bidder: Submission["bidder"],
  trace: DeviceTrace,
  at = "2026-01-15T02:00:00.000Z",
): Submission => ({ bidder, trace, at, factId: "00000000-0000-7000-8000-000000000001" });
const note = (submissions: readonly Submission[]) =>
  inTransaction(database.app.db, (tx) => noteSeen(tx, submissions));

interface Lot {
  readonly bids?: readonly ScreeningBid[];
  readonly openedAt?: string;
}

async function ask(
  field: SeenField,
  value: string,
  { bids = [aBid(901), aBid(902)], openedAt = OPENED }: Lot = {},
): Promise<Seen | undefined> {
  const values = new Map([[field, new Set([value])]]);
  const [seen] = await inTransaction(database.app.db, (tx) =>
    loadSeen(tx, [{ input: { openedAt, bids }, values }]),
  );
  return seen?.(field, value);
}

describe("spelling", () => {
  const spellings: [SeenField, string, DeviceTrace[]][] = [
    [
      "mac",
      "3C5282001001",
      [
        { mac: "3C-52-82-00-10-01" },
        { mac: "3c:52:82:00:10:01" },
        { mac: "3C52.8200.1001" },
        { mac: "3C-52-82-00-10-02, 3C-52-82-00-10-01" },
      ],
    ],
    ["disk", "WDWCC4N100001", [{ disk: "WD-WCC4N100001" }, { disk: " wd wcc4n100001 " }]],
    [
      "contactPhone",
      "13912345670",
      [
        { contactPhone: "139 1234 5670" },
        { contactPhone: "+86-139-1234-5670" },
        { contactPhone: "13912345670" },
      ],
    ],
    [
      "contactEmail",
      "bid@firm.example.cn",
      [{ contactEmail: "Bid@Firm.example.cn" }, { contactEmail: "bid+2026@firm.example.cn" }],
    ],
    ["ip", "2409:8a00:1:2::/64", [{ ip: "2409:8a00:1:2::1" }, { ip: "2409:8A00:1:2:ffff::9" }]],
    [
      "device",
      "3C5282001009|CPU9|DISK9",
      [
        { mac: "3C-52-82-00-10-09", cpu: "cpu 9", disk: "disk-9" },
        { mac: "3c5282001009", cpu: "CPU9", disk: "DISK9" },
      ],
    ],
  ];

  test.each(spellings)("%s: every spelling is the same value", async (field, value, traces) => {
    const first = 100 + spellings.findIndex(([name]) => name === field) * 10;
    await note(traces.map((trace, n) => used(firm(first + n), trace)));
    expect((await ask(field, value))?.firms).toBe(traces.length);
  });

  test("the set of three codes is not counted by its network card alone", async () => {
    await note([used(firm(190), { mac: "3C-52-82-00-10-09", cpu: "CPU9", disk: "OTHER" })]);
    expect((await ask("device", "3C5282001009|CPU9|DISK9"))?.firms).toBe(2);
  });
});

describe("firms", () => {
  test("a consortium is its members; related are the bidders and the members of their consortia", async () => {
    await note([used(consortium(firm(31), firm(32)), { ip: "198.51.100.30" })]);
    await note([used(firm(33), { ip: "198.51.100.30" })]);
    expect((await ask("ip", "198.51.100.30"))?.firms).toBe(3);
    expect((await ask("ip", "198.51.100.30", { bids: [aBid(31), aBid(33)] }))?.firms).toBe(1);
    const joint = aBid(31, { party: consortium(firm(31), firm(32)) });
    expect((await ask("ip", "198.51.100.30", { bids: [joint, aBid(33)] }))?.firms).toBe(0);
  });

  test("a value nobody used has its total; a field nobody used has no answer", async () => {
    expect(await ask("ip", "203.0.113.250")).toMatchObject({ firms: 0 });
    expect((await ask("ip", "203.0.113.250"))?.total).toBeGreaterThan(5);
    const empty = await createTestDatabase();
    const values = new Map<SeenField, Set<string>>([["mac", new Set(["3C5282001001"])]]);
    const [seen] = await inTransaction(empty.app.db, (tx) =>
      loadSeen(tx, [{ input: { openedAt: OPENED, bids: [] }, values }]),
    );
    expect(seen?.("mac", "3C5282001001")).toBeUndefined();
    await empty.close();
  });
});

describe("the 24 months before the opening", () => {
  test("hold the first instant, not the opening itself nor what came after; the total likewise", async () => {
    const at = (n: number, instant: string) => used(firm(n), { mac: "3C-52-82-AA-00-01" }, instant);
    const openedAt = "2030-03-02T01:30:00.000Z";
    await note([
      at(41, "2028-03-02T01:29:59.999Z"),
      at(42, "2028-03-02T01:30:00.000Z"),
      at(43, "2030-03-02T01:29:59.999Z"),
      at(44, "2030-03-02T01:30:00.000Z"),
      at(45, "2030-03-20T00:00:00.000Z"),
      // Uses in one month on both sides of the edge.
      at(46, "2030-03-02T01:30:00.001Z"),
      at(46, "2030-03-01T00:00:00.000Z"),
      at(47, "2028-03-01T00:00:00.000Z"),
      at(47, "2028-03-31T00:00:00.000Z"),
    ]);
    const seen = await ask("mac", "3C5282AA0001", { openedAt });
    expect(seen).toEqual({ firms: 4, total: 4 });
  });

  test("many lots in one question get the figures that each would get alone, by a count in memory", async () => {
    const random = randomOf(91);
    const at = (from: string, days: number) =>
      new Date(Date.parse(from) + random() * days * 86_400_000).toISOString();
    const uses = Array.from({ length: 1500 }, () => ({
      firm: Math.floor(random() * 300),
      disk: `SERIAL${Math.floor(random() * 40)}`,
      at: at("2033-01-01T00:00:00Z", 1300),
    }));
    await note(uses.map(({ firm: n, disk, at: when }) => used(firm(5000 + n), { disk }, when)));
    for (const [from, days] of [
      ["2036-01-01T00:00:00Z", 3],
      ["2034-06-01T00:00:00Z", 690],
      ["2033-02-01T00:00:00Z", 1100],
    ] as const) {
      const asked = Array.from({ length: 25 }, (_, n) => ({
        input: { openedAt: at(from, days), bids: [] },
        values: new Map<SeenField, Set<string>>([["disk", new Set([`SERIAL${n}`])]]),
      }));
      const seen = await inTransaction(database.app.db, (tx) => loadSeen(tx, asked));
      for (const [lot, { input }] of asked.entries()) {
        const begin = new Date(input.openedAt);
        begin.setUTCFullYear(begin.getUTCFullYear() - 2);
        const within = uses.filter(
          (use) => use.at < input.openedAt && use.at >= begin.toISOString(),
        );
        const firms = (some: typeof uses) => new Set(some.map((use) => use.firm)).size;
        const own = within.filter(({ disk }) => disk === `SERIAL${lot}`);
        expect(seen[lot]?.("disk", `SERIAL${lot}`)).toEqual({
          firms: firms(own),
          total: firms(within),
        });
      }
    }
  });

  test("noting the same submissions again, in another order and batch, changes nothing", async () => {
    const rows = () => database.query("SELECT * FROM screening.seen_value ORDER BY 1, 2, 3, 4");
    const submissions = ["2026-02-03", "2026-02-01", "2026-02-02"].map((day) =>
      used(firm(51), { ip: "198.51.100.51" }, `${day}T00:00:00.000Z`),
    );
    await note(submissions);
    const before = await rows();
    for (const submission of submissions.toReversed()) await note([submission]);
    expect(await rows()).toEqual(before);
    const own = before.filter(({ value }) => value === "198.51.100.51");
    expect(own).toMatchObject([
      {
        first_at: new Date("2026-02-01T00:00:00.000Z"),
        last_at: new Date("2026-02-03T00:00:00.000Z"),
      },
    ]);
  });
});
