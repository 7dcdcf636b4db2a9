/** A fact and its hashes (contracts.md §1). Hashing is here and nowhere else on the server. */
import { hash, randomBytes } from "node:crypto";

import { canonicalJson } from "../../kernel/canonical-json.ts";

export interface Fact {
  readonly id: string;
  readonly kind: string;
  readonly version: number;
  readonly source: string;
  readonly sourceId: string;
  readonly subject: string;
  /** Instant in UTC with milliseconds, as hashed. */
  readonly occurredAt: string;
  readonly corrects?: string;
  readonly payload: Readonly<Record<string, unknown>>;
  /** SHA-256 hex. */
  readonly contentHash: string;
}

/** A fact with its salt and leaf data, ready for the store. */
export interface SealedFact extends Fact {
  readonly payloadText: string;
  readonly salt: Buffer;
  /** SHA-256 ‖ SM3, 64 bytes. */
  readonly digest: Buffer;
}

export interface FactContent {
  readonly kind: string;
  readonly source: string;
  readonly sourceId: string;
  readonly subject: string;
  readonly occurredAt: string;
  readonly payload: Readonly<Record<string, unknown>>;
}

/** Instant in the one spelling that is hashed: UTC, milliseconds. */
export const normaliseInstant = (text: string): string => new Date(text).toISOString();

const SALT_BYTES = 16;
const saltPool = { bytes: Buffer.alloc(0), offset: 0 };

/** Salts are drawn in bulk: one system call for 512 facts. */
function nextSalt(): Buffer {
  if (saltPool.offset >= saltPool.bytes.length) {
    saltPool.bytes = randomBytes(SALT_BYTES * 512);
    saltPool.offset = 0;
  }
  const salt = saltPool.bytes.subarray(saltPool.offset, saltPool.offset + SALT_BYTES);
  saltPool.offset += SALT_BYTES;
  return salt;
}

/** Canonical text of the fact as it goes into its leaf. `payloadText` must be canonical already. */
export function leafText(fact: Fact, payloadText: string): string {
  // Keys in code-unit order; written out because this line runs ten thousand times a second.
  const corrects = fact.corrects === undefined ? "" : `"corrects":"${fact.corrects}",`;
  return (
    `{"contentHash":"${fact.contentHash}",${corrects}"id":"${fact.id}","kind":"${fact.kind}",` +
    `"occurredAt":"${fact.occurredAt}","payload":${payloadText},"source":${JSON.stringify(fact.source)},` +
    `"sourceId":${JSON.stringify(fact.sourceId)},"subject":${JSON.stringify(fact.subject)},"version":${fact.version}}`
  );
}

/** SHA-256 over JCS(kind, source, sourceId, subject, occurredAt, payload). */
export function contentHashOf(content: FactContent, payloadText: string): string {
  const text =
    `{"kind":"${content.kind}","occurredAt":"${content.occurredAt}","payload":${payloadText},` +
    `"source":${JSON.stringify(content.source)},"sourceId":${JSON.stringify(content.sourceId)},` +
    `"subject":${JSON.stringify(content.subject)}}`;
  return hash("sha256", text, "hex");
}

export function digestOf(salt: Buffer, text: string): Buffer {
  const data = Buffer.concat([salt, Buffer.from(text, "utf8")]);
  return Buffer.concat([hash("sha256", data, "buffer"), hash("sm3", data, "buffer")]);
}

export interface UnsealedFact extends FactContent {
  readonly version: number;
  readonly corrects?: string;
}

/** Gives a checked fact its id, hashes and salt. @throws RuleViolation if the payload is not canonical JSON. */
export function sealFact(fact: UnsealedFact, id: string): SealedFact {
  const payloadText = canonicalJson(fact.payload);
  if (!`${fact.source}${fact.sourceId}${fact.subject}`.isWellFormed()) canonicalJson(fact.sourceId);
  const contentHash = contentHashOf(fact, payloadText);
  const full: Fact = { ...fact, id, contentHash };
  const salt = nextSalt();
  return { ...full, payloadText, salt, digest: digestOf(salt, leafText(full, payloadText)) };
}
