/** Signatures of sources: Ed25519 (RFC 8032) over method, path, hash of the body and instant. Pure. */
import { createPublicKey, verify } from "node:crypto";

export interface SignedRequest {
  readonly method: string;
  /** With its query, as it was sent. */
  readonly path: string;
  /** SHA-256 of the body, hexadecimal; of nothing where there is no body. */
  readonly bodyHash: string;
  /** As in the header: RFC 3339. */
  readonly date: string;
}

/** How far the clock of a sender may be off, in either direction. */
export const SIGNED_FOR_MS = 5 * 60_000;

/** What is signed, four lines without a last line break. */
export const signedText = ({ method, path, bodyHash, date }: SignedRequest): string =>
  [method, path, bodyHash, date].join("\n");

/** Subject public key info of a bare Ed25519 key (RFC 8410 §4). */
const PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** @param publicKey 32 bytes in base64 */
export function isSigned(request: SignedRequest, publicKey: string, signature: string): boolean {
  const bytes = Buffer.from(signature, "base64");
  if (bytes.length !== 64) return false;
  const key = createPublicKey({
    key: Buffer.concat([PREFIX, Buffer.from(publicKey, "base64")]),
    format: "der",
    type: "spki",
  });
  return verify(null, Buffer.from(signedText(request)), key, bytes);
}

export function isFresh(date: string, now: Date): boolean {
  const at = Date.parse(date);
  return /^\d{4}-\d\d-\d\dT/.test(date) && Math.abs(at - now.getTime()) <= SIGNED_FOR_MS;
}
