/**
 * A portal host behind a gap, as processes: one inside that writes packages, one outside with a database of its own. The
 * thief outside is the owner of that database, and still finds nothing that was not released.
 */
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, expect, test } from "vitest";

import { verifyAnswer } from "../../verifier/src/index.ts";
import { ocidOf } from "../test/builders.ts";
import { canary, fillWithCanaries, sealedReceipts } from "../test/canaries.ts";
import { eventually } from "../test/eventually.ts";
import { createTestApp, type TestApp } from "../test/harness.ts";
import { createPortalDatabase, type PortalDatabase } from "../test/portal-database.ts";
import { type SpawnedProcess, startProcess, startRefused } from "../test/spawned-process.ts";
import { createExchangeModule } from "./modules/exchange/index.ts";
import { fileSecrets } from "./platform/secrets.ts";

const GONE_PAST = "2026-06-01T08:00:00.000Z";

let app: TestApp;
let portal: PortalDatabase;
let host: SpawnedProcess;
let folder: string;
let secrets: readonly string[];
const directory = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "mingjing-gap-"));
  await mkdir(directory("in"));
  app = await createTestApp({ isDemo: false });
  const { key, leadSecrets } = await fillWithCanaries(app);
  await app.send(key, sealedReceipts("SEALED"));
  await app.settle();
  // Issued inside; the gap carries what was issued.
  await app.get(`/api/public/processes/${ocidOf("OPEN")}/certificate`);
  await app.application.witness.recordRoots();
  await app.settle();
  const exchange = createExchangeModule({
    db: app.database.app.db,
    publicDb: app.database.public.db,
    clock: { now: () => new Date(GONE_PAST) },
    origin: "test.mingjing.example/log",
    secret: fileSecrets(join(app.dataDir, "secrets")),
    outDir: directory("out"),
  });
  await exchange.pack(new Date(GONE_PAST));
  secrets = [canary(""), ...leadSecrets, key].filter((secret) => secret !== "");
  portal = await createPortalDatabase();
  host = await startProcess({
    MINGJING_ROLES: "portal",
    DATABASE_URL: portal.ownerUrl,
    MINGJING_PUBLIC_DATABASE_URL: portal.publicUrl,
    MINGJING_FERRY_IN: directory("in"),
    MINGJING_FERRY_VKEY: await exchange.vkey(),
  });
});
afterAll(async () => {
  await host?.stop();
  await portal?.close();
  await app.close();
  await rm(folder, { recursive: true, force: true });
});

test("empty until a package is carried over; then the page, the certificate, the checkpoint", async () => {
  const path = `/process/${ocidOf("OPEN")}`;
  expect((await fetch(`${host.url}${path}`)).status).toBe(404);
  const packages = await readdir(directory("out"));
  expect(packages.length).toBeGreaterThan(0);
  for (const name of packages)
    await copyFile(join(directory("out"), name), join(directory("in"), name));
  const page = await eventually(async () => {
    const response = await fetch(`${host.url}${path}`);
    return response.status === 200 ? response.text() : undefined;
  }, "the page of a process");
  expect(page).toContain("云澜第2建设有限公司");
  const certificate = `/api/public/processes/${ocidOf("OPEN")}/certificate`;
  const outside = (await (await fetch(`${host.url}${certificate}`)).json()) as { log: object };
  expect(outside.log).toEqual((await app.get(certificate)).json<{ log: object }>().log);
  expect(await (await fetch(`${host.url}/log/checkpoint`)).text()).toBe(
    (await app.get("/log/checkpoint")).body,
  );
  const answer = await (
    await fetch(`${host.url}/api/public/answers?key=process:${ocidOf("OPEN")}`)
  ).text();
  expect(verifyAnswer(answer)).toMatchObject({ verdict: "valid", code: "answer.proved" });
  const health = (await (await fetch(`${host.url}/api/health`)).json()) as {
    checks: { name: string; ok: boolean }[];
  };
  expect(health.checks.map(({ name }) => name)).toEqual(["database", "edge-log", "ferry"]);
}, 60_000);

test("every byte of its database and of the packages: nothing that was not released", async () => {
  const { rows } = await portal.own.pool.query<{ name: string }>(
    `SELECT format('%I.%I', nspname, relname) AS name FROM pg_class
     JOIN pg_namespace ON pg_namespace.oid = relnamespace
     WHERE relkind IN ('r', 'v', 'm', 'p') AND nspname NOT LIKE 'pg\\_%' AND nspname <> 'information_schema'`,
  );
  const pieces: string[] = [];
  for (const { name } of rows) {
    const read = await portal.own.pool.query<{ text: string }>(
      `SELECT t::text AS text FROM ${name} AS t`,
    );
    pieces.push(...read.rows.map(({ text }) => text));
  }
  for (const name of await readdir(directory("out")))
    pieces.push(await readFile(join(directory("out"), name), "utf8"));
  const all = pieces.join("\n");
  expect(all).toContain("云澜第2建设有限公司");
  expect(secrets.filter((secret) => all.includes(secret))).toEqual([]);
});

test("a portal apart is refused an inner database, and a key that is none", async () => {
  const ferry = { MINGJING_ROLES: "portal", MINGJING_FERRY_IN: directory("in") };
  const [inner, badKey, noKey] = await Promise.all([
    startRefused({
      ...ferry,
      MINGJING_FERRY_VKEY: "x",
      DATABASE_URL: app.database.ownerUrl,
    }),
    startRefused({
      ...ferry,
      MINGJING_FERRY_VKEY: "not a key",
      DATABASE_URL: portal.ownerUrl,
      MINGJING_PUBLIC_DATABASE_URL: portal.publicUrl,
    }),
    startRefused(ferry),
  ]);
  expect(inner.output).toContain("this is an inner database");
  expect(badKey.output).toContain("MINGJING_FERRY_VKEY: not a key");
  expect(noKey.output).toContain("MINGJING_FERRY_VKEY: needed with MINGJING_FERRY_IN");
  expect([inner.code, badKey.code, noKey.code]).toEqual([1, 1, 1]);
}, 60_000);
