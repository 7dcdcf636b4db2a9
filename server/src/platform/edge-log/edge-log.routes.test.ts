import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { eventually } from "../../../test/eventually.ts";
import { createTestApp, NOW, OPERATOR_TOKEN, type TestApp } from "../../../test/harness.ts";
import { fileNameOf } from "./keeping.ts";
import { readPrivateKey } from "./keys.ts";
import { openFile } from "./sealed-file.ts";
import type { Visit } from "./visit.ts";

let app: TestApp;
beforeAll(async () => {
  app = await createTestApp({ trustedProxies: ["127.0.0.1"] });
});
afterAll(() => app.close());

const folder = () => join(app.dataDir, "edge-log");

/** What the two keys of the host open. */
async function visits(): Promise<readonly Visit[]> {
  await app.application.edgeLog.flush();
  const key = async (half: string) =>
    readPrivateKey(await readFile(join(app.dataDir, `secrets/edge-log-key-${half}`), "utf8"));
  const keys = { a: await key("a"), b: await key("b") };
  const names: string[] = await readdir(folder()).catch(() => []);
  names.sort();
  const files = await Promise.all(names.map((name) => readFile(join(folder(), name))));
  return files.flatMap((bytes) => {
    const opened = openFile(bytes, keys);
    if ("problem" in opened) throw new Error(opened.problem);
    return opened.visits;
  });
}

const second = Date.parse(NOW) / 1000;

describe("what is kept", () => {
  test.each(["/", "/tipoff", "/api/health", "/nothing-there", "/voice?q=%00", "/console"])(
    "one record for %s, found or not, refused or not",
    async (url) => {
      const before = (await visits()).length;
      await app.inject({ method: "GET", url, remoteAddress: "192.0.2.9" });
      expect((await visits()).slice(before)).toEqual([
        { second, address: "192.0.2.9", port: undefined },
      ]);
    },
  );

  test("behind a trusted proxy the visitor's address and port; from anybody else his own", async () => {
    const headers = { "x-forwarded-for": "198.51.100.7", "x-client-port": "61001" };
    const before = (await visits()).length;
    await app.inject({ method: "GET", url: "/", headers, remoteAddress: "127.0.0.1" });
    await app.inject({ method: "GET", url: "/", headers, remoteAddress: "192.0.2.9" });
    expect((await visits()).slice(before)).toEqual([
      { second, address: "198.51.100.7", port: 61_001 },
      { second, address: "192.0.2.9", port: undefined },
    ]);
  });
});

describe("what is on record of the log itself", () => {
  const url = "/api/admin/edge-log/2026-05-30/openings";
  const authorization = `Bearer ${OPERATOR_TOKEN}`;

  test("an opening is announced by the operator, with its purpose", async () => {
    const headers = { authorization, "x-mingjing-purpose": encodeURIComponent("协助调查 12 号") };
    const reply = await app.inject({ method: "POST", url, headers });
    expect(reply.statusCode, reply.body).toBe(200);
    expect(reply.json()).toEqual({ day: "2026-05-30", recordedAt: NOW });
    const rows = await app.database.query(
      "SELECT role, purpose, object_kind, object_id, status FROM audit.entry WHERE route LIKE '%edge-log%'",
    );
    expect(rows).toEqual([
      {
        role: "operator",
        purpose: "协助调查 12 号",
        object_kind: "edgeLog",
        object_id: "2026-05-30",
        status: 200,
      },
    ]);
  });

  test("not without a purpose, not without the token, not for what is no day", async () => {
    const purpose = { "x-mingjing-purpose": "x" };
    const post = (path: string, headers: Record<string, string>) =>
      app.inject({ method: "POST", url: path, headers });
    expect((await post(url, { authorization })).json()).toMatchObject({
      code: "audit.purpose-required",
    });
    expect((await post(url, purpose)).statusCode).toBe(401);
    const noDay = await post("/api/admin/edge-log/today/openings", { authorization, ...purpose });
    expect(noDay.statusCode).toBe(400);
  });
});

describe("a server that finds days whose six months are over", () => {
  test("deletes them and records which, counts only", async () => {
    const other = await createTestApp({ isStarted: false });
    try {
      const directory = join(other.dataDir, "edge-log");
      await mkdir(directory, { recursive: true });
      for (const [day, random] of [
        ["2025-11-29", "0000000000000001"],
        ["2025-11-30", "0000000000000001"],
        ["2025-11-30", "0000000000000002"],
        ["2025-12-01", "0000000000000001"],
      ] as const)
        await writeFile(join(directory, fileNameOf(day, random)), "");
      // NOW is 2026-06-01 in Asia/Shanghai: what is of 2025-12-01 is kept for its last day.
      const parts = await other.application.start();
      const facts = await eventually(async () => {
        const rows = await other.database.query<{ payload: unknown }>(
          "SELECT payload FROM fact.fact WHERE kind = 'edgelog.days-deleted'",
        );
        return rows.length === 0 ? undefined : rows;
      }, "the fact of the deletion");
      await parts.stop();
      expect(facts).toHaveLength(1);
      expect(facts[0]?.payload).toEqual({
        days: [
          { day: "2025-11-29", files: 1 },
          { day: "2025-11-30", files: 2 },
        ],
      });
      expect(await readdir(directory)).toEqual(["2025-12-01-0000000000000001.sealed"]);
    } finally {
      await other.close();
    }
  });
});

test("a disk that refuses turns health red, and no request fails", async () => {
  const other = await createTestApp({ isStarted: false });
  const checkOf = async () => {
    const { checks } = (await other.get("/api/health")).json<{
      checks: readonly { name: string; ok: boolean }[];
    }>();
    return checks.find(({ name }) => name === "edge-log");
  };
  try {
    const directory = join(other.dataDir, "edge-log");
    await writeFile(directory, "in the way");
    expect((await other.get("/")).statusCode).toBe(200);
    await other.application.edgeLog.flush();
    expect((await other.get("/")).statusCode).toBe(200);
    expect(await checkOf()).toEqual({ name: "edge-log", ok: false });
    await rm(directory);
    await other.application.edgeLog.flush();
    expect(await checkOf()).toEqual({ name: "edge-log", ok: true });
  } finally {
    await other.close();
  }
});

test("outside the demo a host that has both keys itself says so in its health", async () => {
  const other = await createTestApp({ isStarted: false, isDemo: false });
  try {
    const { checks } = (await other.get("/api/health")).json<{ checks: unknown }>();
    expect(checks).toContainEqual({ name: "edge-log", ok: true, warning: "edge-log.keys-on-host" });
  } finally {
    await other.close();
  }
});
