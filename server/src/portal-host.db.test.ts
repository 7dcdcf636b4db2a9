/** A portal host in the DMZ is taken over whole: environment, files, memory, its database login. 0 bytes unreleased. */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

import pg from "pg";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";

import { aBidReceived, aNotice, ocidOf, ownTrace } from "../test/builders.ts";
import { canary, fillWithCanaries, LATER, sealedReceipts } from "../test/canaries.ts";
import { createTestApp, type TestApp } from "../test/harness.ts";
import { findInMemory } from "../test/process-memory.ts";
import { type SpawnedProcess, startProcess, startRefused } from "../test/spawned-process.ts";

let app: TestApp;
let host: SpawnedProcess;
let key: string;
let secrets: readonly string[];

const passwordOf = (url: string): string => decodeURIComponent(new URL(url).password);
const OPENED = ocidOf("OPEN");

beforeAll(async () => {
  app = await createTestApp({ isDemo: false });
  const filled = await fillWithCanaries(app);
  key = filled.key;
  await app.send(key, sealedReceipts("SEALED"));
  await app.settle();
  const { appUrl, consoleUrl, publicUrl } = app.database;
  secrets = [
    canary(""),
    ...filled.leadSecrets,
    key,
    passwordOf(appUrl),
    passwordOf(consoleUrl),
    passwordOf(inject("ownerUrl")),
    app.operatorToken,
  ].filter((secret) => secret !== "");
  host = await startProcess({
    MINGJING_ROLES: "portal",
    MINGJING_PUBLIC_DATABASE_URL: publicUrl,
  });
});
afterAll(async () => {
  await host?.stop();
  await app.close();
});

const leaksIn = (text: string): string[] => secrets.filter((secret) => text.includes(secret));

describe("what it serves", () => {
  test("the public pages, as the process inside serves them", async () => {
    for (const path of [
      `/process/${OPENED}`,
      "/decisions",
      "/duties",
      "/log",
      "/api/log/checkpoint",
      `/api/public/processes/${OPENED}`,
    ]) {
      const outside = await (await fetch(`${host.url}${path}`)).text();
      expect(withoutTimes(outside), path).toBe(withoutTimes((await app.get(path)).body));
    }
  });

  test("a certificate that names the log and its key", async () => {
    const path = `/api/public/processes/${OPENED}/certificate`;
    // The core issues it; a portal host hands out what was issued.
    const inside = (await app.get(path)).json<{ log: unknown }>();
    const response = await fetch(`${host.url}${path}`);
    expect(response.status).toBe(200);
    const { log } = (await response.json()) as { log: unknown };
    expect(log).toEqual(inside.log);
  });

  test.each([
    "/console",
    "/api/session",
    "/api/leads",
    "/api/intake/batches",
    "/api/admin/facts",
    "/static/console.html",
  ])("no door leads inside: %s", async (path) => {
    expect((await fetch(`${host.url}${path}`)).status).toBe(404);
    expect((await fetch(`${host.url}${path}`, { method: "POST" })).status).toBe(404);
  });

  test("its list of operations is public throughout", async () => {
    const { paths } = (await (await fetch(`${host.url}/api/openapi.json`)).json()) as {
      paths: Record<string, object>;
    };
    const inside = Object.keys(paths).filter(
      (path) => !/^\/(?:log|api\/(?:public|log|health|audit\/sealed-count))\b/u.test(path),
    );
    expect(inside.filter((path) => path !== "/metrics")).toEqual([]);
  });
});

/** Server time of the page and of the answer: the host has a clock of its own. */
const withoutTimes = (text: string): string =>
  text
    .replace(/<time [^]*?<\/time>/u, "–")
    .replaceAll(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?Z?|\d\d:\d\d(?::\d\d)?/gu, "–");

describe("taken over", () => {
  test("environment and command line", async () => {
    for (const file of ["environ", "cmdline"])
      expect(leaksIn(await readFile(`/proc/${host.pid}/${file}`, "utf8")), file).toEqual([]);
  });

  test("every file of its data directory", async () => {
    const files = await readdir(host.dataDir, { recursive: true, withFileTypes: true });
    const names = files.filter((file) => file.isFile());
    const kept = names.map(({ name }) => name).filter((name) => !name.endsWith(".sealed"));
    // Keys of its own log, for no office has given it public halves; they open nothing from inside.
    expect(kept.toSorted()).toEqual(["edge-log-key-a", "edge-log-key-b", "operator-token"]);
    for (const { parentPath, name } of names)
      expect(leaksIn(await readFile(join(parentPath, name), "utf8")), name).toEqual([]);
  });

  test("its memory, after it has served every public page", async () => {
    for (const code of ["OPEN", "TALK", "SEALED", "LEAD"])
      for (const path of [`/process/${ocidOf(code)}`, `/api/public/processes/${ocidOf(code)}`])
        await (await fetch(`${host.url}${path}`)).text();
    // The search does find what the process holds: the login it was given.
    const own = passwordOf(app.database.publicUrl);
    const found = await findInMemory(host.pid, [own, ...secrets]);
    expect(found).toEqual([own]);
  });

  test("its login: every relation of the database, and what is not a relation", async () => {
    const client = await connectAsHost();
    try {
      const readable = await readEverything(client);
      expect(readable.text.length).toBeGreaterThan(1000);
      expect(leaksIn(readable.text)).toEqual([]);
      expect(readable.ours.every((name) => name.startsWith("released."))).toBe(true);
      for (const attack of ATTACKS)
        await expect(client.query(attack), attack).rejects.toThrow(
          /permission denied|must be (?:a )?superuser|read-only|does not exist|not exist|must be member|only roles|denied to set/iu,
        );
    } finally {
      await client.end();
    }
  });

  test("its ear: LISTEN on every channel while bids, leads and notices come in", async () => {
    const client = await connectAsHost();
    const heard: string[] = [];
    client.on("notification", ({ channel, payload = "" }) => heard.push(`${channel} ${payload}`));
    try {
      const channels = await channelsInUse();
      expect(channels).toEqual(expect.arrayContaining(["mingjing_identity", "mingjing_notice"]));
      for (const channel of channels) await client.query(`LISTEN ${channel}`);
      await app.send(key, [
        aNotice("HEARD", { openingAt: LATER, bidDeadline: LATER }),
        ...[1, 2].map((n) => aBidReceived("HEARD", n, { trace: ownTrace(n) })),
      ]);
      const officer = { account: "ear", name: canary("ear"), departmentId: "ear" };
      await app.signIn({ ...officer, departmentName: canary("ears") });
      await app.settle();
      await app.database.query("SELECT pg_notify('mingjing_notice', notice.name_of($1))", ["ear"]);
      await client.query("SELECT 1");
      const told = heard.join("\n");
      expect(told).toContain("mingjing_identity");
      expect(told).toContain("mingjing_notice");
      expect(told).not.toMatch(/\bear\b/u);
      expect(leaksIn(told)).toEqual([]);
    } finally {
      await client.end();
    }
  });
});

/** The thief uses what the process itself holds. */
async function connectAsHost(): Promise<pg.Client> {
  const environment = await readFile(`/proc/${host.pid}/environ`, "utf8");
  const url = /MINGJING_PUBLIC_DATABASE_URL=([^\0]+)/u.exec(environment)?.[1];
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("SET default_transaction_read_only = off; SET statement_timeout = 0");
  return client;
}

/** Channels that our code and our migrations name. */
async function channelsInUse(): Promise<string[]> {
  const rows = await app.database.query<{ source: string }>(
    "SELECT prosrc AS source FROM pg_proc WHERE prosrc LIKE '%pg_notify%'",
  );
  const named = rows.flatMap(({ source }) =>
    [...source.matchAll(/pg_notify\('(\w+)'/gu)].map(([, channel]) => channel ?? ""),
  );
  return [...new Set([...named, "mingjing_notice", "mingjing_facts"])];
}

async function readEverything(client: pg.Client) {
  const { rows } = await client.query<{ name: string; schema: string }>(
    `SELECT format('%I.%I', nspname, relname) AS name, nspname AS schema FROM pg_class
     JOIN pg_namespace ON pg_namespace.oid = relnamespace WHERE relkind IN ('r', 'v', 'm', 'p', 'f', 'S', 't')`,
  );
  const pieces: string[] = [];
  const ours: string[] = [];
  for (const { name, schema } of rows) {
    const read = await client.query(`SELECT t::text AS text FROM ${name} AS t`).catch(() => null);
    if (read === null) continue;
    pieces.push(...read.rows.map(({ text }) => String(text)));
    if (schema !== "pg_catalog" && schema !== "information_schema") ours.push(name);
  }
  return { text: pieces.join("\n"), ours };
}

const ATTACKS = [
  "SET ROLE mingjing_app",
  "SET ROLE postgres",
  "SET SESSION AUTHORIZATION postgres",
  "SELECT pg_read_file('/etc/passwd')",
  "SELECT pg_ls_dir('.')",
  "COPY (SELECT 1) TO PROGRAM 'id'",
  "COPY released.process FROM PROGRAM 'id'",
  "SELECT lo_import('/etc/passwd')",
  "CREATE TABLE released.mine (x int)",
  "CREATE SCHEMA mine",
  "CREATE EXTENSION dblink",
  "CREATE FUNCTION released.f() RETURNS int LANGUAGE sql AS 'SELECT 1'",
  "INSERT INTO released.process SELECT * FROM released.process",
  "DELETE FROM released.decision",
  "TRUNCATE released.fact",
  "ALTER ROLE CURRENT_USER SUPERUSER",
  "SELECT * FROM fact.fact",
  "SELECT notice.name_of('x')",
  "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename <> current_user",
];

describe("it is refused anything stronger", () => {
  test("the logins of the console and of the application", async () => {
    const { appUrl, consoleUrl, publicUrl } = app.database;
    const given = { MINGJING_ROLES: "portal", MINGJING_PUBLIC_DATABASE_URL: publicUrl };
    const refusals = await Promise.all([
      startRefused({ ...given, MINGJING_APP_DATABASE_URL: appUrl }),
      startRefused({ ...given, DATABASE_URL: app.database.ownerUrl }),
      startRefused({ ...given, MINGJING_PUBLIC_DATABASE_URL: appUrl }),
      startRefused({ ...given, MINGJING_PUBLIC_DATABASE_URL: consoleUrl }),
      startRefused({ MINGJING_ROLES: "portal" }),
    ]);
    expect(refusals.map(({ code }) => code)).toEqual([1, 1, 1, 1, 1]);
    const [withApp, withOwner, asApp, asConsole, without] = refusals.map(({ output }) => output);
    expect(withApp).toContain("take MINGJING_APP_DATABASE_URL");
    expect(withOwner).toContain("take DATABASE_URL away");
    expect(asApp).toMatch(/may read \w+\.\w+: a portal needs a login/u);
    expect(asConsole).toMatch(/may read \w+\.\w+: a portal needs a login/u);
    expect(without).toContain("give MINGJING_PUBLIC_DATABASE_URL");
  });
});
