import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { FactInput } from "../../../../../contract/src/facts/fact.ts";
import { createExporter, csvLine, exportColumns } from "./ggzy-export.ts";
import type { TableFile } from "./ggzy-files.ts";
import { differences, reconcile } from "./ggzy-reconcile.ts";
import { patched, patchOf } from "./ggzy-rows.ts";
import { tableOfFile } from "./ggzy-spec.ts";
import { importGgzyTables } from "./ggzy-tables.ts";
import { bytesOf, collect, CONTEXT, exampleFacts, ofKind, schemaErrors } from "./test-support.ts";

const file = (table: string, content: string, name = `${table}.csv`): TableFile => ({
  table,
  name,
  open: () => bytesOf(content, 500),
});

function exported(facts: readonly FactInput[], format: "csv" | "jsonl" = "csv"): TableFile[] {
  const exporter = createExporter(CONTEXT);
  const tables = new Map<string, string[]>();
  for (const { table, row } of facts.flatMap((fact) => exporter.rows(fact))) {
    const cells = exportColumns(table).map((column) => row[column] ?? "");
    const line = format === "csv" ? csvLine(cells) : `${JSON.stringify(row)}\n`;
    tables.set(table, [...(tables.get(table) ?? []), line]);
  }
  return [...tables].map(([table, lines]) =>
    file(table, (format === "csv" ? csvLine(exportColumns(table)) : "") + lines.join("")),
  );
}

const read = (files: readonly TableFile[]) => collect(importGgzyTables(files, CONTEXT));
const byId = (facts: readonly FactInput[]) =>
  facts.toSorted((left, right) => (left.sourceId < right.sourceId ? -1 : 1));

const WITHOUT_TABLE = new Set([
  "bid-committed",
  "bid-revealed",
  "bid-withdrawn",
  "bid-decrypted",
  "document-downloaded",
  "environment-registered",
  "firm-registered",
  "evaluation-rules-set",
  "restriction-listed",
]);
const supported = async () =>
  (await exampleFacts()).filter(
    (fact) => !WITHOUT_TABLE.has(fact.kind.replace("procurement.", "")),
  );

describe("facts → tables → facts", () => {
  test.each(["csv", "jsonl"] as const)(
    "is equal for the example of every supported kind as %s",
    async (format) => {
      const facts = await supported();
      const { facts: back, rejections } = await read(exported(facts, format));
      expect(rejections).toEqual([]);
      expect(byId(back)).toEqual(byId(facts));
      expect(facts.length).toBeGreaterThan(9);
    },
  );

  test("is equal for procurement, corrections, odd texts and parties of every kind", async () => {
    const notice: FactInput = {
      kind: "procurement.notice-published",
      version: 1,
      sourceId: "n-2",
      subject: "ocds-mj0001-P-1",
      occurredAt: "2026-03-02T01:30:00.123Z",
      correctsSourceId: "n-1",
      payload: {
        noticeType: "amendment",
        regime: "procurement",
        method: "consultation",
        title: ' "quoted", and spaced ',
        text: "two\r\nlines\uFFFD",
        procuringEntity: { kind: "organisation", name: "云澜市某中学", country: "CN" },
        budget: { amountMinor: "1", currency: "JPY" },
        lots: [
          { lotId: "a;b", title: "one" },
          { lotId: "2", ceilingPrice: { amountMinor: "5", currency: "CNY" } },
        ],
      },
    };
    const person = { kind: "naturalPerson", token: "person-0123456789", maskedName: "王**" };
    const opened: FactInput = {
      kind: "procurement.bids-opened",
      sourceId: "o#1",
      subject: "ocds-mj0001-P-1",
      occurredAt: "2026-03-05T09:00:00+08:00",
      payload: {
        lotId: "2",
        bids: [
          { bidder: person, offer: { kind: "rate", percent: "12.5" }, status: "withdrawn" },
          {
            bidder: {
              kind: "consortium",
              name: "联合体",
              members: [{ kind: "organisation", name: "云澜甲公司" }],
            },
            offer: { kind: "discount", percent: "3" },
            status: "valid",
          },
          {
            bidder: { kind: "organisation", name: "Firm", identifier: { scheme: "X", id: "y" } },
            offer: { kind: "unit", amount: { amountMinor: "9", currency: "CNY" }, unit: "年" },
            status: "disqualified",
            statusReason: "x",
          },
        ],
      },
    };
    const facts = [
      notice,
      { ...notice, sourceId: "n-3", payload: { noticeType: "other", title: "更正" } },
      opened,
    ];
    const { facts: back, rejections } = await read(exported(facts));
    expect(rejections).toEqual([]);
    expect(byId(back)).toEqual(byId(facts));
  });

  test("is equal for any payload, because the remainder is a patch", () => {
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string(),
        fc.integer(),
        fc.boolean(),
        tie("list"),
        tie("object"),
      ),
      list: fc.array(tie("value"), { maxLength: 3 }),
      object: fc.dictionary(
        fc.string({ minLength: 1, maxLength: 3 }).filter((key) => key !== "__proto__"),
        tie("value"),
        { maxKeys: 4 },
      ),
    })).object;
    fc.assert(
      fc.property(json, json, (from, to) => {
        const patch = patchOf(from, to);
        const result =
          patch === undefined ? from : patched(from, JSON.parse(JSON.stringify(patch)));
        expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(JSON.stringify(to)));
      }),
    );
  });

  test("leaves kinds without table out, and says so by giving no rows", async () => {
    const [withdrawn] = ofKind(await exampleFacts(), "bid-withdrawn");
    expect(withdrawn === undefined ? [] : createExporter(CONTEXT).rows(withdrawn)).toEqual([]);
    expect(withdrawn).toBeDefined();
  });
});

describe("tables of another system", () => {
  const files = [
    file(
      "TENDER_PROJECT",
      "TENDER_PROJECT_CODE,TENDER_PROJECT_NAME,TENDERER_NAME,TENDER_MODE,REGION_CODE,CREATE_TIME\nT-1,青岚路改造,云澜市城建局,1,999901,2026-01-05 10:00:00\nT-2,未公告项目,云澜市城建局,2,999901,2026-01-06 10:00:00\n",
    ),
    file(
      "SECTION",
      "TENDER_PROJECT_CODE,BID_SECTION_CODE,BID_SECTION_NAME,CONTRACT_RECKON_PRICE,CURRENCY_CODE,PRICE_UNIT\nT-1,T-1-001,一标段,1250.5,156,1\n",
    ),
    file(
      "TENDER_ANN_QUA_INQUERY_ANN",
      "\uFEFFTENDER_PROJECT_CODE,BID_SECTION_CODES,NOTICE_NAME,NOTICE_SEND_TIME,BULLETIN_TYPE,UNKNOWN\nT-1,T-1-001,青岚路改造招标公告,2026-01-10 09:00:00,1,x\n",
    ),
    file(
      "BID_OPENING_RECORD",
      "TENDER_PROJECT_CODE,BID_SECTION_CODES,BID_OPENING_TIME\nT-1,T-1-001,2026-02-01 09:30:00\n",
    ),
    file(
      "TENDER_LIST",
      "TENDER_PROJECT_CODE,BID_SECTION_CODE,BIDDER_NAME,BIDDER_ORG_CODE,BID_PRICE,PRICE_CURRENCY,PRICE_UNIT,CHECKIN_TIME,DATA_TIMESTAMP\nT-1,T-1-001,云澜甲建设有限公司,91999901MA0000001P,1200,156,1,2026-02-01 08:00:00,2026-02-01 23:00:00\nT-1,T-1-001,云澜乙建设有限公司,,0,156,1,,2026-02-01 23:00:00\nT-1,T-1-001,,,5,156,1,,2026-02-01 23:00:00\nT-3,T-3-001,云澜丙建设有限公司,,many,156,1,,2026-02-01 23:00:00\nT-3,T-3-001,云澜丁建设有限公司,,7,156,0,,2026-02-02 23:00:00\n",
    ),
    file(
      "REJECTED_BID_INFO",
      "TENDER_PROJECT_CODE,BID_SECTION_CODE,BIDDER_NAME,BIDDER_ORG_CODE,REASON\nT-1,T-1-001,云澜乙建设有限公司,,未按要求盖章\n",
    ),
    file(
      "BIDDER_MAKE_TOOL_INFO",
      "TENDER_PROJECT_CODE,BID_SECTION_CODE,BIDDER_NAME,SUBMITTIME,CPU_ID,NET_ID,MAC_ADDRESS\nT-1,T-1-001,云澜甲建设有限公司,2026-01-31 20:00:00,CPU1,203.0.113.7,3C-52\n",
    ),
    file(
      "EVALUATION_SCORE_DETAIL",
      "TENDER_PROJECT_CODE,BID_SECTION_CODE,BIDDER_NAME,EXPERT_NAME,ID_CARD,PRICE_POINTS,TECHNICAL_POINTS,DATA_TIMESTAMP\nT-1,T-1-001,云澜甲建设有限公司,王小明,11010519491231002X,30,8.5,2026-02-01 23:00:00\n",
    ),
    file(
      "COMPLAINT_INFO",
      "TENDER_PROJECT_CODE,BID_SECTION_CODE,COMPLAINT_NAME,DISSENT_REASON,COMPLAINT_DATE,HANDLE_RESULT,HANDLE_DATE\nT-1,T-1-001,李小红,候选人资格,2026-02-05,驳回,2026-02-20\n",
    ),
    file(
      "WIN_RESULT_ANNO",
      "TENDER_PROJECT_CODE,BID_SECTION_CODE,WIN_BIDDER_NAME,OTHER_BID_PRICE,NOTICE_SEND_TIME,M_KEY,M_VERSION\nT-1,T-1-001,云澜甲建设有限公司,下浮5.5%,2026-02-10 10:00:00,K9,2\n",
    ),
  ];

  test("give facts that keep their schemas", async () => {
    const { facts, rejections } = await read(files);
    expect(await schemaErrors(facts)).toEqual([]);
    expect(rejections).toMatchObject([
      { line: 4, code: "intake.missing-field", field: "BIDDER_NAME" },
      { line: 5, code: "intake.bad-number", field: "BID_PRICE" },
    ]);
  });

  test("join notices with project and section, and know projects without notice", async () => {
    const notices = ofKind((await read(files)).facts, "notice-published");
    expect(notices).toMatchObject([
      {
        subject: "ocds-mj0001-T-1",
        payload: {
          noticeType: "tenderNotice",
          method: "open",
          procuringEntity: { name: "云澜市城建局" },
          lots: [
            { lotId: "T-1-001", title: "一标段", ceilingPrice: { amountMinor: "1250500000" } },
          ],
        },
      },
      { subject: "ocds-mj0001-T-2", payload: { noticeType: "other", title: "未公告项目" } },
    ]);
  });

  test("join bids with refusals, and open lots whose record is missing", async () => {
    const openings = ofKind((await read(files)).facts, "bids-opened");
    expect(openings).toMatchObject([
      {
        occurredAt: "2026-02-01T09:30:00+08:00",
        payload: {
          bids: [
            { offer: { amount: { amountMinor: "1200000000" } }, status: "valid" },
            { status: "disqualified", statusReason: "未按要求盖章" },
          ],
        },
      },
      { subject: "ocds-mj0001-T-3", occurredAt: "2026-02-02T23:00:00+08:00" },
    ]);
    expect(JSON.stringify(openings[0]?.payload["bids"])).not.toContain('"amountMinor":"0"');
  });

  test("hide experts and complainants, and split points by criterion", async () => {
    const { facts } = await read(files);
    expect(ofKind(facts, "expert-scored").map((fact) => fact.payload)).toMatchObject([
      { criterion: "报价分", score: "30", evaluator: { maskedName: "王**" } },
      { criterion: "技术分", score: "8.5" },
    ]);
    expect(ofKind(facts, "complaint-recorded")[0]?.payload).toMatchObject({
      state: "decided",
      by: { maskedName: "李**" },
    });
    expect(JSON.stringify(facts)).not.toMatch(/11010519491231002X|王小明|李小红/);
  });

  test("send a row of a later version as a correction of the first", async () => {
    expect(ofKind((await read(files)).facts, "award-decided")).toMatchObject([
      {
        sourceId: "ggzy:WIN_RESULT_ANNO:K9:v2",
        correctsSourceId: "ggzy:WIN_RESULT_ANNO:K9",
        payload: { offer: { kind: "discount", percent: "5.5" } },
      },
    ]);
  });

  test("give the same facts whichever file comes first", async () => {
    expect((await read(files.toReversed())).facts).toEqual((await read(files)).facts);
  });
});

describe("reconciliation", () => {
  const list = (rows: string) => [
    file(
      "TENDER_LIST",
      `TENDER_PROJECT_CODE,BID_PRICE,PRICE_CURRENCY,PRICE_UNIT,DATA_TIMESTAMP\n${rows}`,
    ),
  ];

  test("counts and sums per table and day", async () => {
    const lines = await reconcile(
      list(
        "A,1.5,156,1,2026-02-01 10:00:00\nB,100.25,CNY,0,2026-02-01 11:00:00\nC,x,CNY,0,2026-02-02\nD,1\n",
      ),
    );
    expect(lines).toEqual([
      { table: "TENDER_LIST", day: "", rows: 0, damaged: 1, sums: {} },
      { table: "TENDER_LIST", day: "2026-02-01", rows: 2, damaged: 0, sums: { CNY: "1510025" } },
      { table: "TENDER_LIST", day: "2026-02-02", rows: 1, damaged: 0, sums: {} },
    ]);
  });

  test("names the table and day on which sender and receiver differ", async () => {
    const sent = await reconcile(list("A,1,156,0,2026-02-01\nB,1,156,0,2026-02-02\n"));
    const received = await reconcile(list("A,1,156,0,2026-02-01\nB,2,156,0,2026-02-02\n"));
    expect(differences(sent, sent)).toEqual([]);
    expect(differences(sent, received)).toMatchObject([
      { table: "TENDER_LIST", day: "2026-02-02" },
    ]);
    expect(differences(sent, [])).toHaveLength(2);
  });
});

test.each([
  ["TENDER_LIST.csv", "TENDER_LIST"],
  ["out/zj_tender_list_20260316.csv.gz", "TENDER_LIST"],
  ["GY_TENDER_QUA_INQUERY_ANN.jsonl", "TENDER_ANN_QUA_INQUERY_ANN"],
  ["README.csv", undefined],
  ["TENDER_LIST.exe", undefined],
])("%s holds the table %s", (name, table) => {
  expect(tableOfFile(name)).toBe(table);
});
