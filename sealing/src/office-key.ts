/** The key of an office: made in a ceremony, its private half only ever in three shares of which two open. */
import { expand } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";

import { areEqual, type Bytes, concat, fromBase64, hexOf, toBase64, utf8 } from "./bytes.ts";
import { fromCrockford, inFours, plainCrockford, toCrockford } from "./crockford.ts";
import { makePrivateKey, publicKeyOf } from "./hpke.ts";
import { combineShares, type ShareValue, splitSecret } from "./shamir.ts";

export const SHARES = 3;
export const THRESHOLD = 2;
const FORMAT = 1;
const ID_BYTES = 8;
const SECRET_BYTES = 32;
const CHECK_BYTES = 4;

export interface OfficeKey {
  /** First eight bytes of the SHA-256 of the public key, hex. */
  readonly keyId: string;
  /** Base64. */
  readonly publicKey: string;
}

/** A holder's part. `code` is all of it, for printing; `fingerprint` tells which one it is and gives nothing away. */
export interface KeyShare {
  readonly keyId: string;
  readonly index: number;
  readonly code: string;
  readonly fingerprint: string;
}

export const keyIdOf = (publicKey: Uint8Array): string =>
  hexOf(sha256(publicKey).subarray(0, ID_BYTES));

/** Groups of four for reading aloud. */
export const fingerprintOf = (publicKey: Uint8Array): string =>
  inFours(hexOf(sha256(publicKey).subarray(0, 16)));

const checkOf = (body: Uint8Array) =>
  sha256(concat(utf8("mingjing tip-off share"), body)).subarray(0, CHECK_BYTES);

function shareOf(keyId: string, { index, value }: ShareValue): KeyShare {
  const id = Uint8Array.from(keyId.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  const body = concat(Uint8Array.of(FORMAT, index), id, value);
  return {
    keyId,
    index,
    code: inFours(toCrockford(concat(body, checkOf(body)))),
    fingerprint: hexOf(sha256(body).subarray(0, 8)),
  };
}

export interface MadeKey {
  readonly key: OfficeKey;
  readonly shares: readonly KeyShare[];
}

/** Makes a key and forgets its private half once it is shared. */
export const makeOfficeKey = (): MadeKey => shareKey(makePrivateKey());

/**
 * The key of an office of the demo city: it follows from the name, so that every visitor can open what is fictional.
 * Never published outside the demo.
 */
export const demoOfficeKey = (unit: string): MadeKey =>
  shareKey(sha256(utf8(`mingjing demo tip-off key ${unit}`)), (length) =>
    expand(sha256, sha256(utf8(`mingjing demo share ${unit}`)), utf8("line"), length),
  );

function shareKey(secret: Uint8Array, random?: (length: number) => Uint8Array): MadeKey {
  const publicKey = publicKeyOf(secret);
  const keyId = keyIdOf(publicKey);
  const shares = splitSecret(secret, {
    shares: SHARES,
    threshold: THRESHOLD,
    ...(random === undefined ? {} : { random }),
  }).map((share) => shareOf(keyId, share));
  secret.fill(0);
  return { key: { keyId, publicKey: toBase64(publicKey) }, shares };
}

export type ShareProblem = "unreadable" | "otherKey" | "same" | "wrongKey";

interface ReadShare extends KeyShare {
  readonly value: Uint8Array;
}

/** Reads a share as typed, printed or from its file. @returns undefined if it is damaged or none */
export function readShare(text: string): ReadShare | undefined {
  const code = /code:\s*(\S+)/.exec(text)?.[1] ?? text;
  const bytes = fromCrockford(plainCrockford(code.trim()));
  const length = 2 + ID_BYTES + SECRET_BYTES;
  if (bytes?.length !== length + CHECK_BYTES || bytes[0] !== FORMAT) return undefined;
  const body = bytes.subarray(0, length);
  if (!areEqual(checkOf(body), bytes.subarray(length))) return undefined;
  const value = body.subarray(2 + ID_BYTES);
  const keyId = hexOf(body.subarray(2, 2 + ID_BYTES));
  return { ...shareOf(keyId, { index: bytes[1] ?? 0, value }), value };
}

/** Puts two shares together. @returns the private key, or why there is none */
export function unlockKey(
  texts: readonly [string, string],
): { readonly keyId: string; readonly privateKey: Bytes } | { readonly problem: ShareProblem } {
  const [first, second] = texts.map(readShare);
  if (first === undefined || second === undefined) return { problem: "unreadable" };
  if (first.keyId !== second.keyId) return { problem: "otherKey" };
  if (first.index === second.index) return { problem: "same" };
  const privateKey = combineShares([first, second]);
  if (keyIdOf(publicKeyOf(privateKey)) !== first.keyId) return { problem: "wrongKey" };
  return { keyId: first.keyId, privateKey };
}

export const bytesOfKey = (publicKey: string): Bytes => fromBase64(publicKey);
