/** Checkpoints as signed notes (c2sp.org/tlog-checkpoint, c2sp.org/signed-note), Ed25519 keys of type 0x01. */
import { createHash, createPublicKey, type KeyObject, sign } from "node:crypto";

import type { TreeHead } from "./consistency.ts";

const ED25519 = Buffer.of(1);
const PUBLIC_KEY_BYTES = 32;

/** The 32 bytes of the public key of a private or public Ed25519 key: the end of its SPKI (RFC 8410 §4). */
function publicBytes(key: KeyObject): Buffer {
  const publicKey = key.type === "private" ? createPublicKey(key) : key;
  return publicKey.export({ format: "der", type: "spki" }).subarray(-PUBLIC_KEY_BYTES);
}

/** First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
function keyIdOf(name: string, key: KeyObject): Buffer {
  const hash = createHash("sha256").update(`${name}\n`).update(ED25519).update(publicBytes(key));
  return hash.digest().subarray(0, 4);
}

/** "name+hex8+base64(0x01 ‖ public key)". */
export function vkeyOf(name: string, key: KeyObject): string {
  const encoded = Buffer.concat([ED25519, publicBytes(key)]).toString("base64");
  return `${name}+${keyIdOf(name, key).toString("hex")}+${encoded}`;
}

/** What is signed: origin, size and root in base64, each with its line end. */
export const checkpointText = (origin: string, { size, root }: TreeHead): string =>
  `${origin}\n${size}\n${root.toString("base64")}\n`;

/** Text, blank line, "— name base64(key id ‖ signature)". */
export function noteOf(
  text: string,
  { name, key, signature }: { name: string; key: KeyObject; signature: Buffer },
): string {
  const encoded = Buffer.concat([keyIdOf(name, key), signature]).toString("base64");
  return `${text}\n— ${name} ${encoded}\n`;
}

/** The note, signed here. Same input, same note: Ed25519 draws nothing. */
export const signNote = (text: string, name: string, key: KeyObject): string =>
  noteOf(text, { name, key, signature: sign(null, Buffer.from(text, "utf8"), key) });
