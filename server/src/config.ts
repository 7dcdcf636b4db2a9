/** The only file that reads the environment. Every variable is described here; unknown ones are refused. */
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const PROJECT_ROOT = resolve(fileURLToPath(import.meta.url), "../../..");

interface Variable {
  readonly name: string;
  readonly about: string;
  readonly fallback?: string;
}

/** Name, meaning and default of each variable; `docs/operations/configuration.md` is made from it. */
export const VARIABLES: readonly Variable[] = [
  {
    name: "DATABASE_URL",
    about:
      "Owner connection of an external PostgreSQL ≥ 15, for migrations and logins only. Absent: embedded PostgreSQL.",
  },
  {
    name: "MINGJING_APP_DATABASE_URL",
    about: "Serving connection (NOSUPERUSER NOBYPASSRLS). Absent: login mingjing_app is made.",
  },
  {
    name: "MINGJING_CONSOLE_DATABASE_URL",
    about:
      "Connection of the console's reads (NOSUPERUSER NOBYPASSRLS); row-level security holds for it. Absent: login mingjing_console is made.",
  },
  {
    name: "MINGJING_PUBLIC_DATABASE_URL",
    about:
      "Connection of the public pages; SELECT on schema released only. Absent: login mingjing_public is made.",
  },
  {
    name: "MINGJING_DATA_DIR",
    about: "Data directory: postgres/ keys/ secrets/ files/ tiles/ run/.",
    fallback: ".mingjing",
  },
  { name: "MINGJING_HOST", about: "Address to listen on.", fallback: "127.0.0.1" },
  { name: "MINGJING_PORT", about: "The one public port.", fallback: "8080" },
  {
    name: "MINGJING_ROLES",
    about:
      "Roles of this process: intake, console, portal, video, jobs. This version runs all of them in one process and refuses anything else.",
    fallback: "all",
  },
  {
    name: "MINGJING_DEMO",
    about:
      "on | off | auto. auto: on with the embedded database, an empty data directory and a loopback address.",
    fallback: "auto",
  },
  { name: "MINGJING_DEMO_PROJECTS", about: "Projects of the demo city.", fallback: "3000" },
  { name: "MINGJING_LOG_LEVEL", about: "fatal | error | warn | info | debug.", fallback: "info" },
  {
    name: "MINGJING_LOG_ORIGIN",
    about: "Origin line of the witness log, e.g. log.example.cn/mingjing.",
    fallback: "mingjing.local/log",
  },
  {
    name: "MINGJING_PUBLIC_URL",
    about:
      "Address that citizens use, printed in certificates and letters. Absent: the listening address.",
  },
  {
    name: "MINGJING_BACKUP_DIR",
    about:
      "Directory for the continuous backup, on another disk (docs/operations/backup.md). Absent: none is made.",
  },
  {
    name: "MINGJING_BACKUP_PASSPHRASE",
    about: "Encrypts the log key inside backups; without it the key is left out.",
  },
  {
    name: "MINGJING_TOKEN",
    about: "Operator token for the command line; else <data dir>/secrets/operator-token.",
  },
  {
    name: "MINGJING_URL",
    about: "Server that the command line talks to.",
    fallback: "http://127.0.0.1:8080",
  },
];

const ROLES = ["intake", "console", "portal", "video", "jobs"] as const;
export type ProcessRole = (typeof ROLES)[number];

export interface Config {
  readonly databaseUrl: string | undefined;
  readonly appDatabaseUrl: string | undefined;
  readonly consoleDatabaseUrl: string | undefined;
  readonly publicDatabaseUrl: string | undefined;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  readonly roles: ReadonlySet<ProcessRole>;
  readonly demo: "on" | "off" | "auto";
  readonly demoProjects: number;
  readonly logLevel: string;
  readonly logOrigin: string;
  readonly publicUrl: string | undefined;
  readonly backupDir: string | undefined;
  readonly backupPassphrase: string | undefined;
  readonly token: string | undefined;
  readonly url: string;
}

/** A configuration error names the variable and the fix. */
export class ConfigError extends Error {}

type Environment = Readonly<Record<string, string | undefined>>;

function valueOf(environment: Environment, name: string): string | undefined {
  const text = environment[name];
  if (text !== undefined && text !== "") return text;
  return VARIABLES.find((variable) => variable.name === name)?.fallback;
}

/** Parses and checks the environment. @throws ConfigError */
export function readConfig(environment: Environment = process.env): Config {
  refuseUnknown(environment);
  const get = (name: string) => valueOf(environment, name);
  return {
    databaseUrl: get("DATABASE_URL"),
    appDatabaseUrl: get("MINGJING_APP_DATABASE_URL"),
    consoleDatabaseUrl: get("MINGJING_CONSOLE_DATABASE_URL"),
    publicDatabaseUrl: get("MINGJING_PUBLIC_DATABASE_URL"),
    dataDir: resolve(PROJECT_ROOT, get("MINGJING_DATA_DIR") ?? ".mingjing"),
    host: get("MINGJING_HOST") ?? "127.0.0.1",
    port: integer("MINGJING_PORT", get("MINGJING_PORT"), { min: 0, max: 65_535 }),
    roles: parseRoles(get("MINGJING_ROLES") ?? "all"),
    demo: oneOf("MINGJING_DEMO", get("MINGJING_DEMO"), ["on", "off", "auto"] as const),
    demoProjects: integer("MINGJING_DEMO_PROJECTS", get("MINGJING_DEMO_PROJECTS"), {
      min: 1,
      max: 100_000,
    }),
    logLevel: oneOf("MINGJING_LOG_LEVEL", get("MINGJING_LOG_LEVEL"), [
      "fatal",
      "error",
      "warn",
      "info",
      "debug",
    ] as const),
    logOrigin: parseOrigin(get("MINGJING_LOG_ORIGIN") ?? ""),
    publicUrl: get("MINGJING_PUBLIC_URL"),
    backupDir: get("MINGJING_BACKUP_DIR"),
    backupPassphrase: get("MINGJING_BACKUP_PASSPHRASE"),
    token: get("MINGJING_TOKEN"),
    url: get("MINGJING_URL") ?? "",
  };
}

function refuseUnknown(environment: Environment): void {
  const known = new Set(VARIABLES.map((variable) => variable.name));
  for (const name of Object.keys(environment)) {
    if (name.startsWith("MINGJING_") && !known.has(name)) {
      throw new ConfigError(
        `${name} is not a variable of Mingjing. Known: ${[...known].join(", ")}.`,
      );
    }
  }
}

function integer(
  name: string,
  text: string | undefined,
  range: { min: number; max: number },
): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < range.min || value > range.max) {
    throw new ConfigError(
      `${name}=${text}: give a whole number from ${range.min} to ${range.max}.`,
    );
  }
  return value;
}

function oneOf<const T extends string>(
  name: string,
  text: string | undefined,
  allowed: readonly T[],
): T {
  const found = allowed.find((value) => value === text);
  if (found === undefined)
    throw new ConfigError(`${name}=${text}: give one of ${allowed.join(", ")}.`);
  return found;
}

function parseRoles(text: string): ReadonlySet<ProcessRole> {
  if (text === "all") return new Set(ROLES);
  for (const role of text.split(",")) oneOf("MINGJING_ROLES", role.trim(), ROLES);
  throw new ConfigError(
    `MINGJING_ROLES=${text}: this version runs all roles in one process; give all.`,
  );
}

function parseOrigin(text: string): string {
  if (!/^[^\s+]{1,200}$/.test(text)) {
    throw new ConfigError("MINGJING_LOG_ORIGIN: no spaces, no plus sign (C2SP signed-note).");
  }
  return text;
}

export const isLoopback = (host: string): boolean =>
  host === "127.0.0.1" || host === "::1" || host === "localhost";
