import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { importCsv } from "./csv.ts";
import { type Mapping, readMapping } from "./mapping.ts";
import { bytesOf, collect, CONTEXT, ofKind, schemaErrors } from "./test-support.ts";

function mappingOf(change: object = {}): Mapping {
  const result = readMapping({
    version: 1,
    kind: "bid",
    constants: { currency: "CNY" },
    fields: {
      lot: { column: "标段" },
      bidder: { column: "投标人" },
      price: { column: "报价", unit: "wan" },
      status: { column: "状态", values: { 有效: "valid", 否决: "disqualified" } },
      openedAt: { column: "开标" },
      winner: { column: "中标" },
      "trace.ip": { column: "IP" },
    },
    ...change,
  });
  if ("errors" in result) throw new Error(JSON.stringify(result.errors));
  return result.mapping;
}

const HEAD = "标段,投标人,报价,状态,开标,中标,IP,多余";
interface RowWords {
  readonly price?: string;
  readonly status?: string;
  readonly winner?: string;
  readonly ip?: string;
}
const row = (lot: string, firm: string, words: RowWords = {}) =>
  `${lot},云澜${firm}建设有限公司,${words.price ?? "100"},${words.status ?? "有效"},2026-03-02 09:30,${words.winner ?? "否"},${words.ip ?? ""},x`;

const read = (
  lines: readonly string[] | Uint8Array,
  change: { mapping?: Mapping; maxOpenRows?: number } = {},
) => {
  const content = lines instanceof Uint8Array ? lines : [HEAD, ...lines].join("\r\n");
  return collect(
    importCsv({
      mapping: mappingOf(),
      context: CONTEXT,
      open: () => bytesOf(content, 50),
      ...change,
    }),
  );
};

describe("the rows of a lot", () => {
  test("become notice, receipts, opening and award", async () => {
    const { items, facts } = await read([
      row("A1", "甲", { price: '"1,187.65"', winner: "是", ip: "203.0.113.7" }),
      row("A1", "乙", { price: "0.00", status: "否决" }),
    ]);
    expect(items).toMatchObject([{ line: 2, records: 2 }]);
    expect(facts.map((fact) => fact.kind)).toEqual([
      "procurement.notice-published",
      "procurement.bid-received",
      "procurement.bids-opened",
      "procurement.award-decided",
    ]);
    const [opened] = ofKind(facts, "bids-opened");
    expect(opened).toMatchObject({
      subject: "ocds-mj0001-test-A1",
      occurredAt: "2026-03-02T09:30:00+08:00",
      payload: {
        lotId: "A1",
        bids: [
          {
            offer: { kind: "total", amount: { amountMinor: "1187650000", currency: "CNY" } },
            status: "valid",
          },
          { status: "disqualified" },
        ],
      },
    });
    expect(JSON.stringify(opened?.payload["bids"])).not.toContain('"amountMinor":"0"');
    expect(await schemaErrors(facts)).toEqual([]);
  });

  test("may stand apart: one opening per lot in any order and with any memory", async () => {
    const lots = fc.array(fc.constantFrom("A", "B", "C", "D"), { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(lots, fc.integer({ min: 1, max: 5 }), async (order, maxOpenRows) => {
        const lines = order.map((lot, index) => row(lot, `企业${index}`));
        const { facts } = await read(lines, { maxOpenRows });
        const openings = ofKind(facts, "bids-opened");
        expect(openings).toHaveLength(new Set(order).size);
        const names = openings.flatMap(
          (fact) => fact.payload["bids"] as { bidder: { name: string } }[],
        );
        expect(names.map((bid) => bid.bidder.name).toSorted()).toEqual(
          order.map((_, index) => `云澜企业${index}建设有限公司`).toSorted(),
        );
      }),
      { numRuns: 40 },
    );
  });

  test("may give the status in the usual words, which the mapping need not name", async () => {
    const words = ["中标候选人", "废标", "撤回", "未提交解密"];
    const { facts, rejections } = await read(
      words.map((status, n) => row("A", `企业${n}`, { status })),
    );
    expect(rejections).toEqual([]);
    expect(ofKind(facts, "bids-opened")[0]?.payload["bids"]).toMatchObject(
      ["valid", "disqualified", "withdrawn", "notDecrypted"].map((status) => ({ status })),
    );
  });

  test("give the same facts the second time", async () => {
    const lines = [row("A", "甲"), row("B", "乙"), row("A", "丙", { price: "99", winner: "是" })];
    expect((await read(lines)).facts).toEqual((await read(lines)).facts);
  });
});

describe("a row is refused", () => {
  test.each([
    ["A,,1,有效,2026-03-02,否,,x", "intake.missing-field", "bidder"],
    [",云澜甲,1,有效,2026-03-02,否,,x", "intake.missing-field", "lot"],
    ["A,云澜甲,many,有效,2026-03-02,否,,x", "intake.bad-number", "price"],
    ["A,云澜甲,1,未知,2026-03-02,否,,x", "intake.unknown-status", "status"],
    ["A,云澜甲,1,constructor,2026-03-02,否,,x", "intake.unknown-status", "status"],
    ["A,云澜甲,1,有效,someday,否,,x", "intake.bad-time", "openedAt"],
    ["A,云澜甲,1,有效,,否,,x", "intake.missing-field", "date"],
    ["A,云澜甲,1,有效,2026-03-02,perhaps,,x", "intake.bad-value", "winner"],
    ["A,云澜甲", "intake.csv-columns", ""],
  ])("%s", async (line, code, field) => {
    const { facts, rejections } = await read([line, row("A", "乙")]);
    expect(rejections).toMatchObject([{ line: 2, code, field }]);
    expect(ofKind(facts, "bids-opened")).toHaveLength(1);
  });

  test("with a wrong USCC", async () => {
    const mapping = mappingOf({
      constants: { lot: "1", date: "2026-03-02" },
      fields: { bidder: { column: "f" }, uscc: { column: "c" } },
    });
    const { rejections } = await read(Buffer.from("f,c\n云澜甲,91999901MA00000010\n"), { mapping });
    expect(rejections).toMatchObject([{ code: "intake.bad-uscc", field: "uscc" }]);
  });
});

test("a rate is an offer of its own kind", async () => {
  const mapping = mappingOf({
    constants: { lot: "1", date: "2026-03-02" },
    fields: { bidder: { column: "f" }, rate: { column: "r", unit: "percent" } },
  });
  const { facts } = await read(Buffer.from("f;r\n云澜甲;12.50%\n"), { mapping });
  expect(ofKind(facts, "bids-opened")[0]?.payload["bids"]).toMatchObject([
    { offer: { kind: "rate", percent: "12.5" } },
  ]);
});

test("ranks and scores make an evaluation, and no award without a winner", async () => {
  const mapping = mappingOf({
    constants: { lot: "1", date: "2026-03-02", winner: "no" },
    fields: { bidder: { column: "f" }, rank: { column: "r" }, score: { column: "s" } },
  });
  const { facts } = await read(
    Buffer.from("f,r,s\n云澜甲,一,91.35\n云澜乙,第二名,88\n云澜丙,,70\n"),
    { mapping },
  );
  expect(ofKind(facts, "evaluation-completed")[0]?.payload["ranking"]).toMatchObject([
    { rank: 1, score: "91.35" },
    { rank: 2, score: "88" },
    { score: "70" },
  ]);
  expect(ofKind(facts, "award-decided")).toEqual([]);
});

test("a file in GB 18030 is read", async () => {
  // f,d / 云澜,2026-03-02
  const bytes = Buffer.concat([
    Buffer.from("f,d\n"),
    Buffer.from([0xd4, 0xc6, 0xc0, 0xbd]),
    Buffer.from(",2026-03-02\n"),
  ]);
  const mapping = mappingOf({
    constants: { lot: "1" },
    fields: { bidder: { column: "f" }, date: { column: "d" } },
  });
  const { facts } = await read(bytes, { mapping });
  expect(JSON.stringify(facts)).toContain("云澜");
});

test("a missing column and an empty file are told once", async () => {
  expect((await read(Buffer.from("a,b\n1,2\n"))).rejections).toMatchObject([
    { code: "intake.missing-column", field: "标段, 投标人, 报价, 状态, 开标, 中标, IP" },
  ]);
  expect((await read(Buffer.from("\n"))).rejections).toMatchObject([{ code: "intake.empty-file" }]);
});

test("with one line in ten damaged the other nine are kept", async () => {
  const damage = [
    (line: string) => line.slice(0, line.length / 3),
    (line: string) => line.replace(",云澜", ',"云澜'),
    (line: string) => line.replace("建设", "建\0设"),
    (line: string) => line.replace("100", "1O0"),
  ];
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3), { minLength: 12, maxLength: 12 }), async (kinds) => {
      const lines = kinds.flatMap((kind, index) =>
        Array.from({ length: 10 }, (_, at) => {
          const line = row(`L${index}`, `企业${at}`);
          return at === 4 ? (damage[kind]?.(line) ?? line) : line;
        }),
      );
      const { facts, rejections } = await read(lines);
      const bids = ofKind(facts, "bids-opened").flatMap(
        (fact) => fact.payload["bids"] as unknown[],
      );
      expect(bids).toHaveLength(108);
      expect(rejections).toHaveLength(12);
    }),
    { numRuns: 25 },
  );
});
