/**
 * `mingjing mirror`: at the inspection organ `init` makes a token, `serve` keeps a verified replica, `sync` makes one pass,
 * `query` looks into it; at the platform `admit`, `revoke` and `list` say whose tokens count.
 */
import { createHash, randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";

import { FIELD_NAMES } from "../../../contract/src/field-names.zh.ts";
import {
  clock,
  createSync,
  createUpstream,
  findFacts,
  findHead,
  isDay,
  isLoopback,
  MirrorFault,
  openState,
  type Pass,
  readQuery,
  readState,
  requirePrivate,
  say,
  serveMirror,
} from "../../../mirror/src/index.ts";
import type { Config } from "../../../server/src/config.ts";
import { parsePolicy, parseVkey, type Policy } from "../../../verifier/src/index.ts";
import { kindTitles } from "../kind-titles.ts";
import { oneLine } from "../say.ts";
import { request } from "../server.ts";
import { isUsage, UsageError } from "../usage.ts";

export const MIRROR_USAGE = [
  "mingjing mirror init --token-file FILE",
  "mingjing mirror serve --from URL --token-file FILE --state DIR --listen HOST:PORT [--policy FILE] [--vkey KEY] [--every SECONDS] [--behind-proxy]",
  "mingjing mirror sync --from URL --token-file FILE --state DIR [--policy FILE] [--vkey KEY]",
  "mingjing mirror query --state DIR [--project TEXT] [--firm TEXT] [--department TEXT] [--kind KIND] [--from DAY] [--to DAY] [--limit N] [--json]",
  "mingjing mirror admit --name NAME --organ UNIT --token-hash HEX",
  "mingjing mirror revoke --name NAME",
  "mingjing mirror list",
].join("\n  ");

export interface MirrorWorld {
  readonly now: () => Date;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  /** Resolves when the process is told to stop. */
  readonly stopped: () => Promise<void>;
  /** Of the platform's operator. */
  readonly config: () => Promise<Config>;
}

const TEXT = { type: "string" } as const;
const EVERY_SECONDS = 5;

/** 0 done, 1 something contradicts or is refused, 2 wrong usage, 3 the centre cannot be reached; others throw. */
export async function runMirror(args: readonly string[], world: MirrorWorld): Promise<number> {
  const [verb = "", ...rest] = args;
  try {
    const command = COMMANDS[verb];
    if (command === undefined)
      throw new UsageError(`give one of ${Object.keys(COMMANDS).join(", ")}`);
    return await command(rest, world);
  } catch (error) {
    if (!(isUsage(error) || error instanceof MirrorFault)) throw error;
    world.printError(`mirror: ${error.message}`);
    if (error instanceof MirrorFault) return 1;
    world.printError(MIRROR_USAGE);
    return 2;
  }
}

type Command = (args: readonly string[], world: MirrorWorld) => Promise<number>;

const COMMANDS: Readonly<Record<string, Command>> = {
  init,
  serve,
  sync,
  query,
  admit,
  revoke,
  list,
};

function need(value: string | undefined, name: string): string {
  if (value === undefined || value === "") throw new UsageError(`--${name} is missing`);
  return value;
}

/** Makes a token. Only its hash is told to anybody: what is printed is not secret. */
async function init(args: readonly string[], { print }: MirrorWorld): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { "token-file": TEXT } });
  const file = need(values["token-file"], "token-file FILE");
  const token = randomBytes(32).toString("base64url");
  try {
    await writeFile(file, `${token}\n`, { mode: 0o600, flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new MirrorFault(`${file} is there already: a token is made once`, { cause: error });
  }
  print(createHash("sha256").update(token).digest("hex"));
  return 0;
}

const PULLING = {
  from: TEXT,
  "token-file": TEXT,
  state: TEXT,
  policy: TEXT,
  vkey: TEXT,
} as const;

type Pulling = Partial<Record<keyof typeof PULLING, string>>;

async function readPolicy(file: string | undefined): Promise<Policy | undefined> {
  if (file === undefined) return undefined;
  const read = parsePolicy(await readFile(file, "utf8"));
  if (!read.ok)
    throw new UsageError(`--policy ${file}: ${read.code} ${JSON.stringify(read.params)}`);
  return read.value;
}

async function open(values: Pulling, now: () => Date) {
  const from = need(values.from, "from URL");
  if (!URL.canParse(from)) throw new UsageError(`--from ${from}: this is no address`);
  if (values.vkey !== undefined && !parseVkey(values.vkey).ok)
    throw new UsageError(`--vkey ${values.vkey}: this is no public key of a log`);
  const file = need(values["token-file"], "token-file FILE");
  await requirePrivate(file);
  const token = (await readFile(file, "utf8")).trim();
  const policy = await readPolicy(values.policy);
  const state = await openState(need(values.state, "state DIR"));
  const known = findHead(state.db)?.vkey;
  if (known !== undefined && values.vkey !== undefined && known !== values.vkey) {
    state.close();
    throw new MirrorFault(`the state was verified by ${known}, not by ${values.vkey}`);
  }
  const upstream = createUpstream({ from, token });
  return {
    state,
    sync: createSync({ db: state.db, upstream, policy, vkey: values.vkey, now }),
  };
}

function lineOf(pass: Pass): string {
  if (pass.state === "good") return say("cli.sync.good", { size: pass.size });
  if (pass.state === "waiting") return say("cli.sync.waiting", { size: pass.size });
  if (pass.state === "unreachable") return say("cli.sync.unreachable", { reason: pass.reason });
  return say("cli.sync.refused", { what: say(`code.${pass.code}`, pass.params) });
}

async function sync(args: readonly string[], world: MirrorWorld): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: PULLING });
  const opened = await open(values, world.now);
  try {
    const pass = await opened.sync();
    const isGood = pass.state === "good" || pass.state === "waiting";
    (isGood ? world.print : world.printError)(oneLine(lineOf(pass)));
    if (isGood) return 0;
    return pass.state === "refused" ? 1 : 3;
  } finally {
    opened.state.close();
  }
}

function addressOf(text: string | undefined): { host: string; port: number } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text ?? "") ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) > 65_535)
    throw new UsageError("--listen HOST:PORT is missing or wrong, e.g. --listen 127.0.0.1:8710");
  return { host, port: Number(port) };
}

/** Prints a pass only when it says something new. */
function reporter({ print, printError }: MirrorWorld) {
  const said = { line: "" };
  return (pass: Pass) => {
    const line = oneLine(lineOf(pass));
    const isSame = line === said.line || (pass.state === "good" && said.line === "good");
    said.line = pass.state === "good" ? "good" : line;
    if (!isSame) (pass.state === "good" ? print : printError)(line);
  };
}

async function serve(args: readonly string[], world: MirrorWorld): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { ...PULLING, listen: TEXT, every: TEXT, "behind-proxy": { type: "boolean" } },
  });
  const { host, port } = addressOf(values.listen);
  const behindProxy = values["behind-proxy"] === true;
  if (!isLoopback(host) && !behindProxy)
    throw new UsageError(
      `--listen ${host} would let anybody in the network read the record: listen on 127.0.0.1, or put a proxy with ` +
        "sign-in in front and give --behind-proxy",
    );
  const everySeconds = Number(values.every ?? EVERY_SECONDS);
  if (!(everySeconds >= 1 && everySeconds <= 30))
    throw new UsageError("--every SECONDS is 1 to 30: the mirror is at most a minute behind");
  const titles = await kindTitles();
  const opened = await open(values, world.now);
  const serving = await serveMirror(opened, {
    host,
    port,
    behindProxy,
    everySeconds,
    names: {
      kind: (kind) => titles.get(kind) ?? kind,
      field: (name) => FIELD_NAMES[name] ?? name,
    },
    now: world.now,
    onPass: reporter(world),
    onFault: (error) => world.printError(`mirror: ${(error as Error).message}`),
  });
  world.print(`listening ${serving.url}`);
  await world.stopped();
  const { state } = serving.status();
  await serving.stop();
  return state === "refused" ? 1 : 0;
}

const QUERY = {
  state: TEXT,
  project: TEXT,
  firm: TEXT,
  department: TEXT,
  kind: TEXT,
  from: TEXT,
  to: TEXT,
  limit: { type: "string", default: "50" },
  json: { type: "boolean", default: false },
} as const;

async function query(args: readonly string[], world: MirrorWorld): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: QUERY });
  const { json, limit: most, state: directory, ...wanted } = values;
  const limit = Number(most);
  if (!Number.isSafeInteger(limit) || limit < 1)
    throw new UsageError("--limit N is a whole number");
  for (const day of [wanted.from, wanted.to])
    if (day !== undefined && !isDay(day)) throw new UsageError(`${day}: ${say("wrong.day")}`);
  const { close, db } = readState(need(directory, "state DIR"));
  try {
    const { size = 0, verifiedAt } = findHead(db) ?? {};
    const found = findFacts(db, readQuery(wanted), limit);
    const isMore = found.next !== undefined;
    if (json) world.print(JSON.stringify({ size, verifiedAt, facts: found.facts, more: isMore }));
    else await printFound(world, { ...found, size, verifiedAt });
    return 0;
  } finally {
    close();
  }
}

interface Found extends ReturnType<typeof findFacts> {
  readonly size: number;
  readonly verifiedAt: string | undefined;
}

async function printFound(
  { print }: MirrorWorld,
  { facts, next, size, verifiedAt }: Found,
): Promise<void> {
  const titles = await kindTitles();
  const at = verifiedAt === undefined ? say("status.never") : clock(verifiedAt);
  print(say("cli.query.head", { size, at }));
  for (const { index, kind, occurredAt, project, title } of facts) {
    const words = [clock(occurredAt), `#${index}`, titles.get(kind) ?? kind, project, title];
    print(oneLine(words.filter((word) => word !== null).join("  ")));
  }
  if (facts.length === 0) print(say("result.none"));
  if (next !== undefined) print(say("cli.query.more"));
}

async function ask(world: MirrorWorld, path: string, body?: object): Promise<number> {
  const post = {
    method: "POST",
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  };
  const answer = await request(await world.config(), path, body === undefined ? {} : post);
  const { mirrors } = (await answer.json()) as { readonly mirrors: readonly object[] };
  for (const mirror of mirrors) world.print(JSON.stringify(mirror));
  return 0;
}

async function admit(args: readonly string[], world: MirrorWorld): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { name: TEXT, organ: TEXT, "token-hash": TEXT },
  });
  const mirror = need(values.name, "name NAME");
  const organ = need(values.organ, "organ UNIT");
  const tokenHash = need(values["token-hash"], "token-hash HEX");
  return ask(world, "/api/admin/mirrors", { mirror, organ, tokenHash });
}

async function revoke(args: readonly string[], world: MirrorWorld): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { name: TEXT } });
  const name = need(values.name, "name NAME");
  return ask(world, `/api/admin/mirrors/${encodeURIComponent(name)}/revoke`, {});
}

async function list(_args: readonly string[], world: MirrorWorld): Promise<number> {
  return ask(world, "/api/admin/mirrors");
}
