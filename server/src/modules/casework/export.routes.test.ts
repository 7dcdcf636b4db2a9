/** Exported lists: exactly what the list shows, whole, harmless, with a footer that can be checked. */
import { once } from "node:events";
import { get, type IncomingMessage } from "node:http";

import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  aDuty,
  aNotice,
  honestProcess,
  ocidOf,
  sharedDeviceProcess,
} from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

type Headers = Record<string, string>;

let app: TestApp;
let centre: Headers;
let officer: Headers;
let stranger: Headers;
let url: string;

const HOUSING = { departmentId: "housing", departmentName: "云澜市住房和城乡建设局" };
const CODES = ["X1", "X2", "X3"];
const FORMULA = '=HYPERLINK("https://evil.example","点")';

beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  const named = aNotice("H3");
  await app.send(key, [
    aDuty(),
    ...CODES.flatMap(sharedDeviceProcess),
    ...honestProcess("H1"),
    aNotice("H2"),
    { ...named, payload: { ...named.payload, title: FORMULA } },
  ]);
  await app.settle();
  centre = await app.signIn({
    account: "centre-1",
    name: "罗见微",
    departmentId: "trading-centre",
    departmentName: "云澜市公共资源交易中心",
    role: "centre",
  });
  officer = await app.signIn({ account: "housing-1", name: "陈岚", ...HOUSING });
  stranger = await app.signIn({
    account: "water-1",
    name: "林若川",
    departmentId: "water",
    departmentName: "云澜市水务局",
    jurisdiction: [
      { matters: ["process"], regimes: ["land"] },
      { matters: ["lead"], units: "own" },
    ],
  });
  url = await app.application.http.listen({ host: "127.0.0.1", port: 0 });
});
afterAll(() => app.close());

const file = (path: string, headers: Headers) => app.inject({ url: `/api/${path}`, headers });

async function checked(path: string, headers: Headers) {
  const response = await file(path, headers);
  expect(response.statusCode, response.body).toBe(200);
  return response;
}

/** Rows of a CSV between head and footer. */
async function rowsOf(path: string, headers: Headers): Promise<string[]> {
  const separator = path.includes("?") ? "&" : "?";
  const response = await file(`${path}${separator}format=csv`, headers);
  expect(response.statusCode, response.body).toBe(200);
  const [table = ""] = response.body.slice(1).split("\r\n\r\n");
  return table
    .split("\r\n")
    .slice(1)
    .filter((line) => line !== "");
}
const listed = async (path: string, headers: Headers) =>
  (await checked(path, headers)).json<{ rows: { ocid: string }[] }>().rows.map(({ ocid }) => ocid);
const ocidsIn = (rows: readonly string[]) =>
  rows.map((row) => /ocds-[A-Za-z0-9-]+/.exec(row)?.[0] ?? "");

describe.each(["leads", "processes"])("/api/%s/export", (path) => {
  test.each([
    ["the centre", () => centre],
    ["the officer on duty", () => officer],
    ["an officer of another department", () => stranger],
  ])("%s gets exactly the rows of the own list, in its order", async (_who, headers) => {
    const exported = ocidsIn(await rowsOf(`${path}/export`, headers()));
    expect(exported).toEqual(await listed(`${path}?limit=200`, headers()));
  });

  test("without a session, or with a filter that is none, there is no file", async () => {
    expect((await app.get(`/api/${path}/export`)).statusCode).toBe(401);
    for (const query of ["format=pdf", "colour=red", "state=nowhere", "limit=5"])
      expect((await file(`${path}/export?${query}`, centre)).statusCode).toBe(400);
  });

  test("a role that does not work with lists is refused", async () => {
    const bidder = await app.signIn({
      account: `bidder-${path}`,
      name: "秦致远",
      departmentId: "bidder-1",
      departmentName: "云澜第1建设有限公司",
      role: "bidder",
      jurisdiction: [],
    });
    expect((await file(`${path}/export`, bidder)).statusCode).toBe(403);
  });

  test("is recorded as a sensitive read", async () => {
    await file(`${path}/export`, officer);
    const found = await app.database.query(
      "SELECT FROM fact.fact WHERE kind = 'audit.accessed' AND payload::text LIKE $1",
      [`%/api/${path}/export%`],
    );
    expect(found.length).toBeGreaterThan(0);
  });
});

test("filters are those of the list", async () => {
  expect(await rowsOf("leads/export?state=received", centre)).toEqual([]);
  expect(ocidsIn(await rowsOf("processes/export?state=awarded", centre))).toEqual([ocidOf("H1")]);
  const q = encodeURIComponent("云澜第1");
  expect(ocidsIn(await rowsOf(`leads/export?q=${q}`, centre))).toEqual(
    await listed(`leads?q=${q}&limit=200`, centre),
  );
});

test("T54: a title that is a formula is text in both files", async () => {
  const rows = await rowsOf("processes/export", centre);
  const line = rows.find((row) => row.includes("HYPERLINK")) ?? "";
  expect(line).toContain(`"'=HYPERLINK(""https://evil.example"",""点"")"`);
  const parts = unzipSync((await file("processes/export", centre)).rawPayload);
  const sheet = strFromU8(parts["xl/worksheets/sheet1.xml"] ?? new Uint8Array());
  expect(sheet).toMatch(/t="inlineStr"><is><t xml:space="preserve">=HYPERLINK\(&quot;/);
  expect(sheet).not.toContain("<f>");
});

test("who bids, and how many, stays secret until the opening: the cell says so and the footer counts it", async () => {
  const rows = await rowsOf("processes/export", centre);
  const cell = (code: string) =>
    rows
      .find((row) => row.includes(ocidOf(code)))
      ?.split(",")
      .at(-1);
  expect(cell("H2")).toBe("开标前不显示");
  expect(cell("H1")).toBe("3");
  const { body } = await file("processes/export?format=csv", centre);
  expect(body).toContain("未显示的格数,2");
});

test("the footer says filters, who, when, and the checkpoint of the log", async () => {
  const { body, headers } = await file("leads/export?format=csv&state=routed&level=lead", officer);
  const log = (await app.get("/api/log/checkpoint")).json<{ size: number; root: string }>();
  const footer = body.split("\r\n\r\n")[1] ?? "";
  expect(footer).toContain("筛选条件,状态：待签收；级别：线索级");
  expect(footer).toContain("导出人,陈岚，经办人，云澜市住房和城乡建设局");
  expect(footer).toContain("导出时间,2026-06-01 16:00:00 （北京时间）");
  const [, size, root] =
    /见证日志记录数,(\d+)\r\n见证日志根哈希,([A-Za-z0-9+/=]{44})/.exec(footer) ?? [];
  expect(Number(size)).toBeGreaterThan(0);
  expect(Number(size)).toBeLessThanOrEqual(log.size);
  if (Number(size) === log.size) expect(root).toBe(log.root);
  const name = decodeURIComponent(String(headers["content-disposition"]));
  expect(name).toBe("attachment; filename*=UTF-8''线索-2026-06-01.csv");
});

test("English on request", async () => {
  const { body } = await file("leads/export?format=csv&lang=en", officer);
  expect(body).toMatch(/^\uFEFFNumber|^\uFEFFLead/);
  expect(body).toContain("Exported by,");
});

test("a reader who leaves ends the query; at most two files are written at once", async () => {
  const { database } = app;
  await database.query(
    `INSERT INTO procurement.process (ocid, title, regime, published_at)
     SELECT 'ocds-mj0001-BULK-' || n, repeat('长', 400), 'works', now() - n * interval '1 second'
     FROM generate_series(1, 30000) AS n`,
  );
  // Not fetch: it opens connections in advance, for which closing the server would wait.
  const open = async (): Promise<IncomingMessage> => {
    const sent = get(`${url}/api/processes/export?format=csv`, {
      agent: false,
      headers: { cookie: centre["cookie"] ?? "" },
    });
    const [response] = (await once(sent, "response")) as [IncomingMessage];
    return response;
  };
  const first = await open();
  const second = await open();
  expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
  const third = await open();
  expect(third.statusCode).toBe(429);
  third.resume();
  const busy = () => database.console.pool.totalCount - database.console.pool.idleCount;
  expect(busy()).toBe(2);
  first.destroy();
  second.destroy();
  await expect.poll(busy, { timeout: 8000 }).toBe(0);
  const again = await open();
  expect(again.statusCode).toBe(200);
  again.destroy();
});
