/** Nothing private reaches the public: canaries in every private field, then every public address is read. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  aBidReceived,
  aNotice,
  bidsOpened,
  honestBids,
  ocidOf,
  ownTrace,
} from "../../../test/builders.ts";
import {
  AFTER_OPENING,
  canary,
  CANARY_CODES,
  fillWithCanaries,
  LATER,
  MARK,
  sealedReceipts,
} from "../../../test/canaries.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

let app: TestApp;
let key: string;
let leadSecrets: readonly string[];
beforeAll(async () => {
  app = await createTestApp({ isDemo: false });
  ({ key, leadSecrets } = await fillWithCanaries(app));
});
afterAll(() => app.close());

/** Every address that answers without a session, and some that do not exist. */
async function publicAddresses(): Promise<string[]> {
  const decisions = await app.database.query<{ id: string }>(
    "SELECT fact_id::text AS id FROM released.decision",
  );
  expect(decisions).toHaveLength(1);
  const ofProcess = CANARY_CODES.map(ocidOf).flatMap((ocid) => [
    `/process/${ocid}`,
    `/process/${ocid}?lang=en`,
    `/process/${ocid}?mode=elder`,
    `/verify?ocid=${ocid}`,
    `/api/public/processes/${ocid}`,
    `/api/public/processes/${ocid}/certificate`,
    `/api/public/processes/${ocid}/certificate.pdf`,
    `/api/public/answers?key=process:${ocid}`,
    `/answers?code=${ocid}`,
  ]);
  return [
    "/",
    "/?lang=en",
    "/projects",
    `/api/public/certificates/MJ-${"0".repeat(24)}/status`,
    `/projects?q=${MARK}`,
    "/projects?state=result",
    "/projects?opening=2026-06-10",
    "/decisions",
    "/column",
    "/column?kind=decision&unit=nobody&from=2026-01-01",
    `/column?q=${MARK}`,
    `/column.rss?q=${MARK}`,
    "/column/nothing",
    `/api/public/items?q=${MARK}`,
    `/api/public/items.csv?q=${MARK}`,
    "/api/public/items",
    "/api/public/items.csv",
    "/api/public/items/nothing",
    "/api/public/items/nothing/certificate",
    "/verify",
    "/deadline?kind=complaint&regime=works&event=2026-03-02",
    "/voice",
    "/voice?kind=complaint&regime=procurement&earlier=2026-03-02&answered=",
    "/api/public/deadline?kind=complaint&regime=works&event=2026-03-02",
    "/about",
    "/log",
    "/log/checkpoint",
    "/log/checkpoint/cosigned",
    "/log/policy",
    "/log/shards",
    "/api/log/witnesses",
    "/api/log/anchors",
    "/log/tile/0/000",
    "/log/tile/entries/000",
    ...decisions.map(({ id }) => `/decisions/${id}`),
    "/api/public/processes",
    "/api/public/answers?key=department:housing",
    "/api/public/answers/keys",
    "/api/public/answers/entries",
    "/answers",
    "/duties",
    "/duties/changes",
    `/who?q=${MARK}`,
    "/api/public/duties",
    "/api/public/duties.csv",
    "/api/public/calendar",
    "/api/public/tipoffs/form",
    "/api/public/law",
    "/limits",
    "/api/public/limits",
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
      await app.application.witness.recordRoots();
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
    expect((await app.get("/api/public/processes")).json()).toMatchObject({
      total: CANARY_CODES.length,
    });
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
