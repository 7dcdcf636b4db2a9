/**
 * Public-key encryption: HPKE, base mode (RFC 9180), DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20-Poly1305. One
 * message a context. A box is the encapsulated key (32 bytes) and the ciphertext.
 */
import { x25519 } from "@noble/curves/ed25519.js";
import { expand, extract } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

import { type Bytes, concat, randomBytes, utf8 } from "./bytes.ts";
import { KEY_BYTES, type Lock, NONCE_BYTES, open, seal } from "./chacha.ts";

const KEM = concat(utf8("KEM"), Uint8Array.of(0x00, 0x20));
const SUITE = concat(utf8("HPKE"), Uint8Array.of(0x00, 0x20, 0x00, 0x01, 0x00, 0x03));
const VERSION = utf8("HPKE-v1");
const NONE = new Uint8Array(0);
const BASE_MODE = Uint8Array.of(0);

interface Labelled {
  readonly suite: Uint8Array;
  readonly label: string;
}

const labelledExtract = (salt: Uint8Array, { suite, label }: Labelled, key: Uint8Array) =>
  extract(sha256, concat(VERSION, suite, utf8(label), key), salt);

const labelledExpand = (
  prk: Uint8Array,
  { suite, label, length }: Labelled & { readonly length: number },
  info: Uint8Array,
) =>
  expand(sha256, prk, concat(Uint8Array.of(0, length), VERSION, suite, utf8(label), info), length);

function sharedSecret(dh: Uint8Array, context: Uint8Array): Uint8Array {
  const prk = labelledExtract(NONE, { suite: KEM, label: "eae_prk" }, dh);
  return labelledExpand(prk, { suite: KEM, label: "shared_secret", length: 32 }, context);
}

/** Key and nonce of the only message (§5.1). */
function lockOf(shared: Uint8Array, info: Uint8Array): Lock {
  const suite = SUITE;
  const context = concat(
    BASE_MODE,
    labelledExtract(NONE, { suite, label: "psk_id_hash" }, NONE),
    labelledExtract(NONE, { suite, label: "info_hash" }, info),
  );
  const secret = labelledExtract(shared, { suite, label: "secret" }, NONE);
  return {
    key: labelledExpand(secret, { suite, label: "key", length: KEY_BYTES }, context),
    nonce: labelledExpand(secret, { suite, label: "base_nonce", length: NONCE_BYTES }, context),
  };
}

export const makePrivateKey = (): Bytes => randomBytes(32);
export const publicKeyOf = (privateKey: Uint8Array): Bytes =>
  Uint8Array.from(x25519.getPublicKey(privateKey));

export interface SealOptions {
  /** What the box is for: a box opens under the same words only. */
  readonly info: Uint8Array;
  readonly aad?: Uint8Array;
  /** For test vectors; absent: random. */
  readonly ephemeral?: Uint8Array;
}

/** @throws Error if the public key is not a point of full order */
export function sealTo(
  publicKey: Uint8Array,
  plain: Uint8Array,
  { info, aad = NONE, ephemeral = makePrivateKey() }: SealOptions,
): Bytes {
  const encapsulated = publicKeyOf(ephemeral);
  const dh = x25519.getSharedSecret(ephemeral, publicKey);
  const shared = sharedSecret(dh, concat(encapsulated, publicKey));
  return concat(encapsulated, seal(lockOf(shared, info), plain, aad));
}

/** @returns undefined if it was not sealed to this key, not for this, or was changed */
export function openWith(
  privateKey: Uint8Array,
  box: Uint8Array,
  { info, aad = NONE }: Omit<SealOptions, "ephemeral">,
): Bytes | undefined {
  if (box.length < KEY_BYTES) return undefined;
  const encapsulated = box.subarray(0, KEY_BYTES);
  try {
    const dh = x25519.getSharedSecret(privateKey, encapsulated);
    const shared = sharedSecret(dh, concat(encapsulated, publicKeyOf(privateKey)));
    return open(lockOf(shared, info), box.subarray(KEY_BYTES), aad);
  } catch {
    // A point of low order: nobody sealed anything with it.
    return undefined;
  }
}
