/** The key of a witness in its state directory: made once, never leaves it, never read by anybody else. */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";

import { cosignedText, parseCosignerVkey, parseVkey } from "../../verifier/src/index.ts";
import { readPrivate, replaceFile, WitnessFault } from "./files.ts";

/** Signature type of timestamped Ed25519 cosignatures (c2sp.org/signed-note, "Signature types"). */
const COSIGNATURE_ED25519 = Buffer.of(4);
const FILE = "witness.key";

export interface WitnessKey {
  /** Name in the signature lines; best a name without scheme, e.g. jiwei.example.cn/witness. */
  readonly name: string;
  /** Public half, for the policy of a log: "name+id+key". */
  readonly vkey: string;
  /** Signature line over the text of a checkpoint, with its line end. `seconds` since 1970. */
  cosign(checkpointText: string, seconds: number): string;
}

interface StoredKey {
  readonly name: string;
  readonly pem: string;
}

/** @throws WitnessFault for a name that another key has, a file others may read, or a damaged one */
export async function openKey(directory: string, name: string | undefined): Promise<WitnessKey> {
  const stored = await readPrivate(directory, FILE);
  if (stored !== undefined) {
    const { name: known, pem } = parseStored(stored);
    if (name !== undefined && name !== known)
      throw new WitnessFault(`the key in ${directory} belongs to “${known}”, not to “${name}”`);
    return keyOf(known, createPrivateKey(pem));
  }
  if (name === undefined) throw new WitnessFault("--name NAME is needed to make the key");
  const { privateKey } = generateKeyPairSync("ed25519");
  const key = keyOf(name, privateKey);
  const pem = privateKey.export({ format: "pem", type: "pkcs8" }).toString();
  await replaceFile(directory, FILE, `name ${name}\n${pem}`);
  return key;
}

function parseStored(text: string): StoredKey {
  const [, name = "", pem = ""] =
    /^name (\S+)\n(-----BEGIN PRIVATE KEY-----\n.+)$/su.exec(text) ?? [];
  if (pem === "") throw new WitnessFault(`${FILE} is damaged`);
  return { name, pem };
}

function keyOf(name: string, privateKey: KeyObject): WitnessKey {
  const spki = createPublicKey(privateKey).export({ format: "der", type: "spki" });
  // The 32 bytes of the public key stand at the end (RFC 8410 §4).
  const typed = Buffer.concat([COSIGNATURE_ED25519, spki.subarray(-32)]);
  const keyId = createHash("sha256").update(`${name}\n`).update(typed).digest().subarray(0, 4);
  const vkey = `${name}+${keyId.toString("hex")}+${typed.toString("base64")}`;
  if (privateKey.asymmetricKeyType !== "ed25519" || !parseCosignerVkey(vkey).ok)
    throw new WitnessFault(`“${name}” is no name for a witness: no spaces, no plus sign`);
  return {
    name,
    vkey,
    cosign(checkpointText, seconds) {
      const message = Buffer.from(cosignedText(checkpointText, seconds), "utf8");
      const time = Buffer.alloc(8);
      time.writeBigUInt64BE(BigInt(seconds));
      const bytes = Buffer.concat([keyId, time, sign(null, message, privateKey)]);
      return `— ${name} ${bytes.toString("base64")}\n`;
    },
  };
}

/** Keys of logs by origin: the name of a log's key is its origin. @throws WitnessFault */
export function logKeys(vkeys: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const byOrigin = new Map<string, readonly string[]>();
  for (const vkey of vkeys) {
    const key = parseVkey(vkey);
    if (!key.ok)
      throw new WitnessFault(`--log ${vkey}: this is no public key of a log (${key.code})`);
    byOrigin.set(key.value.name, [...(byOrigin.get(key.value.name) ?? []), vkey]);
  }
  return byOrigin;
}
