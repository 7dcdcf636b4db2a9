/**
 * `mingjing edge-log`: `keys` makes one key pair, at the office that will hold it; `open` reads the sealed network log of
 * a day with the keys of both offices, and says so to the server first, where it stays on record.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { PURPOSE_HEADER } from "../../../contract/src/audit.ts";
import type { Config } from "../../../server/src/config.ts";
import { listLogFiles } from "../../../server/src/platform/edge-log/deletion.ts";
import {
  type Half,
  KeyError,
  makePrivateText,
  type PrivateKey,
  type PrivateKeys,
  publicTextOf,
  readPrivateKey,
} from "../../../server/src/platform/edge-log/keys.ts";
import {
  type OpenedFile,
  openFile,
  type Refusal,
} from "../../../server/src/platform/edge-log/sealed-file.ts";
import type { Visit } from "../../../server/src/platform/edge-log/visit.ts";
import { request } from "../server.ts";
import { UsageError, isUsage } from "../usage.ts";

export const EDGE_LOG_USAGE = [
  "mingjing edge-log keys --out FILE",
  "mingjing edge-log open --day YYYY-MM-DD --key-a FILE --key-b FILE (--purpose TEXT | --offline) [--dir DIR]",
].join("\n  ");

/** That a day will be opened, and what for. @throws Error if the server does not record it */
type Announce = (config: Config, day: string, purpose: string) => Promise<void>;

export interface EdgeLogWorld {
  readonly config: () => Config;
  readonly announce: Announce;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
}

// oxlint-disable-next-line max-params -- server, day, purpose
export const announceOpening: Announce = async (config, day, purpose) => {
  await request(config, `/api/admin/edge-log/${day}/openings`, {
    method: "POST",
    headers: { [PURPOSE_HEADER]: encodeURIComponent(purpose) },
  });
};

/** A key is refused: the message names it. */
class RefusedKey extends Error {}

/** 0 done, 1 a key or a file is refused, 2 wrong usage; others throw. */
export async function runEdgeLog(args: readonly string[], world: EdgeLogWorld): Promise<number> {
  const [verb, ...rest] = args;
  try {
    if (verb === "keys") return await makeKeys(rest, world);
    if (verb === "open") return await openDay(rest, world);
    throw new UsageError("give keys or open");
  } catch (error) {
    if (!(isUsage(error) || error instanceof RefusedKey)) throw error;
    world.printError(`edge-log: ${error.message}`);
    if (error instanceof RefusedKey) return 1;
    world.printError(EDGE_LOG_USAGE);
    return 2;
  }
}

/** Prints the public half; an existing key is never written over. */
async function makeKeys(args: readonly string[], { print }: EdgeLogWorld): Promise<number> {
  const { out } = parseArgs({ args: [...args], options: { out: { type: "string" } } }).values;
  if (out === undefined) throw new UsageError("--out FILE is missing");
  const text = makePrivateText();
  await writeFile(out, `${text}\n`, { mode: 0o600, flag: "wx" });
  print(publicTextOf(text));
  return 0;
}

const OPEN_OPTIONS = {
  day: { type: "string" },
  "key-a": { type: "string" },
  "key-b": { type: "string" },
  purpose: { type: "string" },
  offline: { type: "boolean", default: false },
  dir: { type: "string" },
} as const;

/** Undefined: to be opened away from any server, on the record that the two offices keep. */
type Purpose = string | undefined;

async function openDay(args: readonly string[], world: EdgeLogWorld): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPEN_OPTIONS });
  const { day = "", offline, purpose, dir } = values;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) throw new UsageError("--day: give YYYY-MM-DD");
  if (offline === (purpose !== undefined))
    throw new UsageError("give either --purpose TEXT or --offline");
  const keys: PrivateKeys = {
    a: await readKey("a", values["key-a"]),
    b: await readKey("b", values["key-b"]),
  };
  if (keys.a.id === keys.b.id) throw new RefusedKey("--key-a and --key-b are the same key");
  const directory = dir ?? join(world.config().dataDir, "edge-log");
  return showDay({ directory, day, keys, purpose }, world);
}

interface Opening {
  readonly directory: string;
  readonly day: string;
  readonly keys: PrivateKeys;
  readonly purpose: Purpose;
}

async function readKey(half: Half, path: string | undefined): Promise<PrivateKey> {
  const name = `--key-${half}`;
  if (path === undefined)
    throw new UsageError(`${name} FILE is missing: the log opens with both keys only`);
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new RefusedKey(`${name} ${path}: ${(error as Error).message}`);
  });
  try {
    return readPrivateKey(text);
  } catch (error) {
    if (!(error instanceof KeyError)) throw error;
    throw new RefusedKey(`${name} ${path}: ${error.message}`);
  }
}

async function showDay(
  { directory, day, keys, purpose }: Opening,
  { config, announce, print, printError }: EdgeLogWorld,
): Promise<number> {
  const files = (await listLogFiles(directory)).filter((file) => file.day === day);
  if (files.length === 0) {
    printError(`edge-log: no file of ${day} in ${directory}`);
    return 1;
  }
  if (purpose !== undefined) await announce(config(), day, purpose);
  let code = 0;
  for (const { name } of files) {
    const opened = openFile(await readFile(join(directory, name)), keys);
    if ("problem" in opened) throw new RefusedKey(`${name}: ${refusalText(opened)}`);
    opened.visits.forEach((visit) => print(lineOf(visit)));
    if (opened.day === day && opened.state === "whole") continue;
    printError(`edge-log: ${name}: ${stateText(opened, day)}`);
    code = 1;
  }
  return code;
}

const lineOf = ({ second, address, port }: Visit): string =>
  JSON.stringify({
    at: new Date(second * 1000).toISOString().replace(".000Z", "Z"),
    address,
    ...(port === undefined ? {} : { port }),
  });

function refusalText(refusal: Refusal): string {
  if (refusal.problem === "notALog")
    return "not a file of the edge log, or its first line is damaged";
  const name = `--key-${refusal.half}`;
  if (refusal.problem === "otherKey") return `${name} is another key than the one it is sealed to`;
  if (refusal.problem === "swapped")
    return `${name} is the key of the other half: change them about`;
  return `the share for ${name} was changed`;
}

function stateText({ state, visits, day }: OpenedFile, wanted: string): string {
  if (day !== wanted) return `its name says ${wanted}, what is sealed says ${day}`;
  return state === "changed"
    ? `changed after ${visits.length} records: what follows is not what was written`
    : `no last frame after ${visits.length} records: it is still being written, its process was killed, or it was cut off`;
}
