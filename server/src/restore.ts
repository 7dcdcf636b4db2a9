/**
 * `node server/src/restore.ts PATH [--check] [--new-log-key] [--allow-lost-leaves]`, called by `mingjing restore`: brings a backup back into
 * a new data directory or an empty database while no server runs on it. With --check it only proves the backup.
 */
import { parseArgs } from "node:util";

import { createApp } from "./app.ts";
import { bringBack } from "./bring-back.ts";
import { ALL_ROLES, type Config, ConfigError, readConfig } from "./config.ts";
import { openDatabases } from "./open-databases.ts";
import { type BackupContents, BackupError, readBackup } from "./platform/backup/index.ts";
import { systemClock } from "./platform/clock.ts";
import { openDatabase } from "./platform/database.ts";
import { EmbeddedPostgresError } from "./platform/embedded-postgres/index.ts";
import { createLog } from "./platform/telemetry.ts";

interface Wanted {
  readonly path: string;
  readonly isCheckOnly: boolean;
  readonly isNewKeyAllowed: boolean;
  readonly isLossAllowed: boolean;
}

const print = (line: string) => void process.stdout.write(`${line}\n`);
const printError = (line: string) => void process.stderr.write(`${line}\n`);
const PROGRESS_FACTS = 50_000;

async function run({ path, isCheckOnly, ...allowed }: Wanted, config: Config): Promise<void> {
  const begin = performance.now();
  printError(`reading ${path}`);
  const contents = await readBackup(path, async ({ mark }) => showProgress("proved", mark.facts));
  print(describe(contents));
  if (isCheckOnly) return;
  const stops: (() => Promise<void>)[] = [];
  try {
    await openAndBringBack({ path, config, contents, ...allowed, stops });
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
  print(`restored in ${((performance.now() - begin) / 1000).toFixed(1)} s; start with: npm start`);
}

interface Restoring {
  readonly path: string;
  readonly config: Config;
  readonly contents: BackupContents;
  readonly isNewKeyAllowed: boolean;
  readonly isLossAllowed: boolean;
  readonly stops: (() => Promise<void>)[];
}

async function openAndBringBack(restoring: Restoring): Promise<void> {
  const { path, config, contents, isNewKeyAllowed, isLossAllowed, stops } = restoring;
  const log = createLog("warn");
  const databases = await openDatabases({ config, log, stops });
  if (databases.ownerUrl === undefined)
    throw new ConfigError("a restore needs the owner of the database: give DATABASE_URL.");
  const owner = openDatabase(databases.ownerUrl, { connections: 2 });
  stops.push(() => owner.close());
  const { dataDir, logOrigin, backupPassphrase: passphrase } = config;
  const application = await createApp({
    ...databases,
    roles: ALL_ROLES,
    dataDir,
    logOrigin,
    operatorToken: "",
    clock: systemClock,
    log,
    isSecure: false,
    isDemo: () => false,
    auditRetentionDays: config.auditRetentionDays,
    signer: config.signer,
    backup: { directory: undefined, passphrase: undefined },
  });
  await bringBack(application, {
    path,
    contents,
    owner: owner.db,
    dataDir,
    passphrase,
    isNewKeyAllowed,
    isLossAllowed,
    onProgress: (facts) => showProgress("written", facts),
    report: print,
  });
}

function describe({ facts, rows, secrets, cursors, at }: BackupContents): string {
  const kept = Object.entries(rows).map(([table, count]) => `${table} ${count}`);
  const keys = secrets.length === 0 ? "no keys" : secrets.map(({ name }) => name).join(", ");
  const feed = cursors.length === 0 ? "feed is read again" : `${cursors.length} places in the feed`;
  return `backup of ${at ?? "nothing"}: ${[`${facts} facts proved`, ...kept, keys, feed].join(" · ")}`;
}

const shown = { facts: 0 };

function showProgress(what: string, facts: number): void {
  if (Math.abs(facts - shown.facts) < PROGRESS_FACTS) return;
  shown.facts = facts;
  printError(`  ${what} ${facts} facts`);
}

function wanted(args: readonly string[]): Wanted {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      check: { type: "boolean" },
      "new-log-key": { type: "boolean" },
      "allow-lost-leaves": { type: "boolean" },
    },
  });
  const [path] = positionals;
  if (path === undefined || positionals.length > 1)
    throw new ConfigError(
      "give one backup: mingjing restore PATH [--check] [--new-log-key] [--allow-lost-leaves]",
    );
  return {
    path,
    isCheckOnly: values.check ?? false,
    isNewKeyAllowed: values["new-log-key"] ?? false,
    isLossAllowed: values["allow-lost-leaves"] ?? false,
  };
}

try {
  await run(wanted(process.argv.slice(2)), readConfig());
} catch (error) {
  const isKnown = [BackupError, ConfigError, EmbeddedPostgresError].some(
    (known) => error instanceof known,
  );
  printError(isKnown ? (error as Error).message : String((error as Error).stack));
  process.exitCode = 1;
}
