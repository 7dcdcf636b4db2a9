/**
 * The writer's receipt: 80 random bits that exist in the writer's hands alone. The server is told a token that follows
 * from it by a slow function; messages to the writer are sealed to a key that follows from it likewise.
 */
import { scrypt } from "@noble/hashes/scrypt.js";

import { type Bytes, randomBytes, toBase64, utf8 } from "./bytes.ts";
import { fromCrockford, inFours, plainCrockford, toCrockford } from "./crockford.ts";
import { publicKeyOf } from "./hpke.ts";

const RECEIPT_BYTES = 10;
/** About 0.1 s and 16 MiB on a telephone; the receipt has 80 bits besides. */
const COST = { N: 2 ** 14, r: 8, p: 1, dkLen: 64 } as const;
const SALT = utf8("mingjing tip-off receipt 1");

/** Sixteen letters in four groups. */
export const makeReceipt = (): string => inFours(toCrockford(randomBytes(RECEIPT_BYTES)));

export interface Mailbox {
  /** What opens the mailbox, Base64. The server keeps a hash of it. */
  readonly token: string;
  readonly privateKey: Bytes;
  /** Base64. */
  readonly publicKey: string;
}

/** @returns undefined if it is no receipt */
export function mailboxOf(receipt: string): Mailbox | undefined {
  const bytes = fromCrockford(receipt);
  if (bytes?.length !== RECEIPT_BYTES || plainCrockford(receipt).length !== 16) return undefined;
  const derived = scrypt(bytes, SALT, COST);
  const privateKey = Uint8Array.from(derived.subarray(32));
  return {
    token: toBase64(derived.subarray(0, 32)),
    privateKey,
    publicKey: toBase64(publicKeyOf(privateKey)),
  };
}
