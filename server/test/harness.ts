/** A whole application on a database of its own, for one test file. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { InjectOptions, LightMyRequestResponse } from "fastify";
import pg from "pg";
import { inject as provided } from "vitest";

import { isSealedRole } from "../../contract/src/audit.ts";
import type { FactInput } from "../../contract/src/facts/fact.ts";
import type { JurisdictionClause, Role } from "../../contract/src/organisation.ts";
import { makeSealKey } from "../../contract/src/seal-key.ts";
import { type Application, type AppOptions, createApp } from "../src/app.ts";
import { ALL_ROLES } from "../src/config.ts";
import { type DatabaseHandle, openDatabase } from "../src/platform/database.ts";
import { inTransaction } from "../src/platform/database.ts";
import { recordOrganisation } from "../src/platform/identity/organisation.service.ts";
import { createLog } from "../src/platform/telemetry.ts";

/** What the clock of a test shows until `setNow`. */
export const NOW = "2026-06-01T08:00:00.000Z";
export const OPERATOR_TOKEN = "operator-token-of-the-tests-0001";
export const LOG_ORIGIN = "test.mingjing.example/log";

export interface OfficerAccount {
  readonly account: string;
  readonly name: string;
  readonly departmentId: string;
  readonly departmentName: string;
  readonly role?: Role;
  /** Absent: what posts of the role usually have. */
  readonly jurisdiction?: readonly JurisdictionClause[];
}

export interface BatchAnswer {
  readonly lines: number;
  readonly accepted: number;
  readonly duplicate: number;
  readonly quarantined: number;
}

export interface TestDatabase {
  readonly appUrl: string;
  readonly consoleUrl: string;
  readonly publicUrl: string;
  readonly ownerUrl: string;
  readonly app: DatabaseHandle;
  readonly console: DatabaseHandle;
  readonly public: DatabaseHandle;
  /** Rows of a query, as the serving login. */
  query<T extends pg.QueryResultRow>(text: string, values?: unknown[]): Promise<T[]>;
  /** A statement as the owner of the database. */
  asOwner(statement: string): Promise<void>;
  close(): Promise<void>;
}

export async function asOwner(statement: string, url = provided("ownerUrl")): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

const state = { databases: 0 };

export function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}

/** Clones the template into a new database and opens both serving connections. */
export async function createTestDatabase(): Promise<TestDatabase> {
  state.databases += 1;
  const name = `mingjing_test_${process.pid}_${state.databases}`;
  await asOwner(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await asOwner(`CREATE DATABASE ${name} TEMPLATE ${provided("templateName")}`);
  const appUrl = withDatabase(provided("appUrl"), name);
  const ownerUrl = withDatabase(provided("ownerUrl"), name);
  const consoleUrl = withDatabase(provided("consoleUrl"), name);
  const publicUrl = withDatabase(provided("publicUrl"), name);
  const app = openDatabase(appUrl);
  const consoleDatabase = openDatabase(consoleUrl, { connections: 6, keepsPlans: true });
  const publicDatabase = openDatabase(publicUrl, { connections: 3 });
  return {
    appUrl,
    consoleUrl,
    publicUrl,
    ownerUrl,
    app,
    console: consoleDatabase,
    public: publicDatabase,
    asOwner: (statement) => asOwner(statement, ownerUrl),
    query: async (text, values = []) => (await app.pool.query(text, values)).rows,
    async close() {
      await app.close();
      await consoleDatabase.close();
      await publicDatabase.close();
      await asOwner(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}

export interface TestApp {
  readonly application: Application;
  readonly database: TestDatabase;
  readonly operatorToken: string;
  readonly dataDir: string;
  inject(options: InjectOptions): Promise<LightMyRequestResponse>;
  /** GET without any credentials. */
  get(url: string): Promise<LightMyRequestResponse>;
  setNow(instant: string): void;
  /** Registers a source. @returns its key */
  addSource(name: string): Promise<string>;
  /** Sends lines as a source; a fact becomes one line, a text stands as it is. */
  send(key: string, lines: readonly (FactInput | string)[]): Promise<BatchAnswer>;
  /** Registers unit, post, person and account, and opens a session. @returns headers for `inject` */
  signIn(account: OfficerAccount): Promise<Record<string, string>>;
  /** Waits until every subscriber has read every fact, and signs the log. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  readonly isDemo?: boolean;
  /** Directory for continuous backups. */
  readonly backupDirectory?: string;
  /** Passphrase of backups. */
  readonly passphrase?: string;
  /** Doors of others. */
  readonly signIn?: AppOptions["signIn"];
  /** False: feed, jobs and witness stand still, as before a restore. */
  readonly isStarted?: boolean;
  /** Absent: all. */
  readonly roles?: AppOptions["roles"];
  /** Proxies in front. */
  readonly trustedProxies?: readonly string[];
  /** Cameras are opened and recorded, by the machine's clock. */
  readonly records?: boolean;
  /** Devices of GB/T 28181 may register. */
  readonly gb28181?: AppOptions["gb28181"];
  /** Blocks of sealed facts. */
  readonly sealedLane?: AppOptions["sealedLane"];
  /** Witnesses of the log outside. */
  readonly witnessPolicy?: AppOptions["witnessPolicy"];
  /** One more node on this database, which its first node closes. */
  readonly database?: TestDatabase;
  /** The clock runs, and is wrong by so many milliseconds; absent: it stands where `setNow` puts it. */
  readonly skewMs?: number;
  /** Chains to which checkpoints are anchored. */
  readonly anchors?: AppOptions["anchors"];
  /** Takes every line of the log, down to the finest; absent: errors go to standard output. */
  readonly onLogLine?: (line: string) => void;
}

/** Shows `at`; with a skew the machine's time, so much wrong, by which cameras go too. */
function testClock(skewMs: number | undefined) {
  const clock = {
    at: NOW,
    now: () => (skewMs === undefined ? new Date(clock.at) : new Date(Date.now() + skewMs)),
  };
  return clock;
}

/** An application that runs feed, jobs and witness; nothing listens on a port. */
export async function createTestApp({
  isDemo = true,
  backupDirectory,
  passphrase,
  signIn: doors = {},
  isStarted = true,
  roles = ALL_ROLES,
  trustedProxies = [],
  records = false,
  onLogLine,
  database: shared,
  skewMs,
  ...others
}: Options = {}): Promise<TestApp> {
  const database = shared ?? (await createTestDatabase());
  const dataDir = await mkdtemp(join(tmpdir(), "mingjing-app-"));
  const clock = testClock(records ? 0 : skewMs);
  const application = await createApp({
    roles,
    ...database,
    dataDir,
    logOrigin: LOG_ORIGIN,
    operatorToken: OPERATOR_TOKEN,
    clock,
    log: onLogLine === undefined ? createLog("error") : createLog("trace", onLogLine),
    isSecure: false,
    trustedProxies,
    records,
    ...others,
    isDemo: () => isDemo,
    signIn: doors,
    backup: { directory: backupDirectory, passphrase },
  });
  await application.http.ready();
  const parts = isStarted ? await application.start() : undefined;
  return {
    application,
    database,
    operatorToken: OPERATOR_TOKEN,
    dataDir,
    inject: (options) => application.http.inject(options),
    get: (url) => application.http.inject({ method: "GET", url }),
    setNow: (instant) => void (clock.at = instant),
    addSource: (name) => addSource(application, name),
    send: (key, lines) => send(application, key, lines),
    signIn: (account) => signIn(application, database, account),
    async settle() {
      await parts?.feed?.settle();
      await application.witness.checkpointNow();
    },
    async close() {
      await parts?.stop();
      await application.http.close();
      if (shared === undefined) await database.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function addSource({ http }: Application, name: string): Promise<string> {
  const response = await http.inject({
    method: "POST",
    url: "/api/intake/sources",
    headers: { authorization: `Bearer ${OPERATOR_TOKEN}` },
    payload: { name, title: `来源 ${name}` },
  });
  const { key } = response.json<{ key?: string }>();
  if (key === undefined) throw new Error(`no key for ${name}: ${response.body}`);
  return key;
}

/** Body of a batch. */
export const linesOf = (lines: readonly (FactInput | string)[]): string =>
  lines.map((line) => `${typeof line === "string" ? line : JSON.stringify(line)}\n`).join("");

async function send(
  { http }: Application,
  key: string,
  lines: readonly (FactInput | string)[],
): Promise<BatchAnswer> {
  const response = await http.inject({
    method: "POST",
    url: "/api/intake/batches",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
    payload: linesOf(lines),
  });
  if (response.statusCode !== 200) throw new Error(`batch refused: ${response.body}`);
  return response.json<BatchAnswer>();
}

/** What posts have unless a test says otherwise: officers their own unit's leads, the others all. */
function usualJurisdiction(role: Role): readonly JurisdictionClause[] {
  const isOwn = role === "officer" || role === "chief";
  return [{ matters: ["process", "lead", "complaint"], units: isOwn ? "own" : "any" }];
}

/** Passphrase of every key file that tests make. */
export const SEAL_PASSPHRASE = "passphrase of the tests";

/** Discipline and police need a key of their own before they may look at anything (decision 0011). */
async function giveSealKey({ audit }: Application, unit: string): Promise<void> {
  const { keys } = audit.accessLog;
  if ((await keys.find(unit)) !== undefined) return;
  await audit.registerSealKey(await makeSealKey(await keys.organOf(unit), SEAL_PASSPHRASE));
}

async function signIn(
  application: Application,
  { app }: TestDatabase,
  { role = "officer", ...account }: OfficerAccount,
): Promise<Record<string, string>> {
  const { account: person, name, departmentId: unit, departmentName } = account;
  const { sessions, registry } = application;
  const validFrom = "2020-01-01";
  const post = `${person}-post`;
  const jurisdiction = account.jurisdiction ?? usualJurisdiction(role);
  await inTransaction(app.db, (tx) =>
    recordOrganisation(tx, registry, {
      at: "2020-01-01T00:00:00.000Z",
      changes: [
        {
          kind: "unit-registered",
          payload: { unit, name: departmentName, unitKind: "department", validFrom },
        },
        {
          kind: "post-defined",
          payload: { post, unit, title: "经办人", role, jurisdiction, validFrom },
        },
        { kind: "person-registered", payload: { person, name, validFrom } },
        { kind: "appointment-made", payload: { appointment: post, person, post, validFrom } },
      ],
    }),
  );
  await sessions.addAccount({ account: person, name, isDemo: true, passwordHash: null });
  if (isSealedRole(role)) await giveSealKey(application, unit);
  const token = await sessions.open({ account: person, methods: ["demo"] });
  return { cookie: `mingjing_session=${token}`, "x-mingjing-csrf": "1" };
}
