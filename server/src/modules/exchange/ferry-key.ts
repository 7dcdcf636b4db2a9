/** Keys of the ferry: Ed25519. Public ones are written as C2SP writes them, "name+hex8+base64(0x01 ‖ public key)". */
import { createHash, createPrivateKey, createPublicKey, type KeyObject } from "node:crypto";

import { RuleViolation } from "../../kernel/rule-violation.ts";

const ED25519 = Buffer.of(1);
const PUBLIC_KEY_BYTES = 32;
/** What stands before the 32 bytes of an Ed25519 key in its SPKI (RFC 8410 §4). */
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** Who makes packages. */
export interface FerrySigner {
  readonly name: string;
  /** Private key. */
  readonly key: KeyObject;
}

/** Whose packages are taken. */
export interface FerryKey {
  readonly name: string;
  readonly publicKey: KeyObject;
}

/** No white space, no plus sign: the name is the first field of the written key. */
const isName = (name: string): boolean => /^[^\s+\p{Cc}]{1,200}$/u.test(name);

function encodedKey(name: string, bytes: Buffer): string {
  const hash = createHash("sha256").update(`${name}\n`).update(ED25519).update(bytes).digest();
  const id = hash.subarray(0, 4).toString("hex");
  return `${name}+${id}+${Buffer.concat([ED25519, bytes]).toString("base64")}`;
}

/** @throws RuleViolation `ferry.bad-key` for a text that is no Ed25519 private key in PEM, or a bad name */
export function readSigner(name: string, pem: string): FerrySigner {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw new RuleViolation("ferry.bad-key", { name });
  }
  if (key.asymmetricKeyType !== "ed25519" || !isName(name))
    throw new RuleViolation("ferry.bad-key", { name });
  return { name, key };
}

/** The public key to pin at the other side. */
export function vkeyOf({ name, key }: FerrySigner): string {
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  return encodedKey(name, spki.subarray(-PUBLIC_KEY_BYTES));
}

/** @throws RuleViolation `ferry.bad-vkey`, also for a typing error: the id must fit the key */
export function readVkey(text: string): FerryKey {
  const [, name = "", encoded = ""] = /^([^+]+)\+[0-9a-f]{8}\+([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded, "base64").subarray(1);
  if (!isName(name) || bytes.length !== PUBLIC_KEY_BYTES || encodedKey(name, bytes) !== text)
    throw new RuleViolation("ferry.bad-vkey", { key: text.slice(0, 300) });
  const spki = Buffer.concat([SPKI_PREFIX, bytes]);
  return { name, publicKey: createPublicKey({ key: spki, format: "der", type: "spki" }) };
}
