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
  /** Canonical JSON in UTF-8. */
  readonly payloadBytes: Buffer;
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

/** Canonical text around a payload. */
interface Frame {
  readonly head: string;
  readonly tail: string;
}

// Keys in code-unit order; written out because these lines run ten thousand times a second.

function leafFrame(fact: Fact): Frame {
  const corrects = fact.corrects === undefined ? "" : `"corrects":"${fact.corrects}",`;
  return {
    head:
      `{"contentHash":"${fact.contentHash}",${corrects}"id":"${fact.id}","kind":"${fact.kind}",` +
      `"occurredAt":"${fact.occurredAt}","payload":`,
    tail:
      `,"source":${JSON.stringify(fact.source)},"sourceId":${JSON.stringify(fact.sourceId)},` +
      `"subject":${JSON.stringify(fact.subject)},"version":${fact.version}}`,
  };
}

const contentFrame = (content: FactContent): Frame => ({
  head: `{"kind":"${content.kind}","occurredAt":"${content.occurredAt}","payload":`,
  tail:
    `,"source":${JSON.stringify(content.source)},"sourceId":${JSON.stringify(content.sourceId)},` +
    `"subject":${JSON.stringify(content.subject)}}`,
});

const NOTHING = Buffer.alloc(0);
/** Filled and hashed in one go, so that a fact costs no memory of its own. */
const scratch = Buffer.allocUnsafeSlow(64 * 1024);

/** UTF-8 of salt, head, payload and tail; valid until the next call. */
function framed(salt: Buffer, { head, tail }: Frame, payload: Buffer): Buffer {
  // A UTF-16 unit has at most three bytes.
  const most = salt.length + payload.length + 3 * (head.length + tail.length);
  const bytes = most <= scratch.length ? scratch : Buffer.allocUnsafe(most);
  let end = salt.copy(bytes);
  end += bytes.write(head, end, "utf8");
  end += payload.copy(bytes, end);
  end += bytes.write(tail, end, "utf8");
  return bytes.subarray(0, end);
}

/** SHA-256 ‖ SM3. `binary` (Latin-1) is the cheapest way for bytes to leave `hash`. */
const bothHashes = (data: Buffer): Buffer =>
  Buffer.from(hash("sha256", data, "binary") + hash("sm3", data, "binary"), "latin1");

/** Canonical text of the fact as it goes into its leaf. `payloadText` must be canonical already. */
export function leafText(fact: Fact, payloadText: string): string {
  const { head, tail } = leafFrame(fact);
  return head + payloadText + tail;
}

/** SHA-256 over JCS(kind, source, sourceId, subject, occurredAt, payload). */
export const contentHashOf = (content: FactContent, payloadText: string): string =>
  contentHashOfBytes(content, Buffer.from(payloadText, "utf8"));

const contentHashOfBytes = (content: FactContent, payload: Buffer): string =>
  hash("sha256", framed(NOTHING, contentFrame(content), payload), "hex");

export const digestOf = (salt: Buffer, text: string): Buffer =>
  bothHashes(framed(salt, { head: text, tail: "" }, NOTHING));

export interface UnsealedFact extends FactContent {
  readonly version: number;
  readonly corrects?: string;
}

/** Gives a checked fact its id, hashes and salt. @throws RuleViolation if the payload is not canonical JSON. */
export function sealFact(fact: UnsealedFact, id: string): SealedFact {
  const payloadBytes = Buffer.from(canonicalJson(fact.payload), "utf8");
  if (!`${fact.source}${fact.sourceId}${fact.subject}`.isWellFormed()) canonicalJson(fact.sourceId);
  const contentHash = contentHashOfBytes(fact, payloadBytes);
  const full: Fact = { ...fact, id, contentHash };
  const salt = nextSalt();
  const digest = bothHashes(framed(salt, leafFrame(full), payloadBytes));
  return { ...full, payloadBytes, salt, digest };
}
