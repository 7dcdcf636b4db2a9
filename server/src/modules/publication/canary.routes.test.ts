/** Nothing private reaches the public: canaries in every private field, then every public address is read. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { FactInput } from "../../../../contract/src/facts/fact.ts";
import {
  aBidReceived,
  aDuty,
  aLotFact,
  anAward,
  aNotice,
  bidsOpened,
  honestBids,
  ocidOf,
  ownTrace,
  sharedDeviceProcess,
  firm,
  total,
} from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

const MARK = "canary";
const LATER = "2026-06-10T09:30:00+08:00";
const AFTER_OPENING = "2026-06-11T00:00:00.000Z";

const canary = (name: string): string => `${MARK}-${name}`;

/** A trace whose every field is a canary. */
const trace = (n: number) => ({
  ...Object.fromEntries(
    [
      "ip",
      "toolId",
      "lockNo",
      "contactPhone",
      "contactEmail",
      "legalRep",
      "agent",
      "guaranteeNo",
      "payerAccount",
      "deviceHow",
    ].map((field) => [field, canary(`${field}-${n}`)]),
  ),
  mac: canary(`mac-${n}`),
  cpu: canary(`cpu-${n}`),
  disk: canary(`disk-${n}`),
});

const secretFirm = (n: number) => ({ kind: "organisation", name: canary(`firm-${n}`) }) as const;
const person = {
  kind: "naturalPerson",
  token: canary("person-token"),
  maskedName: canary("王"),
} as const;

/** Opened process with everything that stays private beside what is public. */
const opened = (code: string): FactInput[] => [
  aNotice(code, { text: `招标公告正文，联系人电话 ${canary("notice-text")}` }),
  aBidReceived(code, 1, { trace: trace(1) }),
  aBidReceived(code, 2, { trace: trace(2) }),
  aLotFact(code, "document-downloaded", { bidder: secretFirm(1), trace: trace(3) }),
  aLotFact(code, "bid-withdrawn", { bidder: secretFirm(2), reason: canary("withdrawal-reason") }),
  aLotFact(code, "bid-decrypted", { bidder: firm(1), succeeded: true, trace: trace(4) }),
  bidsOpened(code, [...honestBids(1, 2), { bidder: person, fen: 1_190_000_001 }]),
  aLotFact(code, "evaluation-completed", {
    ranking: [
      { bidder: firm(1), rank: 1, status: "disqualified", statusReason: canary("review-reason") },
    ],
  }),
  aLotFact(code, "expert-scored", {
    evaluator: {
      kind: "naturalPerson",
      token: canary("expert-token"),
      maskedName: canary("expert-name"),
    },
    bidder: firm(1),
    criterion: canary("criterion"),
    score: "8.5",
  }),
  aLotFact(code, "objection-recorded", {
    number: canary("objection"),
    content: canary("objection-text"),
    by: secretFirm(3),
    state: "submitted",
  }),
  aLotFact(code, "complaint-recorded", {
    number: canary("complaint"),
    content: canary("complaint-text"),
    by: secretFirm(4),
    state: "submitted",
  }),
  anAward(code, 1),
  aLotFact(
    code,
    "award-decided",
    { lotId: "2", supplier: person, offer: total(100_001) },
    { sourceId: `${code}/award-2` },
  ),
];

/** Receipts of a process whose opening is still to come. */
const sealedReceipts = (code: string): FactInput[] =>
  [1, 2, 3].map((n) => aBidReceived(code, n, { bidder: secretFirm(10 + n), trace: trace(10 + n) }));

/** A negotiated procedure: its offers are never read out. */
const negotiated = (code: string): FactInput[] => [
  aNotice(code, { method: "negotiation", regime: "procurement" }),
  bidsOpened(code, [{ bidder: secretFirm(20), fen: 9_876_543_219 }]),
  aLotFact(code, "candidates-published", { candidates: [{ rank: 1, bidder: secretFirm(21) }] }),
  aLotFact(code, "tender-failed", { reason: "other", detail: canary("failure-detail") }),
];

const environment: FactInput = {
  kind: "procurement.environment-registered",
  sourceId: "environment/1",
  subject: "environment:1",
  occurredAt: "2026-01-01T00:00:00+08:00",
  payload: {
    environmentKind: "printShop",
    name: canary("print-shop"),
    values: [{ ip: canary("shop-ip") }],
  },
};

const OFFICER = {
  account: "canary-officer",
  name: canary("officer"),
  departmentId: "housing",
  departmentName: "云澜市住房和城乡建设局",
};

let app: TestApp;
let key: string;
let leadSecrets: string[];
beforeAll(async () => {
  app = await createTestApp({ isDemo: false });
  key = await app.addSource("duties");
  await app.send(key, [
    aDuty(),
    environment,
    ...opened("OPEN"),
    ...negotiated("TALK"),
    ...sharedDeviceProcess("LEAD"),
  ]);
  await app.send(key, [aNotice("SEALED", { openingAt: LATER, bidDeadline: LATER })]);
  await app.settle();
  leadSecrets = await publishLead();
});
afterAll(() => app.close());

/** Handles the lead to its publication, with canaries in all that the department keeps to itself. */
async function publishLead(): Promise<string[]> {
  const headers = await app.signIn(OFFICER);
  const [lead] = await app.database.query<{ id: string; number: string }>(
    "SELECT id, number FROM screening.lead WHERE ocid = $1",
    [ocidOf("LEAD")],
  );
  const acts: [string, object][] = [
    ["receipt", {}],
    ["steps", { step: "interview", text: canary("step-text") }],
    [
      "decision",
      {
        outcome: "notEstablished",
        decisionNo: "云建监〔2026〕19号",
        decidedOn: "2026-06-01",
        findings: canary("internal findings of the department"),
        articles: ["招标投标法实施条例第40条"],
      },
    ],
    ["publication", { title: "关于有关情况的处理决定", text: "经核查，未发现条例规定的情形。" }],
  ];
  for (const [version, [path, content]] of acts.entries()) {
    const url = `/api/leads/${lead?.id}/${path}`;
    const response = await app.inject({
      method: "POST",
      url,
      headers,
      payload: { version, ...content },
    });
    expect(response.statusCode, path).toBe(200);
  }
  await app.settle();
  return [lead?.id ?? "", lead?.number ?? ""];
}

const CODES = ["OPEN", "TALK", "SEALED", "LEAD"];

/** Every address that answers without a session, and some that do not exist. */
async function publicAddresses(): Promise<string[]> {
  const decisions = await app.database.query<{ id: string }>(
    "SELECT fact_id::text AS id FROM released.decision",
  );
  expect(decisions).toHaveLength(1);
  const ofProcess = CODES.map(ocidOf).flatMap((ocid) => [
    `/process/${ocid}`,
    `/process/${ocid}?lang=en`,
    `/process/${ocid}?mode=elder`,
    `/verify?ocid=${ocid}`,
    `/api/public/processes/${ocid}`,
    `/api/public/processes/${ocid}/certificate`,
  ]);
  return [
    "/",
    "/?lang=en",
    "/projects",
    `/projects?q=${MARK}`,
    "/projects?state=result",
    "/projects?opening=2026-06-10",
    "/decisions",
    "/verify",
    "/about",
    "/log",
    "/log/checkpoint",
    "/log/tile/0/000",
    ...decisions.map(({ id }) => `/decisions/${id}`),
    "/api/public/processes",
    "/duties",
    "/duties/changes",
    `/who?q=${MARK}`,
    "/api/public/duties",
    "/api/public/duties.csv",
    `/api/public/who?q=${MARK}`,
    "/api/audit/sealed-count",
    "/api/log/checkpoint",
    "/api/log/inclusion?leafIndex=3",
    "/api/log/consistency?from=1",
    "/api/health",
    "/api/session",
    "/api/openapi.json",
    "/api/docs/",
    "/nowhere",
    "/process/nothing",
    "/decisions/nothing",
    "/api/public/processes/nothing",
    "/api/leads",
    ...leadSecrets.flatMap((secret) => [`/api/leads/${encodeURIComponent(secret)}`]),
    ...ofProcess,
  ];
}

/** The reader's own search words come back in the page; they are no leak. */
const withoutQuery = (url: string, body: string): string =>
  url.endsWith(`q=${MARK}`) ? body.replaceAll(new RegExp(`${MARK}(?!-)`, "gu"), "") : body;

describe("canaries", () => {
  test("no public address shows anything private, before the opening or after it", async () => {
    await app.send(key, sealedReceipts("SEALED"));
    for (const now of ["2026-06-01T08:00:00.000Z", AFTER_OPENING]) {
      app.setNow(now);
      await app.application.publication.refreshAll();
      await app.settle();
      for (const url of await publicAddresses()) {
        const { body, headers, statusCode } = await app.get(url);
        expect(statusCode, url).toBeLessThan(500);
        const shown = `${JSON.stringify(headers)}\n${withoutQuery(url, body)}`;
        expect(shown.includes(canary("")), `${now} ${url}`).toBe(false);
        expect(shown.includes("9876543219"), `${now} ${url}`).toBe(false);
        const secrets = url.startsWith("/api/leads") ? [] : leadSecrets;
        const leaked = secrets.filter((secret) => shown.includes(secret));
        expect(leaked, `${now} ${url}`).toEqual([]);
      }
    }
  });

  test("the addresses do show what is public, so that silence is no accident", async () => {
    expect((await app.get(`/process/${ocidOf("OPEN")}`)).body).toContain("云澜第2建设有限公司");
    expect((await app.get(`/process/${ocidOf("LEAD")}`)).body).toContain("关于有关情况的处理决定");
    expect((await app.get("/api/public/processes")).json()).toMatchObject({ total: CODES.length });
  });

  test("the canaries are in the store and officers do read them", async () => {
    const [row] = await app.database.query(
      "SELECT count(*)::int AS count FROM fact.fact WHERE payload::text LIKE $1",
      [`%${MARK}-%`],
    );
    expect(row?.["count"]).toBeGreaterThanOrEqual(18);
  });

  test("every public address that the API documents was read", async () => {
    const { paths } = (await app.get("/api/openapi.json")).json<{
      paths: Record<string, object>;
    }>();
    const read = (await publicAddresses()).map((url) => url.split("?")[0] ?? url);
    for (const [path, methods] of Object.entries(paths)) {
      if (!("get" in methods) || !/^\/(api\/public|api\/log|log)\b/u.test(path)) continue;
      const pattern = new RegExp(`^${path.replaceAll(/\{[^}]+\}/gu, ".+")}$`, "u");
      expect(
        read.some((url) => pattern.test(url)),
        path,
      ).toBe(true);
    }
  });
});

describe("before the opening", () => {
  test("ten sealed bids change nothing that the public can read of the process", async () => {
    app.setNow("2026-06-01T08:00:00.000Z");
    await app.send(key, [aNotice("QUIET", { openingAt: LATER, bidDeadline: LATER })]);
    await app.settle();
    const urls = [`/api/public/processes/${ocidOf("QUIET")}`, `/process/${ocidOf("QUIET")}`];
    // The size of the log is public and grows with every fact of the city.
    const read = async (url: string) => (await app.get(url)).body.replaceAll(/\d+/gu, "0");
    const before = await Promise.all(urls.map(read));
    const bids = Array.from({ length: 10 }, (_, n) =>
      aBidReceived("QUIET", n, { trace: ownTrace(n) }),
    );
    await app.send(key, [...bids, bidsOpened("QUIET", honestBids(1, 2, 3))]);
    await app.application.publication.refreshAll();
    await app.settle();
    expect(await Promise.all(urls.map(read))).toEqual(before);
    const { lots } = (await app.get(urls[0] ?? "")).json<{
      lots: { bids: unknown[]; state: string }[];
    }>();
    expect(lots).toMatchObject([{ bids: [], state: "announced" }]);
  });

  test("the bids appear when the hour of the opening has come", async () => {
    app.setNow(AFTER_OPENING);
    const job = app.application.modules
      .flatMap(({ jobs = [] }) => jobs)
      .find(({ name }) => name === "publication.due");
    await job?.run(new Date(AFTER_OPENING));
    const { lots } = (await app.get(`/api/public/processes/${ocidOf("QUIET")}`)).json<{
      lots: { bids: unknown[] }[];
    }>();
    expect(lots[0]?.bids).toHaveLength(3);
  });
});

describe("the login of the public pages", () => {
  test("it reads schema released and is denied every other table", async () => {
    const { pool } = app.database.public;
    await pool.query("SELECT count(*) FROM released.process");
    const tables = await app.database.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
       WHERE schemaname NOT IN ('released', 'pg_catalog', 'information_schema')`,
    );
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "fact.fact",
        "procurement.submission",
        "screening.lead",
        "casework.event",
        "identity.account",
      ]),
    );
    for (const { name } of tables) {
      await expect(pool.query(`SELECT 1 FROM ${name} LIMIT 1`), name).rejects.toThrow(
        /permission denied/,
      );
    }
  });

  test("it can write nothing, not even in its own schema", async () => {
    const { pool } = app.database.public;
    await expect(pool.query("DELETE FROM released.process")).rejects.toThrow(
      /permission denied|read-only/,
    );
    const client = await pool.connect();
    await client.query("SET default_transaction_read_only = off");
    await expect(client.query("DELETE FROM released.process")).rejects.toThrow(/permission denied/);
    await expect(client.query("CREATE TABLE released.mine (x int)")).rejects.toThrow(
      /permission denied/,
    );
    client.release(true);
  });
});
