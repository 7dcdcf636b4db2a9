/** The lists of leads and processes: paging, filters, and a query that is refused by name. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import {
  aDuty,
  aNotice,
  honestProcess,
  ocidOf,
  sharedDeviceProcess,
} from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";

const CODES = ["C1", "C2", "C3", "C4", "C5"];

let app: TestApp;
let headers: Record<string, string>;
beforeAll(async () => {
  app = await createTestApp();
  const key = await app.addSource("duties");
  await app.send(key, [
    aDuty(),
    ...CODES.flatMap(sharedDeviceProcess),
    ...honestProcess("H1"),
    aNotice("H2"),
  ]);
  await app.settle();
  headers = await app.signIn({
    account: "centre-1",
    name: "罗见微",
    departmentId: "centre",
    departmentName: "云澜市公共资源交易中心",
    role: "centre",
  });
});
afterAll(() => app.close());

interface Page {
  readonly rows: readonly { readonly ocid: string; readonly state: string }[];
  readonly next?: string;
}

const get = (url: string) => app.inject({ url, headers });

async function walk(url: string, limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  for (let cursor = ""; ;) {
    const response = await get(`${url}?limit=${limit}${cursor}`);
    expect(response.statusCode, response.body).toBe(200);
    const { rows, next } = response.json<Page>();
    pages.push(rows.map(({ ocid }) => ocid));
    if (next === undefined) return pages;
    cursor = `&cursor=${encodeURIComponent(next)}`;
  }
}

describe.each([
  ["/api/leads", CODES.map(ocidOf)],
  ["/api/processes", [...CODES, "H1", "H2"].map(ocidOf)],
])("%s", (url, expected) => {
  test("every row once, whatever the length of a page", async () => {
    const pages = await walk(url, 2);
    expect(pages.slice(0, -1).every((page) => page.length === 2)).toBe(true);
    expect(pages.flat().toSorted()).toEqual(expected.toSorted());
    expect((await walk(url, 200)).flat()).toEqual(pages.flat());
  });

  test.each([
    ["state=nowhere", "state"],
    ["state=opened,,routed", "state"],
    ["limit=0", "limit"],
    ["limit=201", "limit"],
    ["cursor=later", "cursor"],
    ["cursor=2026-99-01T00:00:00.000Z_x", "cursor"],
    ["colour=red", "colour"],
  ])("?%s is refused and the field is named", async (query, field) => {
    const response = await get(`${url}?${query}`);
    expect(response.statusCode, response.body).toBe(400);
    const { code, errors } = response.json<{ code: string; errors: { path: string }[] }>();
    expect(code).toBe("request.invalid");
    expect(errors.map(({ path }) => path)).toContain(`querystring.${field}`);
  });
});

test("states filter, alone and several", async () => {
  const states = async (query: string) => {
    const { rows } = (await get(`/api/processes?${query}`)).json<Page>();
    return rows.map(({ ocid, state }) => `${ocid} ${state}`).toSorted();
  };
  expect(await states("state=awarded")).toEqual([`${ocidOf("H1")} awarded`]);
  expect(await states("state=awarded,announced")).toEqual([
    `${ocidOf("H1")} awarded`,
    `${ocidOf("H2")} announced`,
  ]);
  expect(await states("state=opened")).toHaveLength(CODES.length);
  const { rows } = (await get("/api/leads?state=received,decided")).json<Page>();
  expect(rows).toEqual([]);
});

test("a process shows its lots, its course and its leads; one that is not there is not found", async () => {
  const view = (await get(`/api/processes/${ocidOf("C1")}`)).json();
  expect(view.lots[0].bids).toHaveLength(4);
  expect(view.leads).toHaveLength(1);
  expect(view.events.map(({ kind }: { kind: string }) => kind)).toContain(
    "procurement.bids-opened",
  );
  expect((await get("/api/processes/ocds-mj0001-none")).statusCode).toBe(404);
});
