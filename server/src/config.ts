/** The only file that reads the environment. Every variable is described in variables.ts; unknown ones are refused. */
import { isIPv4 } from "node:net";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";

import { ConfigError, integer, oneOf } from "./config-values.ts";
import { KeyError, type PublicKeys, readPublicKeys } from "./platform/edge-log/keys.ts";
import { isProxyNetwork, listOf } from "./proxy-networks.ts";
import { readSigner, type SignerVariables } from "./signer-variables.ts";
import { VARIABLES } from "./variables.ts";

export { ConfigError } from "./config-values.ts";

export const PROJECT_ROOT = resolve(fileURLToPath(import.meta.url), "../../..");

const ROLES = ["intake", "console", "portal", "video", "jobs"] as const;
export type ProcessRole = (typeof ROLES)[number];

export const ALL_ROLES: ReadonlySet<ProcessRole> = new Set(ROLES);

export interface Config {
  readonly databaseUrl: string | undefined;
  readonly appDatabaseUrl: string | undefined;
  readonly consoleDatabaseUrl: string | undefined;
  readonly publicDatabaseUrl: string | undefined;
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** Addresses and CIDR networks whose X-Forwarded-For counts. */
  readonly trustedProxies: readonly string[];
  readonly roles: ReadonlySet<ProcessRole>;
  readonly ferry: {
    readonly out: string | undefined;
    readonly in: string | undefined;
    readonly vkey: string | undefined;
  };
  readonly demo: "on" | "off" | "auto";
  readonly demoProjects: number;
  readonly demoMirror: "on" | "off";
  readonly cameras: "on" | "off";
  /** Path of the program; absent: that of the system. */
  readonly ffmpeg: string | undefined;
  readonly videoQuotaGigabytes: number | undefined;
  /** Absent: devices of GB/T 28181 cannot register. */
  readonly gb28181: GbVariables | undefined;
  readonly picturesDir: string | undefined;
  readonly logLevel: string;
  readonly logOrigin: string;
  /** Path of the policy file. */
  readonly witnessPolicy: string | undefined;
  readonly signer: SignerVariables;
  readonly publicUrl: string | undefined;
  /** Hosts inside on which pages of published items may be fetched. */
  readonly siteHosts: readonly string[];
  readonly oidc: OidcConfig | undefined;
  /** Path of the PEM file. */
  readonly caRoots: string | undefined;
  /** Paths of revocation lists. */
  readonly caCrls: readonly string[];
  readonly caBridge: string;
  readonly backupDir: string | undefined;
  readonly notify: NotifyVariables;
  readonly anchors: AnchorVariables;
  readonly backupPassphrase: string | undefined;
  readonly auditRetentionDays: number | undefined;
  /** Leaves of a block of sealed facts; absent: the default. */
  readonly logBlock: number | undefined;
  readonly edgeLogKeys: PublicKeys | undefined;
  readonly token: string | undefined;
  readonly url: string;
}

/** How devices of GB/T 28181 reach this machine. */
export interface GbVariables {
  readonly id: string;
  readonly realm: string;
  readonly host: string;
  readonly sipPort: number;
  readonly mediaPorts: { readonly from: number; readonly to: number };
}

/** The unified identity; all but the claim are needed. */
export interface OidcConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly accountClaim: string | undefined;
}

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
  const given = (name: string, range: { min: number; max: number }) =>
    get(name) === undefined ? undefined : integer(name, get(name), range);
  return {
    databaseUrl: get("DATABASE_URL"),
    appDatabaseUrl: get("MINGJING_APP_DATABASE_URL"),
    consoleDatabaseUrl: get("MINGJING_CONSOLE_DATABASE_URL"),
    publicDatabaseUrl: get("MINGJING_PUBLIC_DATABASE_URL"),
    dataDir: resolve(PROJECT_ROOT, get("MINGJING_DATA_DIR") ?? ".mingjing"),
    host: get("MINGJING_HOST") ?? "127.0.0.1",
    port: integer("MINGJING_PORT", get("MINGJING_PORT"), { min: 0, max: 65_535 }),
    trustedProxies: parseProxies(get("MINGJING_TRUSTED_PROXIES") ?? ""),
    roles: parseRoles(get("MINGJING_ROLES") ?? "all"),
    ferry: {
      out: get("MINGJING_FERRY_OUT"),
      in: get("MINGJING_FERRY_IN"),
      vkey: get("MINGJING_FERRY_VKEY"),
    },
    demo: oneOf("MINGJING_DEMO", get("MINGJING_DEMO"), ["on", "off", "auto"] as const),
    demoMirror: oneOf("MINGJING_DEMO_MIRROR", get("MINGJING_DEMO_MIRROR"), ["on", "off"] as const),
    cameras: oneOf("MINGJING_CAMERAS", get("MINGJING_CAMERAS"), ["on", "off"] as const),
    ffmpeg: get("MINGJING_FFMPEG"),
    videoQuotaGigabytes: given("MINGJING_VIDEO_QUOTA_GB", { min: 1, max: 10_000_000 }),
    gb28181: parseGb28181(get),
    picturesDir: get("MINGJING_PICTURES_DIR"),
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
    witnessPolicy: get("MINGJING_WITNESS_POLICY"),
    signer: readSigner(get),
    publicUrl: get("MINGJING_PUBLIC_URL"),
    siteHosts: listOf(get("MINGJING_SITE_HOSTS") ?? ""),
    oidc: parseOidc(get),
    caRoots: get("MINGJING_CA_ROOTS"),
    caCrls: listOf(get("MINGJING_CA_CRLS") ?? "").map((part) => resolve(PROJECT_ROOT, part)),
    caBridge: get("MINGJING_CA_BRIDGE") ?? "",
    backupDir: get("MINGJING_BACKUP_DIR"),
    notify: readNotify(get),
    anchors: readAnchors(get),
    backupPassphrase: get("MINGJING_BACKUP_PASSPHRASE"),
    auditRetentionDays: given("MINGJING_AUDIT_RETENTION_DAYS", { min: 180, max: 36_500 }),
    logBlock: given("MINGJING_LOG_BLOCK", { min: 0, max: 4096 }),
    edgeLogKeys: parseEdgeLogKeys(get),
    token: get("MINGJING_TOKEN"),
    url: get("MINGJING_URL") ?? "",
  };
}

/** Ways by which notifications leave the console. */
export interface NotifyVariables {
  readonly smtpUrl: string | undefined;
  readonly mailFrom: string | undefined;
  readonly smsUrl: string | undefined;
  readonly smsSecret: string | undefined;
  readonly wecomUrl: string | undefined;
  readonly dingtalkUrl: string | undefined;
  readonly dingtalkSecret: string | undefined;
}

/** Chains to which checkpoints are anchored. */
export interface AnchorVariables {
  readonly everyMinutes: number;
  readonly province:
    | {
        readonly url: string;
        readonly account: string;
        readonly secret: string;
        readonly publicKeys: readonly string[];
      }
    | undefined;
  readonly evm:
    | { readonly url: string; readonly contract: `0x${string}`; readonly confirmations: number }
    | undefined;
}

/** Each chain is whole or absent. */
function readAnchors(get: (name: string) => string | undefined): AnchorVariables {
  const whole = (chain: string, names: readonly string[]): string[] | undefined => {
    const values = names.map((name) => get(`MINGJING_ANCHOR_${chain}_${name}`));
    const given = values.filter((value) => value !== undefined);
    if (given.length === 0) return undefined;
    if (given.length === names.length) return given;
    const listed = names.map((name) => `MINGJING_ANCHOR_${chain}_${name}`).join(", ");
    throw new ConfigError(`${listed} are given together or not at all.`);
  };
  const province = whole("PROVINCE", ["URL", "ACCOUNT", "SECRET", "KEY"]);
  const evm = whole("EVM", ["URL", "CONTRACT"]);
  for (const chain of ["PROVINCE", "EVM"])
    requireUrl(`MINGJING_ANCHOR_${chain}_URL`, get(`MINGJING_ANCHOR_${chain}_URL`), ["https:"]);
  return {
    everyMinutes: integer("MINGJING_ANCHOR_MINUTES", get("MINGJING_ANCHOR_MINUTES"), {
      min: 1,
      max: 1440,
    }),
    province: province && provinceOf(province),
    evm: evm && {
      ...evmOf(evm),
      confirmations: integer(
        "MINGJING_ANCHOR_EVM_CONFIRMATIONS",
        get("MINGJING_ANCHOR_EVM_CONFIRMATIONS"),
        { min: 0, max: 1000 },
      ),
    },
  };
}

function provinceOf([url = "", account = "", secret = "", keys = ""]: readonly string[]) {
  const publicKeys = listOf(keys).map((key) => key.toLowerCase());
  if (publicKeys.length === 0 || !publicKeys.every((key) => /^04[0-9a-f]{128}$/.test(key)))
    throw new ConfigError("MINGJING_ANCHOR_PROVINCE_KEY: give 04 and 128 hex digits (an SM2 key).");
  if (!/^[\x21-\x7e]{1,100}$/.test(account))
    throw new ConfigError("MINGJING_ANCHOR_PROVINCE_ACCOUNT: letters and digits without a space.");
  return { url, account, secret, publicKeys };
}

function evmOf([url = "", contract = ""]: readonly string[]) {
  const address = contract.toLowerCase();
  if (!/^0x[0-9a-f]{40}$/.test(address))
    throw new ConfigError("MINGJING_ANCHOR_EVM_CONTRACT: give 0x and 40 hex digits.");
  return { url, contract: address as `0x${string}` };
}

/** Each way is whole or absent; a key must not travel in the clear. */
function readNotify(get: (name: string) => string | undefined): NotifyVariables {
  for (const [one, other] of [
    ["MINGJING_SMTP_URL", "MINGJING_MAIL_FROM"],
    ["MINGJING_SMS_URL", "MINGJING_SMS_SECRET"],
    ["MINGJING_DINGTALK_URL", "MINGJING_DINGTALK_SECRET"],
  ] as const) {
    if ((get(one) === undefined) !== (get(other) === undefined))
      throw new ConfigError(`${one} and ${other} are given together or not at all.`);
  }
  requireUrl("MINGJING_SMTP_URL", get("MINGJING_SMTP_URL"), ["smtp:", "smtps:"]);
  for (const name of ["MINGJING_SMS_URL", "MINGJING_WECOM_URL", "MINGJING_DINGTALK_URL"])
    requireUrl(name, get(name), ["https:"]);
  return {
    smtpUrl: get("MINGJING_SMTP_URL"),
    mailFrom: get("MINGJING_MAIL_FROM"),
    smsUrl: get("MINGJING_SMS_URL"),
    smsSecret: get("MINGJING_SMS_SECRET"),
    wecomUrl: get("MINGJING_WECOM_URL"),
    dingtalkUrl: get("MINGJING_DINGTALK_URL"),
    dingtalkSecret: get("MINGJING_DINGTALK_SECRET"),
  };
}

/** The value is not repeated in the message: it may hold a key. */
function requireUrl(name: string, text: string | undefined, protocols: readonly string[]): void {
  if (text === undefined) return;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isInside =
    url?.protocol === "http:" && protocols.includes("https:") && isLoopback(url.hostname);
  if (url === undefined || !(protocols.includes(url.protocol) || isInside))
    throw new ConfigError(
      `${name}: give an address that begins with ${protocols.join("// or ")}//.`,
    );
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

function parseRoles(text: string): ReadonlySet<ProcessRole> {
  if (text === "all") return ALL_ROLES;
  return new Set(text.split(",").map((role) => oneOf("MINGJING_ROLES", role.trim(), ROLES)));
}

function parseProxies(text: string): readonly string[] {
  const proxies = listOf(text);
  const wrong = proxies.find((part) => !isProxyNetwork(part));
  if (wrong === undefined) return proxies;
  throw new ConfigError(
    `MINGJING_TRUSTED_PROXIES: ${wrong} is neither an address nor a network; give e.g. 127.0.0.1,10.20.0.0/28.`,
  );
}

/** A process for the public alone: it is given neither the inner database nor keys. */
export const isPortalAlone = ({ roles }: Config): boolean =>
  roles.size === 1 && roles.has("portal");

function parseOidc(get: (name: string) => string | undefined): OidcConfig | undefined {
  const issuer = get("MINGJING_OIDC_ISSUER");
  if (issuer === undefined) return undefined;
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const isSafe = url?.protocol === "https:" || isLoopback(url?.hostname ?? "");
  if (!isSafe) throw new ConfigError(`MINGJING_OIDC_ISSUER=${issuer}: give an https address.`);
  const needed = (name: string): string => {
    const value = get(name);
    if (value === undefined) throw new ConfigError(`${name}: needed with MINGJING_OIDC_ISSUER.`);
    return value;
  };
  return {
    issuer,
    clientId: needed("MINGJING_OIDC_CLIENT_ID"),
    clientSecret: needed("MINGJING_OIDC_CLIENT_SECRET"),
    accountClaim: get("MINGJING_OIDC_ACCOUNT_CLAIM"),
  };
}

function parseGb28181(get: (name: string) => string | undefined): GbVariables | undefined {
  const id = get("MINGJING_GB28181_ID");
  const host = get("MINGJING_GB28181_HOST");
  if (id === undefined && host === undefined) return undefined;
  if (id === undefined || host === undefined)
    throw new ConfigError(
      "MINGJING_GB28181_ID and MINGJING_GB28181_HOST are given together or not at all.",
    );
  if (!/^\d{20}$/.test(id))
    throw new ConfigError(`MINGJING_GB28181_ID=${id}: the number has twenty digits.`);
  if (!isIPv4(host))
    throw new ConfigError(`MINGJING_GB28181_HOST=${host}: give an IPv4 address of this machine.`);
  const realm = get("MINGJING_GB28181_REALM") ?? id.slice(0, 10);
  if (!/^[\w.-]{1,64}$/.test(realm))
    throw new ConfigError(`MINGJING_GB28181_REALM=${realm}: ten digits as a rule.`);
  const port = "MINGJING_GB28181_PORT";
  return {
    id,
    realm,
    host,
    sipPort: integer(port, get(port), { min: 1, max: 65_535 }),
    mediaPorts: parsePorts("MINGJING_GB28181_MEDIA_PORTS", get("MINGJING_GB28181_MEDIA_PORTS")),
  };
}

function parsePorts(name: string, text = ""): { from: number; to: number } {
  const [from = 0, to = 0] = (/^(\d{4,5})-(\d{4,5})$/.exec(text) ?? []).slice(1).map(Number);
  if (from < 1024 || to > 65_535 || to < from)
    throw new ConfigError(`${name}=${text}: give a range of ports such as 30000-30499.`);
  return { from, to };
}

function parseEdgeLogKeys(get: (name: string) => string | undefined): PublicKeys | undefined {
  const [a, b] = [get("MINGJING_EDGE_LOG_KEY_A"), get("MINGJING_EDGE_LOG_KEY_B")];
  if (a === undefined && b === undefined) return undefined;
  if (a === undefined || b === undefined)
    throw new ConfigError(
      "MINGJING_EDGE_LOG_KEY_A and MINGJING_EDGE_LOG_KEY_B are given together or not at all.",
    );
  try {
    return readPublicKeys({ a, b });
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    throw new ConfigError(`MINGJING_EDGE_LOG_KEY_A, MINGJING_EDGE_LOG_KEY_B: ${error.message}.`);
  }
}

function parseOrigin(text: string): string {
  if (!/^[^\s+]{1,200}$/.test(text)) {
    throw new ConfigError("MINGJING_LOG_ORIGIN: no spaces, no plus sign (C2SP signed-note).");
  }
  return text;
}

export const isLoopback = (host: string): boolean =>
  host === "127.0.0.1" || host === "::1" || host === "localhost";
