/** Files of the signer in <data dir>/keys: log.key and log-sm2.key (PKCS #8 PEM, 0600), log.state, log-….state (last signed, a file a log), *.vkey (public). */
import { createHash, createPrivateKey, generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdir, readdir, readFile, rename } from "node:fs/promises";
import { join } from "node:path";

import { readIfThere, syncDirectory, writeDurably } from "../../platform/files.ts";
import { fileSecrets } from "../../platform/secrets.ts";
import type { TreeHead } from "./consistency.ts";
import type { HeadMessage } from "./signer-messages.ts";
import { nothingSigned } from "./signing-rule.ts";
import { sm2KeyOf, type Sm2Key } from "./sm2.ts";

const directoryOf = (dataDir: string) => join(dataDir, "keys");

export const keyPath = (dataDir: string, name: "log" | "log-sm2"): string =>
  join(directoryOf(dataDir), `${name}.key`);

function newKey(): string {
  const { privateKey } = generateKeyPairSync("ed25519");
  return privateKey.export({ format: "pem", type: "pkcs8" }).toString().trim();
}

/** The log's key; made when there is none. */
export async function openKey(dataDir: string): Promise<KeyObject> {
  const pem = await fileSecrets(directoryOf(dataDir))("log.key", newKey);
  const key = createPrivateKey(pem);
  if (key.asymmetricKeyType !== "ed25519") throw new Error("keys/log.key is no Ed25519 key");
  return key;
}

function newSm2Key(): string {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "SM2" });
  return privateKey.export({ format: "pem", type: "pkcs8" }).toString().trim();
}

/** The log's second key, for whoever may rely on national algorithms only; made when there is none. */
export const openSm2Key = async (dataDir: string): Promise<Sm2Key> =>
  sm2KeyOf(await fileSecrets(directoryOf(dataDir))("log-sm2.key", newSm2Key));

/** Puts the keys of a sealed log aside, so that the next one gets new ones. Twice does no harm. */
export async function retireKeys(dataDir: string, origin: string): Promise<void> {
  const retired = join(directoryOf(dataDir), "retired");
  await mkdir(retired, { recursive: true, mode: 0o700 });
  for (const name of ["log", "log-sm2"]) {
    const path = join(directoryOf(dataDir), `${name}.key`);
    const aside = join(retired, `${name}-${shortHash(origin)}.key`);
    if ((await readIfThere(aside)) === undefined && (await readIfThere(path)) !== undefined)
      await rename(path, aside);
  }
  await syncDirectory(directoryOf(dataDir));
}

const shortHash = (origin: string): string =>
  createHash("sha256").update(origin).digest("hex").slice(0, 16);

export interface LastSigned extends TreeHead {
  /** By the signer's clock, milliseconds; undefined of nothing, and of files from before it was kept. */
  readonly at?: number;
}

/**
 * Each log has a state of its own; the first has log.state. One that was written before names were kept is of the log
 * that asks first.
 */
async function statePath(dataDir: string, origin: string): Promise<string> {
  const first = join(directoryOf(dataDir), "log.state");
  const text = await readIfThere(first);
  if (text === undefined) return first;
  const { origin: written = origin } = parseState(text);
  if (written === origin) return first;
  return join(directoryOf(dataDir), `log-${shortHash(origin)}.state`);
}

interface StateFile extends HeadMessage {
  readonly at?: unknown;
  readonly origin?: string;
}

/** @throws Error if the file is damaged */
function parseState(text: Buffer): StateFile {
  const state = JSON.parse(text.toString("utf8")) as StateFile;
  const { size, root } = state;
  if (!Number.isSafeInteger(size) || size < 0 || !/^[0-9a-f]{64}$/.test(root))
    throw new Error("keys/log.state is damaged");
  return state;
}

/** When this key signed last, whatever the log was. */
async function newestTime(dataDir: string): Promise<{ at?: number }> {
  const names = await readdir(directoryOf(dataDir)).catch(() => []);
  const times = await Promise.all(
    names
      .filter((name) => /^log.*\.state$/u.test(name))
      .map(async (name) => parseState(await readFile(join(directoryOf(dataDir), name))).at),
  );
  const known = times.filter((at) => typeof at === "number");
  return known.length === 0 ? {} : { at: Math.max(...known) };
}

/**
 * What was signed last of this log, the empty tree if nothing. @throws Error if the file is damaged: then nothing is
 * signed
 */
export async function readLastSigned(dataDir: string, origin: string): Promise<LastSigned> {
  const text = await readIfThere(await statePath(dataDir, origin));
  if (text === undefined) return { ...nothingSigned(), ...(await newestTime(dataDir)) };
  const { size, root, at } = parseState(text);
  const head = { size, root: Buffer.from(root, "hex") };
  return typeof at === "number" && Number.isFinite(at) ? { ...head, at } : head;
}

export async function writeLastSigned(
  dataDir: string,
  origin: string,
  { size, root, at }: LastSigned,
): Promise<void> {
  await mkdir(directoryOf(dataDir), { recursive: true, mode: 0o700 });
  const text = `${JSON.stringify({ origin, size, root: root.toString("hex"), at })}\n`;
  await writeDurably(await statePath(dataDir, origin), text);
}

export const writeVkey = (dataDir: string, vkey: string, name = "log"): Promise<void> =>
  writeDurably(join(directoryOf(dataDir), `${name}.vkey`), `${vkey}\n`);

/** Public key of the log, undefined before the signer's first start. */
export async function readVkey(dataDir: string): Promise<string | undefined> {
  const text = await readIfThere(join(directoryOf(dataDir), "log.vkey"));
  return text?.toString("utf8").trim();
}
