import { describe, expect, test } from "vitest";

import { importOcds } from "./ocds.ts";
import { bytesOf, collect, CONTEXT, ofKind, schemaErrors } from "./test-support.ts";

const read = (document: unknown, wholeBytes?: number) =>
  collect(importOcds(bytesOf(JSON.stringify(document), 999), CONTEXT, wholeBytes));

const firm = (letter: string) => ({
  id: `P-${letter}`,
  name: `Firm ${letter}`,
  identifier: { scheme: "XX-REG", id: `100${letter}` },
});

const RELEASE = {
  ocid: "ocds-abc123-0001",
  id: "r-1",
  date: "2026-03-10T10:00:00Z",
  tag: ["tender", "award"],
  parties: [
    firm("A"),
    firm("B"),
    { id: "BUY", name: "Town of Example", roles: ["buyer"], address: { region: "North" } },
  ],
  buyer: { id: "BUY" },
  tender: {
    id: "t-1",
    title: "Road works",
    procurementMethod: "limited",
    procurementMethodDetails: "单一来源采购",
    mainProcurementCategory: "works",
    value: { amount: 2000.5, currency: "EUR" },
    tenderPeriod: { endDate: "2026-03-01T09:00:00Z" },
    lots: [
      { id: "L1", title: "North", value: { amount: 1000, currency: "EUR" } },
      { id: "L2", title: "South", status: "unsuccessful" },
    ],
  },
  bids: {
    details: [
      {
        id: "b1",
        status: "valid",
        tenderers: [{ id: "P-A" }],
        value: { amount: 900.25, currency: "EUR" },
        relatedLots: ["L1"],
        date: "2026-02-28T08:00:00Z",
      },
      {
        id: "b2",
        status: "disqualified",
        tenderers: [{ id: "P-B" }],
        value: { amount: 0.0, currency: "EUR" },
        relatedLots: ["L1"],
      },
      {
        id: "b3",
        status: "withdrawn",
        tenderers: [{ id: "P-A" }, { id: "P-B" }],
        relatedLots: ["L2"],
      },
      { id: "b4", status: "invited", tenderers: [{ id: "P-B" }], relatedLots: ["L2"] },
    ],
  },
  awards: [
    {
      id: "a1",
      status: "active",
      date: "2026-03-05",
      suppliers: [{ id: "P-A" }],
      value: { amount: 900.25, currency: "EUR" },
      relatedLots: ["L1"],
    },
  ],
  contracts: [
    {
      id: "c1",
      awardID: "a1",
      dateSigned: "2026-03-09T00:00:00Z",
      value: { amount: 900.25, currency: "EUR" },
    },
    { id: "c2", awardID: "a1", status: "pending", dateSigned: "2026-03-09" },
  ],
  complaints: [
    { id: "k1", title: "Too short", status: "resolved", author: firm("B"), type: "complaint" },
  ],
};

describe("a release", () => {
  test("becomes notice, openings, award, failure, contract and complaint", async () => {
    const { facts, rejections } = await read(RELEASE);
    expect(rejections).toEqual([]);
    expect(facts.map((fact) => fact.kind.slice(12))).toEqual([
      "notice-published",
      "bids-opened",
      "bids-opened",
      "award-decided",
      "tender-failed",
      "contract-signed",
      "complaint-recorded",
    ]);
    expect(await schemaErrors(facts)).toEqual([]);
  });

  test("keeps parties, amounts, methods and the original identifier", async () => {
    const { facts } = await read(RELEASE);
    expect(facts[0]).toMatchObject({
      subject: "ocds-mj0001-abc123-0001",
      payload: {
        originalOcid: "ocds-abc123-0001",
        method: "singleSource",
        category: "works",
        budget: { amountMinor: "200050", currency: "EUR" },
        bidDeadline: "2026-03-01T09:00:00Z",
        procuringEntity: { name: "Town of Example" },
        place: { name: "North" },
      },
    });
  });

  test("gives the opening the end of the tender period, and no price to 0.00 of a rejected bid", async () => {
    const [first, second] = ofKind((await read(RELEASE)).facts, "bids-opened");
    expect(first).toMatchObject({ occurredAt: "2026-03-01T09:00:00Z", payload: { lotId: "L1" } });
    expect(first?.payload["bids"]).toEqual([
      {
        bidder: {
          kind: "organisation",
          name: "Firm A",
          identifier: { scheme: "XX-REG", id: "100A" },
        },
        offer: { kind: "total", amount: { amountMinor: "90025", currency: "EUR" } },
        status: "valid",
        receivedAt: "2026-02-28T08:00:00Z",
      },
      {
        bidder: {
          kind: "organisation",
          name: "Firm B",
          identifier: { scheme: "XX-REG", id: "100B" },
        },
        status: "disqualified",
      },
    ]);
    expect(second?.payload["bids"]).toMatchObject([
      { bidder: { kind: "consortium" }, status: "withdrawn" },
    ]);
  });

  test("of a sole trader shows token and mask only", async () => {
    const name = "ФОП Іваненко Іван";
    const tenderers = [{ name, identifier: { scheme: "UA-EDR", id: "1234567890" } }];
    const { facts } = await read({ ...RELEASE, bids: { details: [{ id: "b", tenderers }] } });
    expect(JSON.stringify(facts)).toContain('"naturalPerson"');
    expect(JSON.stringify(facts)).not.toMatch(/1234567890|Іваненко/);
  });

  test("tells a bid without bidder beside the facts of the rest", async () => {
    const { facts, rejections } = await read({ ...RELEASE, bids: { details: [{ id: "b" }] } });
    expect(rejections).toMatchObject([
      { code: "intake.missing-field", field: "bids.details.0.tenderers" },
    ]);
    expect(facts.length).toBeGreaterThan(2);
  });

  test("of a later date never contradicts an earlier one", async () => {
    const { facts } = await read([
      RELEASE,
      { ...RELEASE, id: "r-2", date: "2026-04-01T00:00:00Z" },
    ]);
    expect(new Set(facts.map((fact) => fact.sourceId)).size).toBe(facts.length);
  });
});

describe("Prozorro's spelling", () => {
  test("lot values, active bids and unsuccessful awards are understood", async () => {
    const { facts } = await read({
      ...RELEASE,
      parties: [],
      bids: {
        details: [
          {
            id: "b1",
            status: "active",
            tenderers: [firm("A")],
            lotValues: [
              { relatedLot: "L1", value: { amount: 10, currency: "UAH" } },
              { relatedLot: "L2", value: { amount: 20, currency: "UAH" } },
            ],
          },
        ],
      },
      awards: [
        { id: "a0", status: "unsuccessful", suppliers: [firm("B")], lotID: "L1" },
        { id: "a1", status: "active", suppliers: [firm("A")], lotID: "L1" },
      ],
      contracts: [],
    });
    expect(ofKind(facts, "bids-opened").map((fact) => fact.payload["bids"])).toMatchObject([
      [{ offer: { amount: { amountMinor: "1000" } }, status: "valid" }],
      [{ offer: { amount: { amountMinor: "2000" } }, status: "valid" }],
    ]);
    expect(ofKind(facts, "evaluation-completed")[0]?.payload["ranking"]).toMatchObject([
      { status: "disqualified" },
      { status: "valid" },
    ]);
  });
});

describe("packages and records", () => {
  const linked = { url: "https://example.org/r.json", date: "2026-03-10", tag: ["tender"] };

  test.each([
    ["a release package", { releases: [RELEASE, RELEASE] }, 2],
    [
      "a record package with embedded releases",
      { records: [{ ocid: "x", releases: [RELEASE], compiledRelease: RELEASE }] },
      1,
    ],
    [
      "a record whose releases are links",
      { records: [{ ocid: "x", releases: [linked], compiledRelease: RELEASE }] },
      1,
    ],
    ["a bare record", { releases: [RELEASE], compiledRelease: RELEASE, versionedRelease: {} }, 1],
  ])("%s", async (_, document, releases) => {
    const { facts } = await read(document);
    expect(ofKind(facts, "notice-published")).toHaveLength(releases);
  });

  test("cut from a stream give the same facts", async () => {
    const document = { publisher: { name: "x" }, releases: [RELEASE, { ...RELEASE, id: "r-2" }] };
    expect((await read(document, 0)).facts).toEqual((await read(document)).facts);
  });

  test.each([
    [{ records: [{ ocid: "x", releases: [linked] }] }, "intake.ocds-no-release"],
    [{ ...RELEASE, ocid: "" }, "intake.ocds-no-ocid"],
    [{ ocid: "ocds-x", id: "1" }, "intake.missing-field"],
    [{ ocid: "ocds-x", id: "1", date: "2026-03-01" }, "intake.ocds-nothing-known"],
  ])("%j is refused", async (document, code) => {
    expect((await read(document)).rejections).toMatchObject([{ code }]);
  });

  test("as lines with one in ten damaged keep the other nine", async () => {
    const lines = Array.from({ length: 50 }, (_, index) => {
      const line = JSON.stringify({ ...RELEASE, id: `r-${index}` });
      return index % 10 === 7 ? line.slice(0, 200) : line;
    });
    const { facts, rejections } = await collect(
      importOcds(bytesOf(lines.join("\n"), 4096), CONTEXT),
    );
    expect(ofKind(facts, "notice-published")).toHaveLength(45);
    expect(rejections.map((rejection) => rejection.line)).toEqual([8, 18, 28, 38, 48]);
  });
});
