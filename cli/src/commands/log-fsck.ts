/** `mingjing log fsck --url URL`: reads every tile and entry of a public log (c2sp.org/tlog-tiles) and names what is wrong. */
import { parseArgs } from "node:util";

import zh from "../../../locales/zh-CN/verifier.json" with { type: "json" };
import {
  evaluatePolicy,
  parseCheckpoint,
  parsePolicy,
  parseVkey,
  type Policy,
  type Verification,
  verifySignedNote,
} from "../../../verifier/src/index.ts";
import { type Checked, checkTiles, type TileFinding } from "../fsck/check.ts";
import { createSpeaker, oneLine, type Speaker } from "../say.ts";
import { optionsOf } from "../usage.ts";

export const LOG_FSCK_USAGE = zh["cli.fsck.usage"];

export interface FsckWorld {
  readonly fetchText: (url: string) => Promise<string>;
  readonly fetchBytes: (url: string) => Promise<Uint8Array>;
  readonly readText: (path: string) => Promise<string>;
  /** What the operator's server says of its own database. */
  readonly askServer: () => Promise<DatabaseCheck>;
  readonly now: () => number;
  write(text: string): void;
  printError(line: string): void;
}

interface DatabaseFinding {
  readonly code: string;
  readonly level: number;
  readonly index: number;
  readonly id?: string;
  readonly kind?: string;
  readonly subject?: string;
}

export interface DatabaseCheck {
  readonly size: number;
  readonly checkpoints: number;
  readonly findings: readonly DatabaseFinding[];
  readonly count: number;
}

const EXIT = { good: 0, bad: 1, usage: 2, unreadable: 3 } as const;

interface Options {
  /** Prefix of the log, with a slash at its end. */
  readonly prefix: string;
  readonly vkey: string | undefined;
  readonly policyFile: string | undefined;
  /** Of the operator's own server, in place of a log's address. */
  readonly database: boolean;
  readonly json: boolean;
  readonly speaker: Speaker;
}

/** The prefix of a log; an address without a path is that of a platform, whose log is at /log. */
function prefixOf(url: string): string {
  const { href, pathname } = new URL(url);
  if (pathname === "/") return new URL("/log/", href).href;
  return href.endsWith("/") ? href : `${href}/`;
}

/** @throws TypeError for unknown options */
function readOptions(args: readonly string[]): Options | string {
  const { values } = parseArgs({
    args: [...args],
    options: {
      url: { type: "string", default: "" },
      vkey: { type: "string" },
      policy: { type: "string" },
      database: { type: "boolean", default: false },
      json: { type: "boolean", default: false },
      lang: { type: "string", default: "zh" },
    },
  });
  const { database, json, lang, policy: policyFile, url, vkey } = values;
  const speaker = createSpeaker(lang);
  if (speaker === undefined) return `--lang ${lang}`;
  if (database && url === "") return { prefix: "", vkey, policyFile, database, json, speaker };
  if (database || !URL.canParse(url)) return `--url ${url}`;
  if (vkey !== undefined && !parseVkey(vkey).ok) return speaker.say("cli.bad-key", { key: vkey });
  return { prefix: prefixOf(url), vkey, policyFile, database, json, speaker };
}

interface Found {
  readonly size: number;
  readonly checked: Checked;
  /** Of the log's key; undefined where none was given. */
  readonly signature: Verification | undefined;
  readonly policy: { readonly ok: boolean; readonly code: string } | undefined;
  readonly seconds: number;
}

async function readPolicy(
  { policyFile }: Options,
  world: FsckWorld,
): Promise<Policy | string | undefined> {
  if (policyFile === undefined) return undefined;
  const read = parsePolicy(await world.readText(policyFile));
  return read.ok ? read.value : read.code;
}

async function examine(
  { prefix, vkey }: Options,
  policy: Policy | undefined,
  world: FsckWorld,
): Promise<Found> {
  const begin = world.now();
  const note = await world.fetchText(new URL("checkpoint", prefix).href);
  const head = parseCheckpoint(note);
  if (!head.ok) throw new Error(head.code);
  const source = { read: (path: string) => world.fetchBytes(new URL(path, prefix).href) };
  const checked = await checkTiles(source, head.value);
  return {
    size: head.value.size,
    checked,
    signature: vkey === undefined ? undefined : verifySignedNote(note, vkey),
    policy: policy === undefined ? undefined : evaluatePolicy(note, policy),
    seconds: (world.now() - begin) / 1000,
  };
}

const isGood = ({ checked, signature, policy }: Found): boolean =>
  checked.findings.length === 0 && signature?.ok !== false && policy?.ok !== false;

function findingLine({ code, tile, index = 0, reason = "" }: TileFinding, { say }: Speaker) {
  return `  ✗ ${say(`cli.fsck.found.${code}`, { tile, index, reason: oneLine(reason) })}`;
}

function describe(found: Found, speaker: Speaker): string {
  const { checked, policy, seconds, signature, size } = found;
  const { say } = speaker;
  const rate = Math.round(size / Math.max(seconds, 0.001));
  const mark = (ok: boolean) => (ok ? "✓" : "✗");
  const lines = [
    say("cli.fsck.title"),
    signature === undefined
      ? `  · ${say("cli.fsck.unsigned")}`
      : `  ${mark(signature.ok)} ${say("cli.fsck.signature")}  ${say(signature.code, signature.params)}`,
    ...(policy === undefined
      ? []
      : [`  ${mark(policy.ok)} ${say("cli.fsck.policy")}  ${say(policy.code)}`]),
    `  · ${say("cli.fsck.read", { tiles: checked.tiles, entries: checked.entries, rate })}`,
    ...checked.findings.map((finding) => findingLine(finding, speaker)),
    isGood(found)
      ? say("cli.fsck.good", { size })
      : say("cli.fsck.bad", { count: checked.findings.length }),
  ];
  return `${lines.join("\n")}\n`;
}

async function fsckDatabase({ json, speaker }: Options, world: FsckWorld): Promise<number> {
  const { say } = speaker;
  const found = await world.askServer();
  const lines = [
    say("cli.fsck.title"),
    ...found.findings.map(
      ({ code, ...rest }) => `  ✗ ${oneLine(say(`cli.fsck.stored.${code}`, { ...rest }))}`,
    ),
    found.count === 0
      ? say("cli.fsck.stored.good", { size: found.size, checkpoints: found.checkpoints })
      : say("cli.fsck.bad", { count: found.count }),
  ];
  world.write(json ? `${JSON.stringify(found)}\n` : `${lines.join("\n")}\n`);
  return found.count === 0 ? EXIT.good : EXIT.bad;
}

/** Exit code 0 all holds, 1 something does not, 2 wrong usage, 3 there is no checkpoint that can be read. */
export async function runLogFsck(args: readonly string[], world: FsckWorld): Promise<number> {
  const options = optionsOf(args, readOptions);
  if (typeof options === "string") {
    world.printError(`${options}\n${LOG_FSCK_USAGE}`);
    return EXIT.usage;
  }
  const { json, speaker } = options;
  if (options.database) return fsckDatabase(options, world);
  const policy = await readPolicy(options, world);
  if (typeof policy === "string") {
    world.printError(`--policy ${options.policyFile}: ${speaker.say(policy)}`);
    return EXIT.usage;
  }
  let found: Found;
  try {
    found = await examine(options, policy, world);
  } catch (error) {
    world.printError(speaker.say("cli.audit.unreachable", { reason: (error as Error).message }));
    return EXIT.unreadable;
  }
  const { checked, ...rest } = found;
  world.write(
    json
      ? `${JSON.stringify({ ok: isGood(found), ...rest, ...checked })}\n`
      : describe(found, speaker),
  );
  return isGood(found) ? EXIT.good : EXIT.bad;
}
