/** What leaves for a mirror: to whom, in which order, and what of a bid before the opening of its lot. */
import { createHash } from "node:crypto";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { ROLES } from "../../../../contract/src/organisation.ts";
import { leafDataOf } from "../../../../verifier/src/index.ts";
import { aBidReceived, aNotice, bidsOpened, honestBids, ocidOf } from "../../../test/builders.ts";
import { createTestApp, type TestApp } from "../../../test/harness.ts";
import { inTransaction } from "../../platform/database.ts";
import { recordOrganisation } from "../../platform/identity/organisation.service.ts";
import type { RangeLine } from "./range.service.ts";

const TOKEN = "token-of-the-mirror-of-the-tests-0001";
const hashOf = (token: string) => createHash("sha256").update(token).digest("hex");

let app: TestApp;
let key: string;

const asOperator = (method: "GET" | "POST", url: string, payload?: object) =>
  app.inject({
    method,
    url,
    headers: { authorization: `Bearer ${app.operatorToken}` },
    ...(payload === undefined ? {} : { payload }),
  });
const admit = (mirror: string, organ: string, token: string) =>
  asOperator("POST", "/api/admin/mirrors", { mirror, organ, tokenHash: hashOf(token) });
const pull = (from: number, to: number, token = TOKEN) =>
  app.inject({
    method: "GET",
    url: `/api/mirror/range?from=${from}&to=${to}`,
    headers: { authorization: `Bearer ${token}` },
  });

async function sizeOf(): Promise<number> {
  await app.settle();
  return (await app.get("/api/log/checkpoint")).json<{ size: number }>().size;
}

async function linesOf(from: number, to: number): Promise<RangeLine[]> {
  const reply = await pull(from, to);
  expect(reply.statusCode, reply.body).toBe(200);
  return reply.body
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as RangeLine);
}

const kindOf = (line: RangeLine) => line.fact?.["kind"];
const count = async (kind: string) => {
  const rows = await app.database.query("SELECT FROM fact.fact WHERE kind = $1", [kind]);
  return rows.length;
};

beforeAll(async () => {
  app = await createTestApp();
  key = await app.addSource("trading");
  const unit = (id: string, unitKind: "discipline" | "department", parent?: string) => ({
    kind: "unit-registered" as const,
    payload: {
      unit: id,
      name: `机构${id}`,
      unitKind,
      validFrom: "2020-01-01",
      ...(parent === undefined ? {} : { parent }),
    },
  });
  await inTransaction(app.database.app.db, (tx) =>
    recordOrganisation(tx, app.application.registry, {
      at: "2020-01-01T00:00:00.000Z",
      changes: [
        unit("discipline", "discipline"),
        unit("discipline-two", "discipline", "discipline"),
        unit("housing", "department"),
      ],
    }),
  );
  expect((await admit("discipline-1", "discipline", TOKEN)).statusCode).toBe(200);
});
afterAll(() => app.close());

describe("who may pull", () => {
  test("an admitted mirror, and nobody else: no token, another, the operator's, a source's, any session", async () => {
    const size = await sizeOf();
    expect((await pull(0, size)).statusCode).toBe(200);
    for (const token of ["token-of-somebody-else-0000000000", app.operatorToken, key])
      expect((await pull(0, size, token)).json()).toMatchObject({ code: "mirror.token-required" });
    const url = `/api/mirror/range?from=0&to=${size}`;
    expect((await app.get(url)).statusCode).toBe(401);
    for (const role of ROLES) {
      const account = `mirror-${role.toLowerCase()}`;
      const headers = await app.signIn({
        account,
        name: "王一",
        departmentId: account,
        departmentName: account,
        role,
      });
      expect((await app.inject({ url, headers })).statusCode, role).toBe(401);
    }
  });

  test("only the topmost discipline organ is admitted, by the operator", async () => {
    for (const organ of ["housing", "discipline-two", "nobody"])
      expect((await admit("other", organ, "x".repeat(32))).json()).toMatchObject({
        code: "mirror.not-whole-city",
      });
    const payload = { mirror: "other", organ: "discipline", tokenHash: hashOf("x") };
    const reply = await app.inject({ method: "POST", url: "/api/admin/mirrors", payload });
    expect(reply.statusCode).toBe(401);
  });

  test("a token that was revoked or replaced counts no more", async () => {
    const [first, second] = [
      "first-token-of-another-mirror-01",
      "second-token-of-another-mirror-2",
    ];
    await admit("discipline-2", "discipline", first);
    expect((await pull(0, 1, first)).statusCode).toBe(200);
    await admit("discipline-2", "discipline", second);
    expect((await pull(0, 1, first)).statusCode).toBe(401);
    expect((await pull(0, 1, second)).statusCode).toBe(200);
    const revoked = await asOperator("POST", "/api/admin/mirrors/discipline-2/revoke");
    expect(revoked.json()).toMatchObject({
      mirrors: [
        { mirror: "discipline-1", revokedAt: null },
        { mirror: "discipline-2", revokedAt: expect.any(String) },
      ],
    });
    expect((await pull(0, 1, second)).statusCode).toBe(401);
    const again = await asOperator("POST", "/api/admin/mirrors/discipline-2/revoke");
    expect(again.json()).toMatchObject({ code: "mirror.unknown" });
  });
});

describe("what is pulled", () => {
  test("every leaf once and in order; whole facts have the leaf data that the log holds", async () => {
    await app.send(key, [aNotice("M1")]);
    const size = await sizeOf();
    const lines = await linesOf(0, size);
    expect(lines.map((line) => "index" in line && line.index)).toEqual(
      Array.from({ length: size }, (_, index) => index),
    );
    const notice = lines.find((line) => kindOf(line) === "procurement.notice-published");
    if (notice === undefined || !("index" in notice)) throw new Error("no notice");
    const data = leafDataOf(notice.fact as never, notice.salt ?? "");
    expect(data.ok && Buffer.from(data.value).toString("hex")).toBe(notice.digest);
  });

  test("ranges that are empty, too long or not signed yet are refused", async () => {
    const size = await sizeOf();
    expect((await pull(3, 3)).json()).toMatchObject({ code: "mirror.bad-range" });
    expect((await pull(0, 1001)).json()).toMatchObject({ code: "mirror.bad-range" });
    expect((await pull(size, size + 1)).json()).toMatchObject({ code: "mirror.not-signed" });
  });

  test("of bids before the opening only leaves are pulled, alike to all other closed ones; the opening brings them", async () => {
    const from = await sizeOf();
    const bids = [1, 2, 3].map((place) => aBidReceived("M2", place));
    await app.send(key, [aNotice("M2"), aNotice("M3"), ...bids, aBidReceived("M3", 4)]);
    const before = await sizeOf();
    const reply = await pull(from, before);
    const sealed = reply.body
      .split("\n")
      .filter(Boolean)
      .map((line) => Object.keys(JSON.parse(line) as object).join())
      .filter((keys) => keys === "index,digest");
    // Four bids.
    expect(sealed).toHaveLength(4);
    expect(reply.body).not.toContain("bid-received");
    expect(reply.body).not.toContain("云澜第1建设有限公司");
    await app.send(key, [bidsOpened("M2", honestBids(1, 2, 3))]);
    const after = await sizeOf();
    const opened = await linesOf(before, after);
    const brought = opened.flatMap((line) => ("opens" in line ? [line] : []));
    expect(brought.map(kindOf)).toEqual(Array(3).fill("procurement.bid-received"));
    for (const { opens, fact, salt } of brought) {
      expect(fact["subject"]).toBe(ocidOf("M2"));
      const data = leafDataOf(fact as never, salt);
      const [row] = await app.database.query<{ hex: string }>(
        "SELECT encode(digest, 'hex') AS hex FROM witness.leaf JOIN fact.fact ON id = fact_id WHERE leaf_index = $1",
        [opens],
      );
      expect(data.ok && Buffer.from(data.value).toString("hex")).toBe(row?.hex);
    }
    // A range says the same whenever it is pulled.
    expect((await pull(from, before)).body).toBe(reply.body);
    await app.send(key, [aBidReceived("M2", 9)]);
    const late = await linesOf(after, await sizeOf());
    expect(late.map(kindOf)).toContain("procurement.bid-received");
  });
});

describe("what is recorded", () => {
  test("each pull as a range, without a query; one that brings nothing but such records is none", async () => {
    const kind = "mirror.range-pulled";
    await app.send(key, [aNotice("M4")]);
    const size = await sizeOf();
    const before = await count(kind);
    await pull(size - 1, size);
    expect(await count(kind)).toBe(before + 1);
    const [row] = await app.database.query<{ payload: object }>(
      "SELECT payload FROM fact.fact WHERE kind = $1 ORDER BY id DESC LIMIT 1",
      [kind],
    );
    expect(row?.payload).toEqual({ mirror: "discipline-1", from: size - 1, to: size });
    const next = await sizeOf();
    expect(next).toBe(size + 1);
    const [line] = await linesOf(size, next);
    expect(line && kindOf(line)).toBe(kind);
    expect(await count(kind)).toBe(before + 1);
    expect(await sizeOf()).toBe(next);
  });

  test("tables follow from facts", async () => {
    const rows = () =>
      app.database.query(
        "SELECT mirror, organ, issued_at FROM mirror.token ORDER BY issued_at, mirror",
      );
    const was = await rows();
    await app.application.rebuild();
    expect(await rows()).toEqual(was);
    expect((await pull(0, 1)).statusCode).toBe(200);
  });
});
