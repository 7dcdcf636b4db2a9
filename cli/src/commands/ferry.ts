/**
 * `mingjing ferry`: keys, packages of facts and their check need no server; `status` and `start-over` ask the running
 * one inside.
 */
import { generateKeyPairSync } from "node:crypto";
import { createReadStream } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { parseArgs } from "node:util";

import { RuleViolation } from "../../../server/src/kernel/rule-violation.ts";
import {
  type FerryKey,
  readSigner,
  readVkey,
  vkeyOf,
} from "../../../server/src/modules/exchange/ferry-key.ts";
import {
  type ReadPackage,
  readPackage,
  requireName,
} from "../../../server/src/modules/exchange/package-reader.ts";
import { refusalText } from "../../../server/src/modules/exchange/refusal.ts";
import { request } from "../server.ts";
import { packFacts } from "./ferry-pack.ts";
import type { ServerWorld } from "./rebuild.ts";

export const FERRY_USAGE = [
  "mingjing ferry keygen --source NAME --out FILE",
  "mingjing ferry pack --source NAME --key FILE --out DIR [--start-over] FILE…",
  "mingjing ferry check [--key VKEY] FILE…",
  "mingjing ferry status | start-over",
].join("\n  ");

export interface FerryWorld {
  readonly server: () => ServerWorld;
  readonly print: (line: string) => void;
  readonly printError: (line: string) => void;
  readonly now: () => Date;
}

type Verb = (args: readonly string[], world: FerryWorld) => Promise<number>;

const VERBS: Readonly<Record<string, Verb>> = {
  keygen,
  pack,
  check,
  async status(_args, { server, print }) {
    print(await (await request(server().config, "/api/admin/ferry", {})).text());
    return 0;
  },
  async "start-over"(_args, { server, print }) {
    await request(server().config, "/api/admin/ferry/start-over", { method: "POST" });
    print("the next packages are a whole new state");
    return 0;
  },
};

/** 0 done, 1 refused by a rule, 2 wrong usage; others throw. */
export async function runFerry(args: readonly string[], world: FerryWorld): Promise<number> {
  const [name = "", ...rest] = args;
  const verb = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined;
  if (verb === undefined) return misused(world);
  try {
    return await verb(rest, world);
  } catch (error) {
    if (error instanceof TypeError && "code" in error) return misused(world, error.message);
    if (!(error instanceof RuleViolation)) throw error;
    world.printError(refusalText(error));
    return 1;
  }
}

function misused({ printError }: FerryWorld, why?: string): number {
  if (why !== undefined) printError(why);
  printError(FERRY_USAGE);
  return 2;
}

/** Makes a key and prints its public half, the line for the file of keys inside. */
async function keygen(args: readonly string[], world: FerryWorld): Promise<number> {
  const { source, out } = parseArgs({
    args: [...args],
    options: { source: { type: "string" }, out: { type: "string" } },
  }).values;
  if (source === undefined || out === undefined) return misused(world);
  const { privateKey } = generateKeyPairSync("ed25519");
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  const vkey = vkeyOf(readSigner(source, pem));
  // An existing key is never written over.
  await writeFile(out, pem, { mode: 0o600, flag: "wx" });
  world.print(`${source} ${vkey}`);
  return 0;
}

async function pack(args: readonly string[], world: FerryWorld): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      source: { type: "string" },
      key: { type: "string" },
      out: { type: "string" },
      "start-over": { type: "boolean", default: false },
    },
    allowPositionals: true,
  });
  const { source, key, out } = values;
  if (source === undefined || key === undefined || out === undefined || positionals.length === 0)
    return misused(world);
  const packages = await packFacts({
    signer: readSigner(source, await readFile(key, "utf8")),
    stateFile: `${key}.state.json`,
    out,
    files: positionals,
    isNew: values["start-over"],
    madeAt: world.now().toISOString(),
  });
  for (const { name, lines } of packages) world.print(`${name} ${lines} lines`);
  return 0;
}

/** Checks packages without server, database or network, and how they follow each other. */
async function check(args: readonly string[], world: FerryWorld): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { key: { type: "string" } },
    allowPositionals: true,
  });
  if (positionals.length === 0) return misused(world);
  const key = values.key === undefined ? undefined : readVkey(values.key);
  const read: ReadPackage[] = [];
  let refused = 0;
  for (const file of positionals) {
    const found = await checkFile(file, key, world);
    if (found === undefined) refused += 1;
    else read.push(found);
  }
  const breaks = chainBreaks(read);
  for (const line of breaks) world.printError(`✗ ${line}`);
  if (read.length > 1 && breaks.length === 0)
    world.print("✓ each of these packages follows the one before it");
  if (key === undefined)
    world.print("– signatures were not compared: give the key with --key to know who made them");
  return refused > 0 || breaks.length > 0 ? 1 : 0;
}

async function checkFile(
  file: string,
  key: FerryKey | undefined,
  { print, printError }: FerryWorld,
): Promise<ReadPackage | undefined> {
  try {
    const read = await readPackage(createReadStream(file), key);
    requireName(basename(file), read.header);
    print(describe(file, read, key));
    return read;
  } catch (error) {
    if (!(error instanceof RuleViolation)) throw error;
    printError(`✗ ${file}\n  ${refusalText(error).replaceAll("\n", "\n  ")}`);
    return undefined;
  }
}

function describe(
  file: string,
  { header, sha256 }: ReadPackage,
  key: FerryKey | undefined,
): string {
  const { cargo, origin, sequence, madeAt, full, part, more, lines } = header;
  const beginning = cargo === "released" ? "whole state" : "begins a chain";
  const kind = [full ? beginning : "goes on", ...(part > 1 || more ? [`part ${part}`] : [])];
  const checked = ["form", `${lines} lines and their order`, "hash", "name of the file"];
  if (key !== undefined) checked.push(`signature of ${key.name}`);
  return [
    `✓ ${file}`,
    `  ${cargo}, package ${sequence} of ${origin}, ${kind.join(", ")}, made ${madeAt}`,
    `  sha256 ${sha256}`,
    `  checked: ${checked.join(", ")}`,
  ].join("\n");
}

/** Where packages of one origin do not follow each other. */
function chainBreaks(read: readonly ReadPackage[]): string[] {
  const sorted = read.toSorted((a, b) => a.header.sequence - b.header.sequence);
  return [...Map.groupBy(sorted, ({ header }) => `${header.cargo} ${header.origin}`)].flatMap(
    ([whose, packages]) =>
      packages.slice(1).flatMap((one, index) => breakBetween(whose, packages[index], one) ?? []),
  );
}

function breakBetween(
  whose: string,
  before: ReadPackage | undefined,
  { header, sha256 }: ReadPackage,
): string | undefined {
  const { sequence, previous, full, part } = header;
  if (before === undefined) return undefined;
  if (before.header.sequence === sequence)
    return before.sha256 === sha256 ? undefined : `${whose}: two packages ${sequence} differ`;
  if (full && part === 1) return undefined;
  if (before.header.sequence + 1 !== sequence)
    return `${whose}: between ${before.header.sequence} and ${sequence} packages are missing`;
  return previous === before.sha256
    ? undefined
    : `${whose}: package ${sequence} does not follow this package ${before.header.sequence}`;
}
